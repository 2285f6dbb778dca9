"""Join tokens: ``SWMTKN-1-<digest>-<secret>``.

The digest is SHA-256 over the PEM bytes of the swarm's root certificate, exactly as its
managers hold it, written as a number in base 36 (swarmkit, ``ca/config.go``). The secret
decides the role and is shown by nothing here unless asked for by name.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import string
from dataclasses import dataclass, field

_ALPHABET = string.digits + string.ascii_lowercase
_DIGEST_LENGTH = 50
_SECRET_LENGTH = 25
_DIGEST_BITS = 256
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z-])SWMTKN-[0-9A-Za-z-]+")


class NotAToken(ValueError):
    """The text is no join token; the message says which part is wrong and quotes nothing."""


@dataclass(frozen=True, slots=True)
class JoinToken:
    """A join token. ``str`` and ``repr`` show it masked; ``reveal`` gives the whole of it."""

    digest: str
    """50 characters of base 36, padded with zeros at the left."""
    secret: str = field(repr=False)
    """25 characters of base 36."""

    @classmethod
    def parse(cls, text: str) -> JoinToken:
        """Read a token; blanks around it are allowed, as a file ends with a newline.

        Raises:
            NotAToken: the text is anything else.
        """
        parts = text.strip().split("-")
        if parts[0] != "SWMTKN":
            raise NotAToken("it does not begin with SWMTKN-")
        if len(parts) != 4 or parts[1] != "1":
            raise NotAToken("it does not have the four parts SWMTKN-1-<digest>-<secret>")
        _, _, digest, secret = parts
        _require("digest", digest, _DIGEST_LENGTH)
        _require("secret", secret, _SECRET_LENGTH)
        if int(digest, 36).bit_length() > _DIGEST_BITS:
            raise NotAToken("its digest is a number of more than 256 bits, so of no certificate")
        return cls(digest, secret)

    @classmethod
    def find_all(cls, text: str) -> tuple[JoinToken, ...]:
        """Every well-formed token in the text, in order; what only looks like one is left out."""
        found: list[JoinToken] = []
        for candidate in _CANDIDATE.findall(text):
            try:
                found.append(cls.parse(candidate))
            except NotAToken:
                continue
        return tuple(found)

    @property
    def digest_number(self) -> int:
        """The digest as a number."""
        return int(self.digest, 36)

    @property
    def fingerprint(self) -> str:
        """The digest as 64 hexadecimal digits, as the engine prints it when it does not fit."""
        return f"{self.digest_number:064x}"

    @property
    def masked(self) -> str:
        """The prefix and the first four characters of the digest, which are no secret."""
        return f"SWMTKN-1-{self.digest[:4]}…"

    def reveal(self) -> str:
        """The whole token, secret included."""
        return f"SWMTKN-1-{self.digest}-{self.secret}"

    def matches(self, pem: bytes) -> bool:
        """Whether the digest is that of this root certificate (bundle), byte for byte."""
        return hmac.compare_digest(self.digest, digest_of(pem))

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"JoinToken({self.masked})"


def digest_of(pem: bytes) -> str:
    """The digest a token of the swarm with this root certificate carries."""
    return base36(int.from_bytes(hashlib.sha256(pem).digest(), "big"), _DIGEST_LENGTH)


def base36(number: int, width: int) -> str:
    """A number that is not negative, in base 36, padded with zeros at the left."""
    digits: list[str] = []
    while number:
        number, rest = divmod(number, 36)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits)).rjust(width, "0")


def _require(what: str, text: str, length: int) -> None:
    if len(text) != length:
        raise NotAToken(f"its {what} has {len(text)} characters, not {length}")
    if any(c not in _ALPHABET for c in text):
        raise NotAToken(f"its {what} has characters other than 0-9 and a-z")
