"""What was rendered before, for those who render a deck again after each edit.

Slides are known by identity: whoever reads a deck again and keeps the slides that did not
change (``deck.reread``) has only the others rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.render.slide import slide_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Slide
    from swarmlab.render.anchors import Anchors
    from swarmlab.render.markup import Html
    from swarmlab.render.profile import Profile
    from swarmlab.render.setting import Setting
    from swarmlab.render.slide import Place


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A slide's HTML, and what it was made of."""

    slide: Slide
    """Held, or another slide could get its identity."""
    place: Place
    headings: tuple[tuple[str, str], ...]
    """The ids its headings took: words and id."""
    html: Html


class Memo:
    """The slides of one document, as last pruned and drawn.

    A slide that is no more in the document is forgotten when the document is drawn twice.
    """

    def __init__(self) -> None:
        self._facts: object = None
        self._pruned: dict[int, tuple[Slide, Slide]] = {}
        self._seen: dict[int, tuple[Slide, Slide]] = {}
        self._drawn: dict[int, _Drawn] = {}
        self._kept: dict[int, _Drawn] = {}
        self.count = 0
        """How many slides were drawn anew for the last document."""

    def prune(self, slide: Slide, prune: Callable[[Slide], Slide]) -> Slide:
        """The slide as its profile may see it."""
        known = self._pruned.get(id(slide))
        if known is None:
            known = slide, prune(slide)
        self._seen[id(slide)] = known
        return known[1]

    def begin(self, deck: Deck, profile: Profile, anchors: Anchors) -> None:
        """Begin a document; what any slide depends on beside itself decides what still holds.

        Pictures are read from files that may have changed: decks with any are drawn whole.
        """
        nodes = tuple(chapter.nodes for chapter in deck.chapters)
        parts = tuple(chapter.part for chapter in deck.chapters)
        facts = (profile, nodes, parts, anchors.targets)
        if facts != self._facts or deck.folder is not None:
            self._kept.clear()
        self._facts, self._drawn, self._kept = facts, self._kept, {}
        self._pruned, self._seen = self._seen, {}
        self.count = 0

    def draw(self, slide: Slide, place: Place, setting: Setting) -> Html:
        """The slide's HTML."""
        known = self._drawn.get(id(slide))
        if known is None or known.place != place or not _same_headings(known, setting.anchors):
            self.count += 1
            before = len(setting.anchors.headings)
            html = slide_html(slide, place, setting)
            known = _Drawn(slide, place, tuple(setting.anchors.headings[before:]), html)
        self._kept[id(slide)] = known
        return known.html


def _same_headings(known: _Drawn, anchors: Anchors) -> bool:
    """Take the ids that the slide's headings had; false, and none taken, where one is not free."""
    if not all(anchors.next_heading(words) == name for words, name in known.headings):
        return False
    for words, _ in known.headings:
        anchors.heading(words)
    return True
