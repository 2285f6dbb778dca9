"""Blocks of a slide as plain lines, for commands that show a piece of one."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from swarmlab.deck.model import (
    Callout,
    Code,
    Details,
    FileUnit,
    Heading,
    ListBlock,
    Paragraph,
    Pause,
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
    from collections.abc import Iterable, Iterator

    from swarmlab.deck.model import Block, Spans

WIDTH = 76


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Each block's lines, a blank line between two blocks."""
    first = True
    for block in blocks:
        shown = list(_block(block))
        if not shown:
            continue
        if not first:
            yield ""
        first = False
        yield from shown


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield plain(block.spans)
        case Paragraph():
            yield from _wrapped(block.spans)
        case Code():
            yield from _indented(block.text)
        case ShellUnit() | FileUnit() | PowerUnit() | ReadUnit():
            yield from _unit(block)
        case ListBlock():
            yield from _list(block)
        case Table():
            yield from (" | ".join(plain(cell) for cell in row) for row in _rows(block))
        case TaskList():
            yield from (f"[ ] {plain(task.spans)}" for task in block.tasks)
        case Quote() | Callout() | Details():
            yield from (f"  {line}".rstrip() for line in lines(block.blocks))
        case Quiz():
            yield from lines(block.question)
            yield from (f"  - {plain(answer)}" for _, answer in block.answers)
        case Pause():
            return


def _wrapped(spans: Spans) -> list[str]:
    return [
        line
        for paragraph in plain(spans).splitlines()
        for line in textwrap.wrap(paragraph, WIDTH, break_long_words=False)
    ]


def _indented(text: str) -> Iterator[str]:
    yield from (f"    {line}".rstrip() for line in text.rstrip("\n").splitlines())


def _unit(unit: ShellUnit | FileUnit | PowerUnit | ReadUnit) -> Iterator[str]:
    match unit:
        case ShellUnit():
            yield f"on {unit.node}:"
            yield from _indented(unit.text)
        case FileUnit():
            yield f"on {unit.node}, the file {unit.path}:"
            yield from _indented(unit.text)
        case PowerUnit():
            yield from (f"swarmlab node {verb} {unit.node}" for verb in unit.verbs)
        case ReadUnit():
            yield f"on {unit.node}, the {unit.what} is written to {unit.path}"


def _list(block: ListBlock) -> Iterator[str]:
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}. " if block.ordered else "- "
        for index, line in enumerate(lines(item)):
            yield (mark if index == 0 else " " * len(mark)) + line


def _rows(table: Table) -> Iterator[tuple[Spans, ...]]:
    yield table.header
    yield from table.rows
