"""Text made safe for HTML: the one place that escapes, and the type that proves it was done.

``Html`` is a string to everything but mypy, which lets no other string stand where markup is
expected. It is made by the functions here only.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final, NewType

from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

Html = NewType("Html", str)

EMPTY: Final = Html("")
_VOID: Final = frozenset({"img", "br", "hr", "input", "meta", "col"})


def text(raw: str) -> Html:
    """Untrusted text for an element or a quoted attribute, without invisible characters."""
    return Html(html.escape(raw if raw.isprintable() else clean(raw)))


def element(name: str, /, *children: Html, **attributes: str | bool | None) -> Html:
    """An element; its name and the names of its attributes are the program's own.

    Args:
        name: of the element.
        children: what stands in it.
        attributes: their raw values, escaped here; ``None`` and ``False`` leave one out, ``True``
            writes it bare. ``class_`` is ``class``, and ``data_node`` is ``data-node``.
    """
    opened = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        word = key.rstrip("_").replace("_", "-")
        opened.append(word if value is True else f'{word}="{text(value)}"')
    start = f"<{' '.join(opened)}>"
    return Html(start if name in _VOID else f"{start}{''.join(children)}</{name}>")


def joined(pieces: Iterable[Html], between: str = "") -> Html:
    """Pieces one after the other; ``between`` is blank."""
    return Html(between.join(pieces))


def own(markup: str) -> Html:
    """Markup that the program itself brings: its assets, and what Pygments' tokens became."""
    return Html(markup)
