"""Keys by the names that tmux's ``send-keys`` gives them, as the bytes a terminal sends."""

from __future__ import annotations

import re

_NAMED = {
    "enter": b"\r", "return": b"\r", "escape": b"\x1b", "esc": b"\x1b", "tab": b"\t",
    "space": b" ", "bspace": b"\x7f", "backspace": b"\x7f", "btab": b"\x1b[Z",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[1~", "end": b"\x1b[4~", "ic": b"\x1b[2~", "insert": b"\x1b[2~",
    "dc": b"\x1b[3~", "delete": b"\x1b[3~", "ppage": b"\x1b[5~", "pageup": b"\x1b[5~",
    "pgup": b"\x1b[5~", "npage": b"\x1b[6~", "pagedown": b"\x1b[6~", "pgdn": b"\x1b[6~",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~",
    "f6": b"\x1b[17~", "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~",
    "f10": b"\x1b[21~", "f11": b"\x1b[23~", "f12": b"\x1b[24~",
}  # fmt: skip
NAMES = ("^C", "^D", "^J", *sorted(name.capitalize() for name in _NAMED))
"""What may be suggested for a name that is none."""

INTERRUPT, END_OF_INPUT = b"\x03", b"\x04"

_CONTROL = re.compile(r"(?:\^|C-)([@-_a-z?])", re.IGNORECASE)
_META = re.compile(r"M-(.+)", re.IGNORECASE | re.DOTALL)


def key(name: str) -> bytes | None:
    """What one key sends: ``^C``, ``C-c``, ``M-x``, ``Enter``, or a character; None for no key."""
    if len(name) == 1:
        return name.encode()
    if found := _CONTROL.fullmatch(name):
        letter = found[1].upper()
        return b"\x7f" if letter == "?" else bytes([ord(letter) & 0x1F])
    if found := _META.fullmatch(name):
        rest = key(found[1])
        return None if rest is None else b"\x1b" + rest
    return _NAMED.get(name.lower())


def keys(text: str) -> bytes:
    """What ``send-keys`` sends for a word: a key where it names one, else its characters."""
    named = key(text.rstrip(" ") or text)
    return text.replace("\n", "\r").encode() if named is None else named
