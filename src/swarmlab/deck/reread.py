"""A chapter read again after an edit: the one slide that changed, where that says as much.

What other slides may depend on must have stayed: headings, ids, whether the slide is a step,
link definitions. Wherever that is not sure the whole chapter is parsed again, so that the
result is that of ``parse`` but for one thing: positions in slides below an edit that moved
them are those of the lines before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final, get_args

from swarmlab.deck.characters import judge_characters
from swarmlab.deck.faults import Faults
from swarmlab.deck.model import Details, DetailsKind, Heading, TaskList, plain, units_of
from swarmlab.deck.parse import (
    Parsed,
    is_bounded,
    lines_of,
    parse_chapter,
    read_slides,
)
from swarmlab.deck.references import judge
from swarmlab.deck.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from swarmlab.deck.model import Block, Chapter, Slide

_ALL_DETAILS: Final[tuple[DetailsKind, ...]] = get_args(DetailsKind)
_LINK_DEFINITION: Final = "]:"
"""It may stand anywhere and serve any slide; where this occurs there may be one."""


@dataclass(frozen=True, slots=True)
class Known:
    """A chapter as it was last read."""

    path: Path
    lines: Sequence[str]
    parsed: Parsed
    starts: tuple[int, ...]
    """The line in which each slide begins, from 0; true where the positions are not."""


def first_reading(text: str, path: Path) -> Known:
    """Parse a chapter whole."""
    parsed = parse_chapter(text, path)
    slides = parsed.chapter.slides if parsed.chapter else ()
    return Known(path, lines_of(text), parsed, tuple(s.position.line - 1 for s in slides))


def reread(known: Known, text: str) -> Known:
    """Parse what an edit changed; slides that did not change are the same objects."""
    if known.parsed.ok and known.parsed.chapter and _LINK_DEFINITION not in text:
        lines = lines_of(text)
        if lines == known.lines:
            return known
        bounded = is_bounded(lines, Faults(known.path, lines))
        if bounded and (changed := _changed(known, lines, known.parsed.chapter)):
            return changed
    return first_reading(text, known.path)


def _changed(known: Known, lines: Sequence[str], chapter: Chapter) -> Known | None:
    """The chapter with one slide read anew; None where more may have changed."""
    head, tail = _common(known.lines, lines)
    first = _separator_before(lines, head) + 1
    last = _separator_after(lines, len(lines) - tail)
    moved = len(lines) - len(known.lines)
    inside = [n for n, start in enumerate(known.starts) if first <= start < last - moved]
    if len(inside) != 1 or not _is_apart(lines, first, last):
        return None
    index = inside[0]
    slide = _read(known.path, lines[:last], first, chapter, index)
    if slide is None:
        return None
    slides = (*chapter.slides[:index], slide, *chapter.slides[index + 1 :])
    starts = (
        *known.starts[:index],
        slide.position.line - 1,
        *(start + moved for start in known.starts[index + 1 :]),
    )
    return Known(known.path, lines, Parsed(replace(chapter, slides=slides), ()), starts)


def _read(
    path: Path, lines: Sequence[str], first: int, chapter: Chapter, index: int
) -> Slide | None:
    """The slide that ends the lines, where it is one, without faults, and fits as before."""
    faults = Faults(path, lines)
    judge_characters(lines[first:], faults, first + 1)
    read = read_slides(lines, first, chapter.nodes, faults)
    if read is None or len(read.done) != 1 or faults.diagnostics:
        return None
    before, slide = chapter.slides[index], replace(read.done[0], index=index)
    if not _stands_alike(before, slide) or set(read.reading.ids) != set(_ids(slide.blocks)):
        return None
    slides = (*chapter.slides[:index], slide, *chapter.slides[index + 1 :])
    judge([replace(named, slide=index) for named in read.references], slides, faults)
    return None if faults.diagnostics else slide


def _stands_alike(before: Slide, slide: Slide) -> bool:
    """Whether nothing changed that another slide may depend on."""
    return (
        not before.continues
        and not slide.continues
        and before.is_step == slide.is_step
        and list(_headings(before.blocks)) == list(_headings(slide.blocks))
        and set(_ids(before.blocks)) == set(_ids(slide.blocks))
    )


def _headings(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """Level, anchor and text of what may be linked to."""
    for block in blocks:
        if isinstance(block, Heading):
            words = plain(block.spans)
            yield block.level, slug(words), words
        elif isinstance(block, Details):
            yield from _headings(block.blocks)


def _ids(blocks: Sequence[Block]) -> Iterator[str]:
    """The ids of units and tasks, those in details too."""
    yield from (u.id for u in units_of(tuple(blocks), inside=_ALL_DETAILS) if u.id is not None)
    for block in blocks:
        if isinstance(block, Details):
            yield from _task_ids(block.blocks)
    yield from _task_ids(blocks)


def _task_ids(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TaskList):
            yield from (task.id for task in block.tasks if task.id is not None)


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning, and how many others at the end."""
    head = sum(1 for _ in takewhile(_same, zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - head
    backwards = zip(reversed(old), reversed(new), range(rest), strict=False)
    return head, sum(1 for _ in takewhile(_same, backwards))


def _same(lines: tuple[object, ...]) -> bool:
    return lines[0] == lines[1]


def _separator_before(lines: Sequence[str], index: int) -> int:
    """The separator above a line; -1 without one, as in the front matter."""
    return next((n for n in range(index - 1, -1, -1) if _separates(lines[n])), -1)


def _separator_after(lines: Sequence[str], index: int) -> int:
    return next((n for n in range(index, len(lines)) if _separates(lines[n])), len(lines))


def _separates(line: str) -> bool:
    return line.rstrip() == "---"


def _is_apart(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether separators, or the end, keep these lines from touching others."""
    if first == 0 or first >= last or lines[first].strip():
        return False
    return last == len(lines) or not lines[last - 1].strip()
