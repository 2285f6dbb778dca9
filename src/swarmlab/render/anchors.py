"""The ids of a document: one for each slide and heading of a deck, unique across its chapters.

A slug never holds a dot, so the document's own parts have ids such as ``ui.outline``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.deck.slug import slug

if TYPE_CHECKING:
    from swarmlab.deck.deck import Deck


class Names:
    """Gives out names that are unique, as git hosts do: a second one gets ``-1``."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The name, or the first free one of those with a number, in constant time."""
        name, number = self._free(wanted)
        self._next[wanted] = number + 1
        self._taken.add(name)
        return name

    def next(self, wanted: str) -> str:
        """The name that would be given out."""
        return self._free(wanted)[0]

    def _free(self, wanted: str) -> tuple[str, int]:
        number = self._next.get(wanted, 0)
        name = wanted if not number else f"{wanted}-{number}"
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        return name, number


class Anchors:
    """The ids of a deck's slides, and what its inner links lead to."""

    def __init__(self, deck: Deck) -> None:
        self._names = Names()
        self._ids: list[tuple[str, ...]] = []
        self._targets: dict[tuple[str, str], str] = {}
        self._here: list[dict[str, str]] = []
        self.headings: list[tuple[str, str]] = []
        """The headings inside slides, in order: words and id."""
        for chapter in deck.chapters:
            ids, here = [], dict[str, str]()
            for slide in chapter.slides:
                # A dot never stands in a slug, so what continues a slide takes no heading's id.
                wanted = slug(slide.anchor) or "slide"
                given = self._names.take(f"{wanted}.2" if slide.continues else wanted)
                ids.append(given)
                here.setdefault(slide.anchor, given)
            self._ids.append(tuple(ids))
            self._here.append(here)
            for anchor, given in here.items():
                self._targets.setdefault((chapter.name, anchor), given)
            if ids:
                self._targets.setdefault((chapter.name, ""), ids[0])

    def of(self, chapter: int) -> tuple[str, ...]:
        """The ids of a chapter's slides, in order."""
        return self._ids[chapter]

    def heading(self, words: str) -> str:
        """An id for a heading inside a slide."""
        name = self._names.take(slug(words) or "heading")
        self.headings.append((words, name))
        return name

    def next_heading(self, words: str) -> str:
        """The id that a heading would get now."""
        return self._names.next(slug(words) or "heading")

    @property
    def targets(self) -> dict[tuple[str, str], str]:
        """What links of this deck may lead to: chapter and anchor, and the id."""
        return self._targets

    def target(self, chapter: int, name: str, anchor: str) -> str | None:
        """The id that a link in a chapter leads to; an empty name is this chapter."""
        if not name:
            return self._here[chapter].get(anchor)
        return self._targets.get((name, anchor)) or self._targets.get((name, ""))
