"""A hint as plain text, to be sent to a learner's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.deck.model import (
    Code,
    FileUnit,
    Heading,
    ListBlock,
    Paragraph,
    PowerUnit,
    ShellUnit,
    plain,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swarmlab.deck.model import Block, Details


def words_of(hint: Details) -> str:
    """What a hint says, a line each for its summary, paragraphs and commands."""
    return "\n".join((plain(hint.summary), *_lines(hint.blocks)))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield plain(block.spans)
            case Code():
                yield block.text.rstrip("\n")
            case ShellUnit() | FileUnit():
                yield f"{block.node}: {block.text.strip()}"
            case PowerUnit():
                yield f"{block.node}: {', '.join(block.verbs)}"
            case ListBlock():
                yield from (f"- {line}" for item in block.items for line in _lines(item))
            case _:
                yield from _lines(within(block))
