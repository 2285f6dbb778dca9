"""Keys as a terminal's bytes."""

from __future__ import annotations

import pytest

from swarmlab.tui.keys import key_bytes


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [
        ("a", "a", b"a"),
        ("A", "A", b"A"),
        ("space", " ", b" "),
        ("question_mark", "?", b"?"),
        ("ä", "ä", "ä".encode()),
        ("enter", "\r", b"\r"),
        ("tab", "\t", b"\t"),
        ("shift+tab", None, b"\x1b[Z"),
        ("escape", "\x1b", b"\x1b"),
        ("backspace", "\x7f", b"\x7f"),
        ("ctrl+a", "\x01", b"\x01"),
        ("ctrl+q", "\x11", b"\x11"),
        ("ctrl+z", "\x1a", b"\x1a"),
        ("ctrl+backslash", "\x1c", b"\x1c"),
        ("ctrl+right_square_bracket", "\x1d", b"\x1d"),
        ("ctrl+underscore", "\x1f", b"\x1f"),
        ("ctrl+at", None, b"\x00"),
        ("alt+b", None, b"\x1bb"),
        ("alt+B", "B", b"\x1bB"),
        ("alt+enter", None, b"\x1b\r"),
        ("alt+backspace", None, b"\x1b\x7f"),
        ("ctrl+alt+c", None, b"\x1b\x03"),
        ("up", None, b"\x1b[A"),
        ("home", None, b"\x1b[1~"),
        ("end", None, b"\x1b[4~"),
        ("ctrl+home", None, b"\x1b[1;5H"),
        ("ctrl+left", None, b"\x1b[1;5D"),
        ("shift+up", None, b"\x1b[1;2A"),
        ("ctrl+shift+right", None, b"\x1b[1;6C"),
        ("alt+up", None, b"\x1b[1;3A"),
        ("delete", None, b"\x1b[3~"),
        ("ctrl+delete", None, b"\x1b[3;5~"),
        ("pageup", None, b"\x1b[5~"),
        ("f1", None, b"\x1bOP"),
        ("shift+f1", None, b"\x1b[1;2P"),
        ("f5", None, b"\x1b[15~"),
        ("f12", None, b"\x1b[24~"),
        ("shift+f5", None, b"\x1b[15;2~"),
        ("launch_mail", None, b""),
    ],
)
def test_a_key_is_the_bytes_that_xterm_sends(
    key: str, character: str | None, expected: bytes
) -> None:
    assert key_bytes(key, character) == expected


@pytest.mark.parametrize(("key", "expected"), [("up", b"\x1bOA"), ("end", b"\x1b[4~"),
                                               ("ctrl+up", b"\x1b[1;5A")])  # fmt: skip
def test_application_cursor_mode_changes_plain_cursor_keys(key: str, expected: bytes) -> None:
    assert key_bytes(key, application=True) == expected
