"""Keys as the bytes a terminal sends, after xterm's control sequences.

https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "PC-Style Function Keys". Home and End
are as the terminal of a node calls them: ``khome`` and ``kend`` of terminfo's tmux and screen.
"""

from __future__ import annotations

from textual.keys import key_to_character

_CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
"""Final byte; ``ESC O`` in application cursor mode, else ``ESC [``."""
_EDGES = {"home": b"\x1b[1~", "end": b"\x1b[4~"}
"""Without modifiers; with them they are cursor keys."""
_LETTERED = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_NUMBERED = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6,
    "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
    "f13": 25, "f14": 26, "f15": 28, "f16": 29, "f17": 31, "f18": 32, "f19": 33, "f20": 34,
}  # fmt: skip
_NAMED = {
    "enter": b"\r", "tab": b"\t", "escape": b"\x1b", "backspace": b"\x7f", "space": b" ",
    "shift+tab": b"\x1b[Z", "ctrl+space": b"\x00", "ctrl+at": b"\x00", "ctrl+@": b"\x00",
    "ctrl+backspace": b"\x08", "ctrl+h": b"\x08", "shift+enter": b"\r", "ctrl+enter": b"\r",
}  # fmt: skip
_CONTROL = {
    "left_square_bracket": 0x1B, "backslash": 0x1C, "right_square_bracket": 0x1D,
    "circumflex_accent": 0x1E, "underscore": 0x1F, "slash": 0x1F, "minus": 0x1F,
    "question_mark": 0x7F,
    "2": 0x00, "3": 0x1B, "4": 0x1C, "5": 0x1D, "6": 0x1E, "7": 0x1F, "8": 0x7F,
}  # fmt: skip
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4, "meta": 8, "super": 8}


def key_bytes(key: str, character: str | None = None, *, application: bool = False) -> bytes:
    """What a terminal sends for a key as Textual names it; empty for a key that has no bytes.

    Args:
        key: Textual's name, ``ctrl+shift+left``.
        character: the printable character the key stands for, if any.
        application: the program in the terminal asked for application cursor keys.
    """
    if key == "backspace" and character == "\x08":
        return b"\x08"  # ctrl+h of a terminal whose backspace is another byte
    if key in _NAMED:
        return _NAMED[key]
    *names, base = key.split("+")
    modifiers = sum(_MODIFIERS.get(name, 0) for name in set(names))
    special = _special(base, modifiers, application=application)
    if special is not None:
        return special
    if modifiers & 4:
        return _alt(_control(base), modifiers)
    if character is not None and character.isprintable():
        return _alt(character.encode(), modifiers)
    return _alt(_NAMED.get(base) or _letter(base, modifiers), modifiers) if modifiers else b""


def _special(base: str, modifiers: int, *, application: bool) -> bytes | None:
    if base in _EDGES and not modifiers:
        return _EDGES[base]
    if base in _CURSOR:
        final = _CURSOR[base]
        if modifiers:
            return f"\x1b[1;{modifiers + 1}{final}".encode()
        return f"\x1bO{final}".encode() if application else f"\x1b[{final}".encode()
    if base in _LETTERED:
        final = _LETTERED[base]
        return f"\x1b[1;{modifiers + 1}{final}".encode() if modifiers else f"\x1bO{final}".encode()
    if base in _NUMBERED:
        suffix = f";{modifiers + 1}~" if modifiers else "~"
        return f"\x1b[{_NUMBERED[base]}{suffix}".encode()
    return None


def _letter(base: str, modifiers: int) -> bytes:
    """The key's own character: with modifiers, kitty's protocol tells the key alone."""
    character = key_to_character(base) or ""
    return (character.upper() if modifiers & 1 else character).encode()


def _control(base: str) -> bytes:
    if len(base) == 1 and base.isascii() and base.isalpha():
        return bytes([ord(base.upper()) & 0x1F])
    if base in _CONTROL:
        return bytes([_CONTROL[base]])
    return _NAMED.get(base, b"")


def _alt(data: bytes, modifiers: int) -> bytes:
    return b"\x1b" + data if data and modifiers & 2 else data
