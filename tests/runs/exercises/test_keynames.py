"""Keys by name become the bytes that a terminal sends."""

from __future__ import annotations

import pytest

from swarmlab.runs.exercises.keynames import NAMES, key, keys


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("^C", b"\x03"), ("^c", b"\x03"), ("C-c", b"\x03"), ("^D", b"\x04"), ("^J", b"\n"),
        ("^[", b"\x1b"), ("Escape", b"\x1b"), ("Enter", b"\r"), ("Space", b" "), ("Tab", b"\t"),
        ("BSpace", b"\x7f"), ("^?", b"\x7f"), ("Up", b"\x1b[A"), ("F1", b"\x1bOP"),
        ("M-x", b"\x1bx"), ("M-Enter", b"\x1b\r"), ("$", b"$"), ("q", b"q"), ("é", "é".encode()),
    ],
)  # fmt: skip
def test_a_key_has_its_bytes(name: str, sent: bytes) -> None:
    assert key(name) == sent


@pytest.mark.parametrize("name", ["", "Escpae", "qq", "^CC", "M-Escpae", "C-"])
def test_what_is_no_key_is_none(name: str) -> None:
    assert key(name) is None


def test_every_name_that_is_suggested_is_a_key() -> None:
    assert all(key(name) is not None for name in NAMES)


def test_keys_are_a_key_where_they_name_one_and_else_text() -> None:
    assert keys("^C") == b"\x03"
    assert keys("Enter") == keys("Enter ") == b"\r"
    assert keys(" ") == b" "
    assert keys("docker rm ") == b"docker rm "
    assert keys(":wq") == b":wq"
    assert keys("one\ntwo") == b"one\rtwo"
