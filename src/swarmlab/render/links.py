"""Where a link of a deck may lead: to the web, to mail, and to a slide of the same deck."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_SAFE: Final = frozenset({"http", "https", "mailto"})
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")


def external(href: str) -> str | None:
    """The address when it leads to the web or to mail, else None.

    Browsers ignore blanks and controls inside a scheme, so an address with any is none.
    """
    if _CONTROL.search(href):
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SAFE:
        return None
    return href if parts.scheme.lower() == "mailto" or parts.netloc else None


def inner(href: str) -> tuple[str, str] | None:
    """Chapter and anchor that an address inside the deck names; None when it names none.

    ``#anchor`` has an empty chapter, ``tokens.md`` an empty anchor.
    """
    path, mark, fragment = href.partition("#")
    if not path and mark:
        return "", unquote(fragment)
    name = path.removeprefix("./")
    if name.endswith(".md") and "/" not in name:
        return unquote(name).removesuffix(".md"), unquote(fragment)
    return None
