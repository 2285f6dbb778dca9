"""Untrusted text made safe to show: one place strips, one place masks."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC, up to BEL or ST
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x1b[ -/]*[0-~]?"  # two-character escapes
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MASKS = (
    (re.compile(r"(SWMTKN-\d-(?:[01]-)?[0-9a-z]{4})[0-9a-z]*(?:-[0-9a-z]*)?"), r"\1…"),
    (re.compile(r"(SWMKEY-\d-)[0-9A-Za-z+/=]+"), r"\1…"),
    (
        re.compile(
            r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S
        ),
        r"\1 … \2",
    ),
)


def clean(text: str, *, keep_newlines: bool = True) -> str:
    """The text without control sequences, control characters and bidi overrides.

    Tabs stay; newlines stay unless ``keep_newlines`` is false, when they become blanks.
    """
    text = _BIDI.sub("", _SEQUENCE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    if not keep_newlines:
        text = text.replace("\n", " ")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def mask(text: str) -> str:
    """The text with join tokens, unlock keys and private keys cut short."""
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text
