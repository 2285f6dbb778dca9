"""Quoting for the three readers a text passes: tmux, bash, and bash's own ``${text@Q}`` back."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = re.compile(rb"\$'((?:[^'\\]|\\.)*)'|'([^']*)'|\\(.)|([^'\\$]+)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {
    b"a": b"\a",
    b"b": b"\b",
    b"e": b"\x1b",
    b"E": b"\x1b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
}


def tmux_string(text: str) -> str:
    """A double-quoted word of tmux's command language that stands for exactly this text.

    Everything but letters, digits and blanks is written as octal bytes, so that neither
    variables nor tildes nor line ends mean anything on the way.
    """
    return '"' + re.sub(rb"[^A-Za-z0-9 ]", _octal, text.encode()).decode() + '"'


def _octal(match: re.Match[bytes]) -> bytes:
    return b"\\%03o" % match.group()[0]


def bash_unquote(quoted: bytes) -> bytes:
    """What bash's ``${text@Q}`` stands for."""
    return b"".join(_piece(match) for match in _QUOTED.finditer(quoted))


def _piece(match: re.Match[bytes]) -> bytes:
    ansi, plain, escaped, bare = match.groups()
    if ansi is not None:
        return _ESCAPE.sub(_unescape, ansi)
    return next(part for part in (plain, escaped, bare) if part is not None)


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match.group(1)
    if code.isdigit():
        return bytes([int(code, 8) & 0xFF])
    return _LETTERS.get(code, code)


def captures_script(captures: Mapping[str, str]) -> str:
    """Assignments for bash: each capture becomes a variable of the shells, never exported.

    Write it to ``/run/swarmlab/captures.sh`` (0600) on every node; shells read it at each
    prompt, and at once on ``Shell.reload_captures``.

    Raises:
        ValueError: a name that is no variable's name, or a value with a zero byte.
    """
    lines = []
    for name, value in captures.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be a variable's name")
        if "\0" in value:
            raise ValueError(f"the value of {name} holds a zero byte")
        lines.append(f"{name}={shlex.quote(value)}\n")
    return "".join(lines)


def captures_in(script: str) -> dict[str, str]:
    """What such assignments give their variables; nothing where the text is none."""
    try:
        words = shlex.split(script)
    except ValueError:
        return {}
    parts = (word.partition("=") for word in words)
    return {name: value for name, sign, value in parts if sign and _NAME.fullmatch(name)}
