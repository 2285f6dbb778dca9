"""Names of slides in links: each once in a deck, found in constant time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swarmlab.deck import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAFE: Final = re.compile(r"[\w.:-]{1,100}")
_LONGEST: Final = 100


class Anchors:
    """Gives every slide an anchor of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self._kept: set[str] = set()

    def keep(self, names: Iterable[str]) -> None:
        """Keep names for the slides that have them: headings get others."""
        self._kept.update(filter(_SAFE.fullmatch, names))

    def of_title(self, title: str) -> str:
        """That of a heading, by the git hosts' rule."""
        return self._own(slug.slug(title)[:_LONGEST] or "slide")

    def of_name(self, name: str) -> str:
        """That of a slide with a name of its own."""
        self._kept.discard(name)
        return self._own(name if _SAFE.fullmatch(name) else slug.slug(name)[:_LONGEST] or "slide")

    def of_chapter(self, title: str) -> str:
        """That of a chapter's title slide, as container.training's links have it."""
        kept = (c for c in title.lower().replace(" ", "-") if c == "-" or "a" <= c <= "z")
        return self._own("toc-" + "".join(kept)[:_LONGEST])

    def _own(self, wanted: str) -> str:
        anchor, number = wanted, self._last.get(wanted, 0)
        while anchor in self._taken or anchor in self._kept:
            number += 1
            anchor = f"{wanted}-{number}"
        self._last[wanted] = number
        self._taken.add(anchor)
        return anchor
