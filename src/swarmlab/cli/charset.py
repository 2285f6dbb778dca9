"""Which characters may leave the program: UTF-8 where the locale has it, else ASCII only."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from typing import TextIO

ASCII = "swarmlab-ascii"
"""The codec for terminals without UTF-8. Not ``ascii`` itself: click writes UTF-8 in its stead."""

_STANDS_FOR = {
    "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "‹": "<", "›": ">",
    "·": "-", "•": "*", "→": "->", "×": "x", "✓": "[x]", "✗": "[X]", "○": "[ ]", "●": "*",
    "►": ">", "▌": "|", "━": "=", "─": "-", "■": "#", "▼": "v",
}  # fmt: skip
"""What stands for our own signs and for typographers' ones."""


def prepare_streams() -> None:
    """Let no character of ours, of a deck or of a node break a terminal that cannot show it."""
    codecs.register(_find)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if speaks_utf8(stream):
            reconfigure(errors="replace")
        else:
            reconfigure(encoding=ASCII)


def speaks_utf8(stream: TextIO) -> bool:
    """Whether UTF-8 may be written there: by its encoding, and by the locale behind it.

    Python writes UTF-8 in the C locale too (PEP 540), whatever the terminal makes of it, so a
    locale that is C or POSIX by name counts as having none, unless Python was told.
    """
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    if encoding != "utf8":
        return False
    told = os.environ.get("PYTHONUTF8") == "1" or os.environ.get("PYTHONIOENCODING")
    return bool(told) or locale_name() not in {"C", "POSIX"}


def locale_name() -> str:
    """The locale for characters: the first of LC_ALL, LC_CTYPE and LANG that says one, or none."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next(filter(None, names), "")


def in_ascii(text: str) -> str:
    """The text in ASCII: signs by what stands for them, letters without their marks, else ``?``."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _STANDS_FOR.get(c) or _unmarked(c) for c in text)


def _unmarked(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return letters or "?"


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:
        del final
        return in_ascii(text).encode("ascii")


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    del errors
    return in_ascii(text).encode("ascii"), len(text)


def _find(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != ASCII:
        return None
    known = codecs.lookup("ascii")
    return codecs.CodecInfo(
        _encode, known.decode, incrementalencoder=_Encoder,
        incrementaldecoder=known.incrementaldecoder, name=ASCII,
    )  # fmt: skip
