"""The document's style: the program's colours as variables, and the style sheets."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from swarmlab.colours import CONTRAST, DARK, LIGHT

if TYPE_CHECKING:
    from swarmlab.colours import Palette

SHEETS: Final = ("page.css", "blocks.css", "show.css", "print.css")


@cache
def style(*more: str) -> str:
    """All of it as one sheet, the named ones of the assets last."""
    return "\n".join((_colours(), *(asset(name) for name in (*SHEETS, *more))))


@cache
def asset(name: str) -> str:
    """A file of ``render/assets``."""
    return (resources.files("swarmlab.render") / "assets" / name).read_text(encoding="utf-8")


def _colours() -> str:
    """Light on paper and by default; what the reader prefers; what the theme key chose."""
    return "\n".join(
        (
            f":root {{ {_variables(LIGHT)} }}",
            "@media screen {",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK)} }} }}",
            f"@media (prefers-contrast: more) {{ :root {{ {_variables(CONTRAST)} }} }}",
            *(
                f':root[data-theme="{palette.name}"] {{ {_variables(palette)} }}'
                for palette in (LIGHT, DARK, CONTRAST)
            ),
            "}",
        )
    )


def _variables(palette: Palette) -> str:
    scheme = "dark" if palette.dark else "light"
    return f"color-scheme: {scheme}; " + " ".join(
        f"--{role}: {colour};" for role, colour in palette.colours.items()
    )
