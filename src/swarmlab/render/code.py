"""Code with its tokens told apart quietly: weight and tone, since colours mean nodes and states."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from swarmlab.render.markup import element, joined, text

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from swarmlab.render.markup import Html

_ROLES: Final = {
    "Comment": "c",
    "Keyword": "k",
    "Name.Builtin": "b",
    "Name.Tag": "k",
    "Name.Variable": "v",
    "Literal.String": "s",
    "Literal.String.Interpol": "v",
}
"""Pygments' token to a class of ours; its parents are looked for too."""
_PLAIN: Final = frozenset({"", "text", "power", "read"})


@lru_cache(maxsize=4096)
def highlight(code: str, language: str) -> Html:
    """The code with classes, unchanged in every letter; plain where the language is unknown."""
    lexer = _lexer(language)
    if lexer is None:
        return text(code)
    tokens = list(lexer.get_tokens(code))
    if "".join(value for _, value in tokens) != code:
        return text(code)
    return joined(_token(_role(str(kind)), value) for kind, value in tokens)


def _token(role: str, value: str) -> Html:
    return element("span", text(value), class_=role) if role else text(value)


@lru_cache(maxsize=512)
def _role(token: str) -> str:
    name = token.removeprefix("Token.")
    while name:
        if name in _ROLES:
            return _ROLES[name]
        name = name.rpartition(".")[0]
    return ""


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - slow, and not always needed
    from pygments.util import ClassNotFound  # noqa: PLC0415

    if language in _PLAIN:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
