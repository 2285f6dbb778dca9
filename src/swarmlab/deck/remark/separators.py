"""``---``, ``--`` and ``???``: lines to slides, their steps, and their notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.deck.remark.properties import read_properties

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.properties import Properties
    from swarmlab.deck.remark.sources import DeckFaults


@dataclass(slots=True)
class Step:
    """What one key press shows."""

    properties: Properties
    lines: list[Line]


@dataclass(slots=True)
class RawSlide:
    """What stands between two ``---``, before layouts and templates."""

    origin: int
    """Its first line with text."""
    nest: tuple[int, ...]
    """Its place in the manifest's lists."""
    steps: list[Step] = field(default_factory=list)
    """The first shows the slide, each other one adds to it."""
    notes: list[Line] = field(default_factory=list)

    @property
    def properties(self) -> Properties:
        """Those of the slide itself."""
        return self.steps[0].properties


def split(
    lines: Sequence[Line], nest: tuple[int, ...], own: Collection[str], faults: DeckFaults
) -> list[RawSlide]:
    """The slides of one file's lines.

    Args:
        lines: the lines, those of fences marked as code.
        nest: the file's place in the manifest's lists.
        own: names of properties that the deck made up.
        faults: where faults go.
    """
    slides: list[RawSlide] = []
    for part in _parts(lines, "---"):
        shown: list[list[Line]] = []
        notes: list[Line] = []
        for step in _parts(part, "--"):
            lead, *said = _parts(step, "???")
            shown.append(lead)
            for text in said:
                notes += text
        first = next((line for line in part if line.text.strip()), None)
        if first is None:
            continue
        steps = [Step(*read_properties(step, own, faults)) for step in shown]
        slides.append(RawSlide(first.origin, nest, steps, notes))
    return slides


def _parts(lines: Sequence[Line], separator: str) -> list[list[Line]]:
    """The lines between separators; always one part at least."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.text == separator and not line.code:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts
