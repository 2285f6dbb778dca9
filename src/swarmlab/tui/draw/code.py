"""Code with its tokens told apart quietly: weight and tone, since colours mean other things."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from pygments.lexer import Lexer

ROLES = {
    "Comment": "$muted italic",
    "Keyword": "bold",
    "Name.Tag": "bold",
}
"""Pygments token to style. Nodes and states own the colours of the screen."""


@lru_cache(maxsize=256)
def highlight(text: str, language: str) -> Content:
    """The text with styles, unchanged in every character; plain where the language is unknown."""
    lexer = _lexer(language)
    if lexer is None:
        return Content(text)
    parts = [(value, _role(str(kind))) for kind, value in lexer.get_tokens(text)]
    found = Content.assemble(*parts)
    return found if found.plain == text else Content(text)


def _role(token: str) -> str:
    name = token.removeprefix("Token.")
    while name:
        if name in ROLES:
            return ROLES[name]
        name = name.rpartition(".")[0]
    return ""


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - first paint needs no lexer
    from pygments.util import ClassNotFound  # noqa: PLC0415

    if language in {"", "text", "power", "read"}:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
