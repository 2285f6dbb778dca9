"""Slides that are left out for their class; a step goes with what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.remark.layout import Composed
    from swarmlab.deck.remark.manifest import Manifest
    from swarmlab.deck.remark.separators import RawSlide
    from swarmlab.deck.remark.sources import DeckFaults


class Exclusion:
    """The classes that a manifest excludes, and which of them a slide had."""

    def __init__(self, manifest: Manifest) -> None:
        self.wanted = manifest.exclude
        self.classes = frozenset(name for name, _ in manifest.exclude)
        self.matched: set[str] = set()

    def cut(self, slides: Iterable[RawSlide]) -> None:
        """Take from each slide the steps that are excluded, and all after such a one.

        A slide whose own class is excluded stays for :meth:`keeps`: it may be a template.
        """
        for slide in slides:
            for index, step in enumerate(slide.steps[1:], 1):
                if self._hits(step.properties.classes):
                    del slide.steps[index:]
                    break

    def keeps(self, slide: Composed) -> bool:
        """Whether a slide is shown."""
        hidden = slide.raw.properties.get("exclude").lower() == "true"
        return not (self._hits(slide.classes) or hidden)

    def _hits(self, classes: Iterable[str]) -> bool:
        found = self.classes.intersection(classes)
        self.matched |= found
        return bool(found)

    def judge(self, faults: DeckFaults) -> None:
        """Report the classes that no slide had."""
        for name, place in self.wanted:
            if name not in self.matched:
                message = f"no slide has the class `{name[:60]}`, so excluding it does nothing"
                faults.add("unused-exclude", message, place, "remove it, or correct its name")
