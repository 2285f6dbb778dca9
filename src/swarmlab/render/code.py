"""Code as HTML, its tokens told apart by weight and tone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from swarmlab.render.markup import element, joined, text
from swarmlab.tokens import tokens

if TYPE_CHECKING:
    from swarmlab.render.markup import Html
    from swarmlab.tokens import Role

_CLASSES: Final[dict[Role, str]] = {"comment": "c", "keyword": "k"}


@lru_cache(maxsize=4096)
def highlight(code: str, language: str) -> Html:
    """The code with classes, unchanged in every letter; plain where the language is unknown."""
    return joined(
        element("span", text(piece), class_=_CLASSES[role]) if role else text(piece)
        for role, piece in tokens(code, language)
    )
