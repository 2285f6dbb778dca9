"""Blocks of a slide as plain lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
from swarmlab.plain.line import WIDEST, wrapped
from swarmlab.tui.words import span_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swarmlab.deck.model import Block, Expectation, Position, Spans, Unit

_GAP = re.compile(r"\{\{\s*(\w+)(?::\w+)?\s*\}\}")


@dataclass(frozen=True, slots=True)
class Page:
    """What blocks are written on."""

    width: int = WIDEST
    """Columns of prose; commands and what they print keep their own lines."""
    units: Mapping[Position, str] = field(default_factory=dict)
    """What stands instead of a unit's head, for units that can be run from here."""

    def narrower(self, columns: int) -> Page:
        """The same within an indentation."""
        return Page(self.width - columns, self.units)


PAGE = Page()


def lines(blocks: Iterable[Block], page: Page = PAGE) -> Iterator[str]:
    """Each block's lines, a blank line between two blocks."""
    first = True
    for block in blocks:
        shown = list(_block(block, page))
        if not shown:
            continue
        if not first:
            yield ""
        first = False
        yield from shown


def _block(block: Block, page: Page) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield from _wrapped(block.spans, page)
        case Code():
            yield from _indented(block.text)
        case ShellUnit() | FileUnit() | PowerUnit() | ReadUnit():
            yield from _unit(block, page)
        case ListBlock():
            yield from _list(block, page)
        case Table():
            yield from _table(block, page)
        case TaskList():
            yield from (f"[ ] {plain(task.spans)}" for task in block.tasks)
        case Callout() | Quote() | Details() | Group() | Exercise():
            yield from _box(block, page)
        case Quiz():
            yield from _quiz(block, page)
        case Pause():
            return


def _box(box: Callout | Quote | Details | Group | Exercise, page: Page) -> Iterator[str]:
    match box:
        case Group():
            yield from lines(box.blocks, page)
            return
        case Callout():
            yield f"{box.kind.capitalize()}:"
        case Exercise() if box.blocks:
            yield "Lab:"
        case _:
            pass
    yield from _inside(box.blocks, page)


def _inside(blocks: Iterable[Block], page: Page) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in lines(blocks, page.narrower(2)))


def _wrapped(spans: Spans, page: Page) -> Iterator[str]:
    for paragraph in _text(spans).splitlines():
        yield from wrapped(paragraph, page.width)


def _text(spans: Spans) -> str:
    """The text, and after a link where it leads."""
    return "".join(
        f"{span_text(span)} ({span.href})"
        if span.href and span.href != span.text
        else span_text(span)
        for span in spans
    )


def _indented(text: str) -> Iterator[str]:
    yield from (f"    {line}".rstrip() for line in text.rstrip("\n").splitlines())


def unit_head(unit: Unit) -> str:
    """Where a unit runs and what is special about it, in words: ``ATTACK on worker1, …``."""
    match unit:
        case ShellUnit():
            where = f"{unit.node}, shell {unit.shell}" if unit.shell else unit.node
            if unit.refused:
                return f"ATTACK on {where}, must be refused: {unit.refused}"
            return f"on {where}, needs {unit.needs.upper()}" if unit.needs else f"on {where}"
        case FileUnit():
            return f"on {unit.node}, writes {unit.path}"
        case PowerUnit():
            return f"POWER of {unit.node}"
        case ReadUnit():
            return f"on {unit.node}, reads its {unit.what} into {unit.path}"


def _unit(unit: Unit, page: Page) -> Iterator[str]:
    known = page.units.get(unit.position)
    match unit:
        case PowerUnit() if known is None:
            yield from (f"swarmlab node {verb} {unit.node}" for verb in unit.verbs)
        case PowerUnit():
            yield from _head(f"{known}:", page)
            yield from (f"    {verb} {unit.node}" for verb in unit.verbs)
        case ReadUnit():
            yield from _head(known or unit_head(unit), page)
            yield from _prints(unit.expectation)
        case ShellUnit() | FileUnit():
            yield from _head(f"{known or unit_head(unit)}:", page)
            yield from _indented(unit.text)
            if isinstance(unit, ShellUnit):
                yield from _prints(unit.expectation)


def _head(words: str, page: Page) -> list[str]:
    return wrapped(words, page.width, "", "  ")


def _prints(expectation: Expectation | None) -> Iterator[str]:
    if expectation is None:
        return
    yield "  prints:"
    yield from _indented("\n".join(_GAP.sub(r"<\1>", line) for line in expectation.lines))


def _list(block: ListBlock, page: Page) -> Iterator[str]:
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}. " if block.ordered else "- "
        for index, line in enumerate(lines(item, page.narrower(len(mark)))):
            yield ((mark if index == 0 else " " * len(mark)) + line).rstrip()


def _table(table: Table, page: Page) -> Iterator[str]:
    """A row a line; where a row is too long, its cells one below the other by their headers."""
    rows = [[plain(cell) for cell in row] for row in (table.header, *table.rows)]
    joined = [" | ".join(row) for row in rows]
    if max(map(len, joined)) <= page.width:
        yield from joined
        return
    header, *others = rows
    for row in others:
        cells = [
            f"{name}: {cell}" if name else cell
            for name, cell in zip(header, row, strict=False)
            if cell
        ]
        for index, cell in enumerate(cells):
            yield from wrapped(cell, page.width, "  " if index else "", "    ")


def _quiz(quiz: Quiz, page: Page) -> Iterator[str]:
    yield "Question:"
    yield from _inside(quiz.question, page)
    for letter, (_, answer) in zip(LETTERS, quiz.answers, strict=False):
        yield from wrapped(plain(answer), page.width, f"  {letter}) ", "     ")


LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Answers of a quiz are named by these."""


def quizzes(blocks: Iterable[Block]) -> tuple[Quiz, ...]:
    """The quizzes among blocks, in order."""
    return tuple(block for block in blocks if isinstance(block, Quiz))
