from __future__ import annotations

import contextlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.keyfile import KeyFile, NotAKeyFile
from tests.fakes.raftlogs import (
    DEK,
    ENCRYPTED,
    KEK,
    OTHER_DEK,
    PLAIN,
    WORKERS,
    key_file,
    sealed,
)


def test_a_plain_key_file_gives_its_raft_key_away() -> None:
    found = KeyFile.parse(PLAIN)
    assert found.label == "PRIVATE KEY"
    assert not found.tls_key_encrypted
    assert not found.raft_key_encrypted
    assert found.plain_raft_keys == (DEK,)


def test_an_encrypted_one_gives_nothing_away() -> None:
    found = KeyFile.parse(ENCRYPTED)
    assert found.tls_key_encrypted
    assert found.raft_key_encrypted
    assert found.plain_raft_keys == ()
    assert found.kek_version == 24


def test_a_worker_has_no_raft_key() -> None:
    found = KeyFile.parse(WORKERS)
    assert (found.raft_keys, found.raft_key_encrypted, found.tls_key_encrypted) == (
        (),
        False,
        False,
    )


def test_half_of_it_may_be_encrypted() -> None:
    """No state of swarmkit's own, and not to be taken for one."""
    label_only = KeyFile.parse(key_file([sealed(DEK, None)], label="ENCRYPTED PRIVATE KEY"))
    assert (label_only.tls_key_encrypted, label_only.raft_key_encrypted) == (True, False)
    raft_only = KeyFile.parse(key_file([sealed(DEK, KEK)]))
    assert (raft_only.tls_key_encrypted, raft_only.raft_key_encrypted) == (False, True)


def test_during_a_rotation_there_are_two_raft_keys() -> None:
    both = KeyFile.parse(key_file([sealed(DEK, None), sealed(OTHER_DEK, None)]))
    assert both.plain_raft_keys == (DEK, OTHER_DEK)
    one = KeyFile.parse(key_file([sealed(DEK, KEK), sealed(OTHER_DEK, None)]))
    assert not one.raft_key_encrypted
    assert one.plain_raft_keys == (OTHER_DEK,)


def test_a_key_without_headers_is_a_key_file_without_raft_keys() -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"x"),
    )
    found = KeyFile.parse(pem.decode())
    assert (found.tls_key_encrypted, found.raft_keys) == (True, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no private key in PEM"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "no private key"),
        (PLAIN[:60], "no private key"),
        (PLAIN.replace("END PRIVATE", "END ENCRYPTED PRIVATE"), "no private key"),
        (key_file(version="x"), "kek-version"),
        (key_file([b"\xff\xff"]), "raft-dek cannot be read"),
        (key_file([sealed(b"short", None)]), "raft-dek holds no key"),
        (key_file([sealed(b"", None)]), "raft-dek holds no key"),
        (PLAIN.replace("raft-dek: ", "raft-dek: !"), "raft-dek cannot be read"),
    ],
)
def test_what_is_no_key_file_says_why(text: str, words: str) -> None:
    with pytest.raises(NotAKeyFile, match=words):
        KeyFile.parse(text)


@given(st.text(max_size=300) | st.text(alphabet="-BEGINPRIVATKYD: \nraft-dek", max_size=300))
def test_garbage_raises_nothing_else(text: str) -> None:
    for whole in (text, f"-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n"):
        with contextlib.suppress(NotAKeyFile):
            KeyFile.parse(whole)


def test_a_hostile_text_is_read_in_one_pass() -> None:
    line = "-----BEGIN PRIVATE KEY-----\n" + "a: b\n" * 50
    for text in (line * 200, "-----BEGIN PRIVATE KEY-----\n" + "a" * 1_000_000):
        with contextlib.suppress(NotAKeyFile):
            KeyFile.parse(text)


def test_no_key_is_shown_by_accident() -> None:
    assert "x00" not in repr(KeyFile.parse(PLAIN))
    assert "x00" not in repr(KeyFile.parse(PLAIN).raft_keys)
