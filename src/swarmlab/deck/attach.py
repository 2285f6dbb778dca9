"""An expectation belongs to the unit right before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from swarmlab.deck.model import Code, Expectation, FileUnit, PowerUnit, ReadUnit, ShellUnit

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from swarmlab.deck.lists import RawList
    from swarmlab.deck.model import Block
    from swarmlab.deck.reading import Reading


def attach(
    blocks: MutableSequence[Any], block: Block | RawList | Expectation | None, reading: Reading
) -> None:
    """Append a block to a list of such; an expectation goes into the unit that ends it."""
    if not isinstance(block, Expectation):
        if block is not None:
            blocks.append(block)
        return
    unit = blocks[-1] if blocks else None
    if isinstance(unit, ShellUnit | ReadUnit) and unit.expectation is None:
        blocks[-1] = replace(unit, expectation=block)
    elif not (isinstance(unit, Code) and unit.position in reading.spoilt):
        reading.faults.add("expectation-without-unit", _why(unit), block.position,
                           "put it right after the unit whose output it describes")  # fmt: skip


def _why(before: object) -> str:
    match before:
        case ShellUnit() | ReadUnit():
            return "this unit already has an expectation"
        case FileUnit() | PowerUnit():
            return "the unit before this expectation prints nothing"
        case _:
            return "no unit stands right before this expectation"
