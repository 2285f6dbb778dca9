"""Keys with alt, as a terminal without kitty's protocol sends them: escape, then the key.

Textual 8.2 reads some of them as other keys (``ESC b`` as ctrl+left, ``ESC 1`` as a sign of a
Mac's keyboard) and leaves the alt out of others (``ESC .``, ``ESC Enter``). A shell needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import _character_to_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEGIN_SEQUENCES = frozenset("[O")
"""What follows an escape here is no key: longer sequences begin so."""
_read = XTermParser._sequence_to_key_events  # noqa: SLF001 - there is no other place to ask


def let_alt_through() -> None:
    """From now on every parser of the terminal's input reads alt with any key as that."""
    XTermParser._sequence_to_key_events = _with_alt  # type: ignore[assignment,method-assign]  # noqa: SLF001


def _with_alt(parser: XTermParser, sequence: str, alt: bool = False) -> Iterable[Key]:
    if sequence == "\x1b\x07":
        return [Key("escape", "\x1b"), Key("ctrl+g", "\x07")]  # the way out of a shell
    if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] not in _BEGIN_SEQUENCES:
        return [_alt_key(sequence[1])]
    return _read(parser, sequence, alt)


def _alt_key(character: str) -> Key:
    named = ANSI_SEQUENCES_KEYS.get(character)
    if isinstance(named, tuple):
        return Key(f"alt+{named[0].value}", None)
    name = character if character.isalnum() else _character_to_key(character)
    return Key(f"alt+shift+{name.lower()}" if name.isupper() else f"alt+{name}", character)
