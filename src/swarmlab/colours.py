"""The colours of everything swarmlab draws; the only place of the program that names one.

The values and their roles are those of the design's table, measured for contrast (text,
labels, states and nodes at least 4.5 to 1 on every tone) and for simulated protan, deutan
and tritan sight. ``tui.themes`` makes themes of the screens from them, ``render.style`` the
variables of the slides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ROLES: Final = (
    "background", "surface", "panel", "term", "foreground", "muted", "faint",
    "accent", "success", "error", "warning", "rule",
    *(f"node-{number}" for number in range(1, 7)),
)  # fmt: skip
"""What a colour is for. The first four are tones that other colours stand on."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour for each role."""

    name: str
    dark: bool
    colours: dict[str, str]
    """By role, as ``#rrggbb``."""


def _palette(name: str, *, dark: bool, colours: str) -> Palette:
    values = (f"#{value}" for value in colours.split())
    return Palette(name, dark, dict(zip(ROLES, values, strict=True)))


DARK: Final = _palette(
    "dark",
    dark=True,
    colours="14171c 1b1f26 262b34 0c0e11 d6dbe3 98a1b0 6b7484 "
    "4fc8b4 9fd8a4 f07662 f0a35a 1b1f26 "
    "6c98ee e1ce86 da86b7 a1efec da7a44 cab7f7",
)
LIGHT: Final = _palette(
    "light",
    dark=False,
    colours="fbfaf7 f1efe9 e3e0d7 ffffff 23272e 565e6b 7a808a "
    "00665c 196640 a3170f 8a4a00 f1efe9 "
    "0e48c2 7d5707 b71177 0e3d42 41260f 38176f",
)
CONTRAST: Final = _palette(
    "contrast",
    dark=True,
    colours="000000 000000 262626 000000 ffffff e0e0e0 b0b0b0 "
    "00ffe0 b8ffcf ff8a75 ffc04a b0b0b0 "
    "5c97ff ffe7ad ff85cc ccffff ff7733 d9ccff",
)
PALETTES: Final = (DARK, LIGHT, CONTRAST)
