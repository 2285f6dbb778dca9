"""Code as pieces of a role, for the screens and the slides: comments, and words of the language.

No more is told apart, since colours mean nodes and states.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Role = Literal["comment", "keyword", ""]

_ROLES: Final[dict[str, Role]] = {
    "Comment": "comment",
    "Keyword": "keyword",
    "Name.Tag": "keyword",
}
_PLAIN: Final = frozenset({"", "text", "power", "read"})


def tokens(code: str, language: str) -> tuple[tuple[Role, str], ...]:
    """The code in pieces, which together are the code; one where the language is unknown."""
    lexer = _lexer(language)
    if lexer is None:
        return (("", code),)
    # A comment of the last line is one to Pygments only where the line ends.
    found = [(_role(str(kind)), value) for kind, value in lexer.get_tokens(f"{code}\n")]
    if "".join(value for _, value in found) != f"{code}\n":
        return (("", code),)
    role, last = found.pop()
    return (*found, (role, last[:-1])) if last != "\n" else tuple(found)


@lru_cache(maxsize=512)
def _role(token: str) -> Role:
    name = token.removeprefix("Token.")
    while name:
        if name in _ROLES:
            return _ROLES[name]
        name = name.rpartition(".")[0]
    return ""


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - first paint needs no lexer
    from pygments.util import ClassNotFound  # noqa: PLC0415

    if language in _PLAIN:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
