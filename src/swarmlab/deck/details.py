"""``<details>``: hints, solutions, whys and sabotages, from their first tag to their last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.model import Details, units_of

if TYPE_CHECKING:
    from swarmlab.deck.directive import Directive
    from swarmlab.deck.model import Block, DetailsKind, Position, Spans
    from swarmlab.deck.reading import Reading

_TAG = re.compile(r"<details(?P<attributes>[^<>]*)>")
_CLASS = re.compile(r"\s+class\s*=\s*[\"'](?P<kind>[^\"']*)[\"']\s*")


@dataclass(slots=True)
class OpenDetails:
    """Details whose end has not been read yet."""

    kind: str | None
    """None when the tag was faulty, which is reported by then."""
    position: Position
    summary: Spans | None = None
    blocks: list[Block] = field(default_factory=list)
    sabotage: Directive | None = None
    spoilt: bool = False
    """A directive in them was faulty, which is reported by then."""

    def close(self, reading: Reading) -> Details | None:
        """The details as a block; None when the tag was faulty."""
        faults = reading.faults
        if self.kind is None:
            return None
        if self.summary is None:
            faults.add("details-without-summary", "these details have no summary", self.position,
                       "write `<summary>…</summary>` on the next line")  # fmt: skip
        blocks = tuple(self.blocks)
        if self.kind == "sabotage" and self.summary is not None:
            self._judge_sabotage(blocks, reading)
        said = self.sabotage
        return Details(
            cast("DetailsKind", self.kind),
            self.summary or (),
            blocks,
            self.position,
            said.id if said else None,
            said.text if said else "",
        )

    def _judge_sabotage(self, blocks: tuple[Block, ...], reading: Reading) -> None:
        faults, position = reading.faults, self.position
        if self.sabotage is None and not self.spoilt:
            faults.add("sabotage-without-task", "this sabotage does not say which task is red",
                       position, "write `<!-- sabotage #id: words of the reason -->`")  # fmt: skip
        elif not any(units_of(blocks)) and not any(b.position in reading.spoilt for b in blocks):
            faults.add("sabotage-without-unit", "this sabotage does nothing", position,
                       "write the units that do it wrong")  # fmt: skip


def open_details(tag: str, position: Position, reading: Reading) -> OpenDetails:
    """The details a tag opens."""
    form = _TAG.fullmatch(tag)
    named = _CLASS.fullmatch(form["attributes"]) if form else None
    known = ", ".join(words.DETAILS)
    if named is None:
        reading.faults.add("details-without-class", "details say with `class` what they are",
                           position, f"there are {known}")  # fmt: skip
    elif named["kind"] not in words.DETAILS:
        near = did_you_mean(named["kind"], words.DETAILS) or f"there are {known}"
        message = f"`{named['kind'][:40]}` is no kind of details"
        reading.faults.add("unknown-details", message, position, near)
    else:
        return OpenDetails(named["kind"], position)
    return OpenDetails(None, position)
