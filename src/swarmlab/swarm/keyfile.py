"""The key file of a member of a swarm: its TLS key, and on a manager the key to its raft log.

A PEM text with headers of the swarm's own. Without autolock everything in it is plain; with it
the TLS key is a PKCS#8 key with a password, and the raft key is sealed with the unlock key.
Facts: SWARM facts, sections 2 and 4.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Final

from swarmlab.swarm import wire

_FRAME: Final = re.compile(
    r"-----BEGIN ([A-Z ]{0,20}PRIVATE KEY)-----[ \t]*\r?\n"
    r"((?:[A-Za-z][\w-]*:[^\n]*\n)*)"
    r"[^:]*?-----END \1-----"
)
_RAFT_KEYS: Final = ("raft-dek", "raft-dek-pending")
_KEY_BYTES: Final = 32


class NotAKeyFile(ValueError):
    """The text is no key file of a swarm; the message says why, and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Data that may be encrypted: swarmkit's ``MaybeEncryptedRecord``."""

    algorithm: int
    """0 plain, 1 NaCl secretbox, 2 Fernet (FIPS)."""
    data: bytes = field(repr=False)
    nonce: bytes

    @classmethod
    def parse(cls, data: bytes) -> Sealed:
        """From its protobuf message.

        Raises:
            NotProtobuf: it is none.
        """
        message = wire.fields(data)
        return cls(wire.number_of(message, 1), wire.bytes_of(message, 2), wire.bytes_of(message, 3))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file shows to who can read it."""

    label: str
    """``PRIVATE KEY`` or ``ENCRYPTED PRIVATE KEY``."""
    kek_version: int
    """The version of the cluster object that brought the unlock key; no counter."""
    raft_keys: tuple[Sealed, ...] = field(repr=False)
    """The key to the raft log, and during a rotation the next one; none on a worker."""

    @classmethod
    def parse(cls, text: str) -> KeyFile:
        """A key file as it lies on the disk.

        Raises:
            NotAKeyFile: it is none, or a damaged one.
        """
        frame = _FRAME.search(text)
        if frame is None:
            raise NotAKeyFile("there is no private key in PEM")
        headers = dict(_header(line) for line in frame[2].splitlines())
        version = headers.get("kek-version", "0")
        if not re.fullmatch(r"[0-9]{1,20}", version):
            raise NotAKeyFile("its kek-version is no number")
        sealed = tuple(_raft_key(headers[name]) for name in _RAFT_KEYS if name in headers)
        return cls(frame[1].strip(), int(version), sealed)

    @property
    def tls_key_encrypted(self) -> bool:
        """Whether the TLS key takes a password."""
        return self.label == "ENCRYPTED PRIVATE KEY"

    @property
    def raft_key_encrypted(self) -> bool:
        """Whether no key to the raft log lies in it plain; False where there is none at all."""
        return bool(self.raft_keys) and all(key.algorithm for key in self.raft_keys)

    @property
    def plain_raft_keys(self) -> tuple[bytes, ...]:
        """The keys to the raft log that need no unlock key."""
        return tuple(key.data for key in self.raft_keys if not key.algorithm)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.strip()


def _raft_key(value: str) -> Sealed:
    try:
        sealed = Sealed.parse(b64decode(value, validate=True))
    except (binascii.Error, ValueError) as error:
        raise NotAKeyFile("its raft-dek cannot be read") from error
    if not sealed.data or (not sealed.algorithm and len(sealed.data) != _KEY_BYTES):
        raise NotAKeyFile("its raft-dek holds no key")
    return sealed
