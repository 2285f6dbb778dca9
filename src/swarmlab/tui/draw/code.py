"""Code with its tokens told apart quietly: weight and tone, since colours mean other things."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tokens import tokens

if TYPE_CHECKING:
    from swarmlab.tokens import Role

STYLES: dict[Role, str] = {"comment": "$muted italic", "keyword": "bold", "": ""}
"""Nodes and states own the colours of the screen."""


@lru_cache(maxsize=256)
def highlight(text: str, language: str) -> Content:
    """The text with styles, unchanged in every character; plain where the language is unknown."""
    parts = [(piece, STYLES[role]) for role, piece in tokens(text, language)]
    return Content.assemble(*parts)
