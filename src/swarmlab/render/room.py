"""How much room a slide takes on a page, estimated: where to begin looking for its size.

The layout decides; an estimate that is off only costs a second try.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import (
    Callout,
    Code,
    Details,
    Exercise,
    FileUnit,
    Group,
    Heading,
    ListBlock,
    Paragraph,
    PowerUnit,
    Quiz,
    Quote,
    ReadUnit,
    ShellUnit,
    Table,
    TaskList,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.model import Block, Spans

_PROSE: Final = 0.47
"""Width of a letter, in em."""
_MONO: Final = 0.53
_LINE: Final = 1.42
_CODE_LINE: Final = 1.28
_GAP: Final = 0.85
_HEAD: Final = 1.7
_PADDING: Final = 1.2
_ITEM: Final = 0.3
_ROW: Final = 2.2
_BOX: Final = 2.6
"""What a box takes beside its lines: padding and label."""


def height(blocks: Iterable[Block], width: float) -> float:
    """The height of blocks, in em, in a column of a width in em."""
    return sum(_block(block, width) + _GAP for block in blocks)


def _block(block: Block, width: float) -> float:
    match block:
        case Heading() | Paragraph():
            return _prose(len(plain(block.spans)), width)
        case ShellUnit() | FileUnit() | Code():
            return _code(block, width)
        case PowerUnit() | ReadUnit():
            return _HEAD + _PADDING + _CODE_LINE * len(getattr(block, "verbs", ()))
        case ListBlock():
            return sum(height(item, width - 1.5) - _GAP + _ITEM for item in block.items)
        case Table():
            return _ROW * (len(block.rows) + 1)
        case Quiz() | TaskList() | Quote() | Callout() | Group() | Details() | Exercise():
            return _box(block, width)
        case _:
            return 0.0


def _box(
    block: Quiz | TaskList | Quote | Callout | Group | Details | Exercise, width: float
) -> float:
    match block:
        case Quiz():
            answers = sum(_item(spans, width) for _, spans in block.answers)
            return _BOX + height(block.question, width - 2) + answers
        case TaskList():
            return _BOX + sum(_item(task.spans, width) for task in block.tasks)
        case _:
            return _BOX / 2 + height(block.blocks, width - 2)


def _item(spans: Spans, width: float) -> float:
    return _prose(len(plain(spans)), width - 3) + _ITEM


def _prose(letters: int, width: float) -> float:
    return _LINE * max(ceil(letters * _PROSE / max(width, 1)), 1)


def _code(block: ShellUnit | FileUnit | Code, width: float) -> float:
    lines = block.text.rstrip("\n").split("\n")
    if isinstance(block, ShellUnit) and block.expectation is not None:
        lines += block.expectation.lines
    rows = sum(max(ceil(len(line) * _MONO / max(width - 2, 1)), 1) for line in lines)
    return _CODE_LINE * rows + _PADDING + (0 if isinstance(block, Code) else _HEAD)
