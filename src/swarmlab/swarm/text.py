"""Untrusted text made safe to show: one place strips, one place masks."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, up to BEL or ST
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x1b[ -/]*[0-~]?"  # two-character escapes
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
"""Controls, formats (bidi overrides, joiners, tags: all invisible) and lone surrogates."""


def clean(text: str, *, keep_newlines: bool = True) -> str:
    """The text without control sequences, control characters and invisible characters.

    Tabs stay; newlines stay unless ``keep_newlines`` is false, when they become blanks.
    """
    text = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", _SEQUENCE.sub("", text))
    if not keep_newlines:
        text = text.replace("\n", " ")
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)


def mask(text: str) -> str:
    """The text with join tokens, unlock keys and private keys cut short.

    A token or key broken over lines, as a narrow terminal or a copied page breaks it, is
    masked whole. What follows its full length stays.
    """
    text = _TOKEN.sub(_token_start, text)
    text = _HEADLESS_TOKEN.sub("…", text)
    text = _UNLOCK_KEY.sub("SWMKEY-1-…", text)
    text = _DATA_KEY.sub(r"\1…", text)
    return _mask_headless_key(_PRIVATE_KEY.sub(_key_frame, text))


_BREAK = r"(?:\\?[ \t]*\r?\n[ \t]*)?"
"""Where a line may be broken inside a token: blanks at either side, a shell's backslash."""


def _broken(word: str) -> str:
    return _BREAK.join(re.escape(c) for c in word)


def _run(characters: str, most: int) -> str:
    return f"{characters}(?:{_BREAK}{characters}){{0,{most - 1}}}"


_TOKEN = re.compile(
    f"{_broken('SWMTKN-')}{_BREAK}([12]){_BREAK}-{_BREAK}"
    f"(?:[01]{_BREAK}-{_BREAK})?"
    f"({_run('[0-9a-z]', 50)})[0-9a-z]*"
    f"(?:{_BREAK}-{_BREAK}{_run('[0-9a-z]', 25)}[0-9a-z]*|-)?…?"
)
_HEADLESS_TOKEN = re.compile(r"(?<![0-9a-z])[0-9a-z]{50}-[0-9a-z]{25}(?![0-9a-z])")
_UNLOCK_KEY = re.compile(
    f"{_broken('SWMKEY-1-')}{_BREAK}{_run('[0-9A-Za-z+/=]', 44)}[0-9A-Za-z+/=]*…?"
)
_DATA_KEY = re.compile(r"(raft-dek[a-z-]*:[ \t]*[0-9A-Za-z+/=]{4})[0-9A-Za-z+/=]+")
_PRIVATE_KEY = re.compile(
    r"-----BEGIN[A-Z\s]{0,40}?PRIVATE\s+KEY-----.*?(-----END[A-Z\s]{0,40}?PRIVATE\s+KEY-----|\Z)",
    re.DOTALL,
)
_KEY_END = re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
_KEY_LINE = re.compile(r"\s*(?:[0-9A-Za-z+/=]+|[\w-]+:.*)?\s*")


def _token_start(match: re.Match[str]) -> str:
    digest = re.sub(r"[^0-9a-z]", "", match[2])
    return f"SWMTKN-{match[1]}-{digest[:4]}…"


def _key_frame(match: re.Match[str]) -> str:
    end = " -----END PRIVATE KEY-----" if match[1] else ""
    return f"-----BEGIN PRIVATE KEY----- …{end}"


def _mask_headless_key(text: str) -> str:
    """Cut the lines before an END of a private key whose BEGIN was cut off."""
    end = _KEY_END.search(text)
    if end is None or "-----BEGIN PRIVATE KEY----- …" in text[: end.start()]:
        return text
    lines = text[: end.start()].split("\n")
    while lines and _KEY_LINE.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join([*lines, "…" + text[end.start() :]])
