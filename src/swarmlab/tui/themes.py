"""The three themes of the screens, made of the program's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

from swarmlab.colours import CONTRAST, PALETTES

if TYPE_CHECKING:
    from swarmlab.colours import Palette

OWN_VARIABLES = ("term", "muted", "faint", "rule", *(f"node-{n}" for n in range(1, 7)))
"""Variables of our own, beyond Textual's; each needs a default for the built-in themes."""


def _theme(palette: Palette) -> Theme:
    colours = palette.colours
    own = {name: colours[name] for name in OWN_VARIABLES}
    return Theme(
        name=f"swarmlab-{palette.name}",
        primary=colours["accent"],
        secondary=colours["accent"],
        accent=colours["accent"],
        success=colours["success"],
        error=colours["error"],
        warning=colours["warning"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        dark=palette.dark,
        text_alpha=1.0,
        variables=own | _scrollbars(colours["panel"], colours["faint"]),
    )


def _scrollbars(panel: str, faint: str) -> dict[str, str]:
    return {
        "scrollbar": faint,
        "scrollbar-hover": faint,
        "scrollbar-active": faint,
        "scrollbar-background": panel,
        "scrollbar-background-hover": panel,
        "scrollbar-background-active": panel,
        "scrollbar-corner-color": panel,
    }


THEMES = tuple(_theme(palette) for palette in PALETTES)
"""In the order in which the theme key goes through them."""

DEFAULTS = {name: str(THEMES[0].variables[name]) for name in OWN_VARIABLES} | {
    "unlit": CONTRAST.colours["background"]
}
"""What our variables mean in a theme that does not know them; a screen gone dark is so in all."""


def next_theme(name: str) -> str:
    """The theme after this one; the first of ours after any other."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
