"""Searching the text of all slides: what is drawn of them, never what is given on request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.model import (
    Callout,
    Code,
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
from swarmlab.runs.model import Place
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from swarmlab.deck.model import Block, Slide, Unit
    from swarmlab.runs.model import Lab

MOST = 100
"""Slides that are listed."""


@dataclass(frozen=True, slots=True)
class Page:
    """A slide's text."""

    place: Place
    number: str
    title: str
    chapter: str
    lines: tuple[str, ...]
    folded: str
    """All of it, for comparing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A slide that holds every word."""

    page: Page
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Where in the snippet the words stand."""


def pages(lab: Lab) -> tuple[Page, ...]:
    """The text of every slide of a lab, made safe to show."""
    return tuple(
        page_of(Place(bound.name, slide.index), f"{number}.{slide.index + 1}", slide,
                bound.chapter.title)
        for number, bound in enumerate(lab.chapters, 1)
        for slide in bound.chapter.slides
    )  # fmt: skip


def page_of(place: Place, number: str, slide: Slide, chapter: str) -> Page:
    """The text of a slide, made safe to show; ``chapter`` is a title."""
    lines = tuple(
        line for text in texts(slide.blocks) for each in text.split("\n")
        if (line := words.line(each).strip())
    )  # fmt: skip
    title = words.line(slide.title)
    folded = "\n".join((title, *lines)).casefold()
    return Page(place, number, title, words.line(chapter), lines, folded)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of blocks in order; hints, solutions and what explains a quiz are left out."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield plain(block.spans)
            case ListBlock():
                for item in block.items:
                    yield from texts(item)
            case Table():
                for cells in (block.header, *block.rows):
                    yield "  ".join(plain(cell) for cell in cells)
            case Code():
                yield block.text
            case ShellUnit() | FileUnit() | PowerUnit() | ReadUnit():
                yield from _unit_texts(block)
            case TaskList():
                yield from (plain(task.spans) for task in block.tasks)
            case Callout() | Quote() | Group() | Exercise():
                yield from texts(block.blocks)
            case Quiz():
                yield from texts(block.question)
                yield from (plain(spans) for _, spans in block.answers)
            case _:
                pass


def _unit_texts(unit: Unit) -> Iterator[str]:
    match unit:
        case ShellUnit():
            yield unit.text
            yield from unit.expectation.lines if unit.expectation else ()
        case FileUnit():
            yield unit.path
            yield unit.text
        case PowerUnit():
            yield from (f"{verb} {unit.node}" for verb in unit.verbs)
        case ReadUnit():
            yield f"{unit.what} {unit.path}"


def find(searched: Sequence[Page], text: str, width: int = 80) -> tuple[Hit, ...]:
    """The slides that hold every word of the text, those with all in the title first.

    Args:
        searched: the slides.
        text: words, in any order and case; parts of words count.
        width: the longest snippet, in characters.
    """
    asked = text.casefold().split()
    if not asked:
        return ()
    hits = [page for page in searched if all(word in page.folded for word in asked)]
    hits.sort(key=lambda page: not all(word in page.title.casefold() for word in asked))
    return tuple(_hit(page, asked, width) for page in hits[:MOST])


def _hit(page: Page, asked: Sequence[str], width: int) -> Hit:
    pattern = re.compile("|".join(re.escape(word) for word in asked), re.IGNORECASE)
    prose = [line for line in page.lines if line != page.title] or [page.title]
    best = max(prose, key=lambda line: len({m[0].casefold() for m in pattern.finditer(line)}),
               default="")  # fmt: skip
    snippet = _cut(best, pattern, width)
    return Hit(page, snippet, tuple(match.span() for match in pattern.finditer(snippet)))


def _cut(line: str, pattern: re.Pattern[str], width: int) -> str:
    found = pattern.search(line)
    if len(line) <= width or found is None:
        return line[:width]
    begin = max(0, min(found.start() - width // 3, len(line) - width + 1))
    cut = line[begin : begin + width - 2]
    return f"{'…' if begin else ''}{cut}{'…' if begin + len(cut) < len(line) else ''}"
