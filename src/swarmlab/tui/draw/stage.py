"""A slide as a talk shows it: in the middle of the screen, with room around it.

The slide itself is drawn as on the lab screen; here are its title, its tasks as a list, and
what opens a chapter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.renderables.digits import Digits

from swarmlab.deck.model import Heading, Quiz, TaskList
from swarmlab.tui import signs, words
from swarmlab.tui.draw.captures import CapturesLook
from swarmlab.tui.draw.page import page_of, stops_of
from swarmlab.tui.draw.prose import WIDEST, styled
from swarmlab.tui.draw.quiz import QuizLook
from swarmlab.tui.draw.row import hang, pad, row
from swarmlab.tui.draw.slide import Shown
from swarmlab.tui.draw.unit import UnitLook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.model import Block, Chapter, Slide, Unit
    from swarmlab.tui.draw.row import Part
    from swarmlab.tui.talk import Reveal, Talk, TalkSlide

MARGIN = 2
"""Columns that stay free at both sides of the narrowest screen."""
MEASURE = WIDEST + 1
"""Columns of a slide, the one for a marker included."""
NARROWEST = 20
"""A screen narrower than this cuts the slide off."""
_ROWS_FOR_DIGITS = 28


@dataclass(frozen=True, slots=True)
class StageLook:
    """What is on the screen."""

    talk: Talk
    shown: TalkSlide
    part: int = 1
    compact: bool = False
    """Without the large number of a chapter."""

    @property
    def reveal(self) -> Reveal:
        """The slide as far as it is shown."""
        return self.shown.reveals[min(self.part, len(self.shown.reveals)) - 1]


def stage_lines(look: StageLook, width: int, height: int) -> list[Content]:
    """The slide for a screen of that size, in columns and rows.

    The title of every slide that leaves room for it stands in the same row. What a slide holds
    back has its room already, so that nothing moves when it is shown.
    """
    measure = max(NARROWEST, min(MEASURE, width - 2 * MARGIN))
    look = replace(look, compact=height < _ROWS_FOR_DIGITS)
    shown = slide_lines(look, measure)
    whole = slide_lines(replace(look, part=len(look.shown.reveals)), measure)
    free = max(0, height - len(whole))
    above = min(free // 2, height // 4 if look.shown.opens else height // 8)
    side = " " * max(0, (width - measure) // 2)
    return [*[Content()] * above, *(row(side, line) for line in shown)]


def slide_lines(look: StageLook, width: int) -> list[Content]:
    """Title and text, each line at most ``width`` cells wide."""
    slide, blocks = look.shown.slide, look.reveal.blocks
    first = blocks[0] if blocks else None
    found = _opening(look, width) if look.shown.opens else _title(slide, width)
    if isinstance(first, Heading):
        blocks = blocks[1:]
    found += body_lines(look, blocks, width)
    while found and not found[-1].plain.strip():
        found.pop()
    return found


def _title(slide: Slide, width: int) -> list[Content]:
    first = slide.blocks[0] if slide.blocks else None
    title = styled(first.spans) if isinstance(first, Heading) else Content(words.line(slide.title))
    title = title.stylize("$muted" if slide.continues else "bold $accent")
    if slide.continues:
        title = row(title, (", goes on", "$muted"))
    lines = [row(" ", line) for line in title.wrap(width - 1)]
    return [*lines, row(" ", ("─" * (width - 1), "$faint")), Content()]


def _opening(look: StageLook, width: int) -> list[Content]:
    """A chapter's number in large digits, its title, and what it will take."""
    chapter, count = look.talk.chapter(look.shown), len(look.talk.deck.chapters)
    found: list[Content] = []
    if count > 1 and not look.compact:
        found += [row(" ", line.stylize("$accent")) for line in digits(str(look.shown.chapter + 1))]
        found.append(Content())
    title = Content.styled(words.line(look.shown.slide.title), "bold").wrap(width - 1)
    found += [row(" ", line) for line in title]
    longest = max((line.cell_length for line in title), default=1)
    found += [row(" ", ("━" * longest, "$accent"))]
    facts = _facts(chapter, look.shown.chapter + 1, count)
    found += [row(" ", line) for line in facts.wrap(width - 1)]
    nodes: list[Part] = []
    for node in chapter.nodes:
        colour = signs.node_role(look.talk.nodes.index(node))
        nodes += [(f"{signs.ALIVE} ", colour), (words.line(node), "$muted"), "   "]
    if nodes:
        found += [row(" ", line) for line in row(*nodes).rstrip().wrap(width - 1)]
    return [*found, Content(), Content()]


def _facts(chapter: Chapter, number: int, count: int) -> Content:
    facts = [f"chapter {number} of {count}"] if count > 1 else []
    facts += [f"about {words.minutes(chapter.minutes)}"] if chapter.minutes else []
    facts.append(words.counted(len(chapter.slides), "slide"))
    if chapter.steps:
        facts.append(words.counted(len(chapter.steps), "step"))
    return Content.styled("  ·  ".join(facts), "$muted")


def digits(text: str) -> list[Content]:
    """Digits and what stands between them, three rows high."""
    drawn = "".join(
        piece.text for piece in Digits(text).render(Style(bold=True)) if isinstance(piece, Segment)
    )
    return [Content(line) for line in drawn.rstrip("\n").split("\n")]


def body_lines(look: StageLook, blocks: Sequence[Block], width: int) -> list[Content]:
    """Blocks of a slide under each other, a blank row after each."""
    found: list[Content] = []
    quizzes = 0
    for tasks, part in groupby(blocks, lambda block: isinstance(block, TaskList)):
        piece = tuple(part)
        if tasks:
            found += _tasks([each for each in piece if isinstance(each, TaskList)], width)
            continue
        shown = Shown(replace(look.shown.slide, blocks=piece), look.talk.nodes)
        looks = list(_looks(shown, look, quizzes))
        quizzes += sum(isinstance(each, QuizLook) for each in looks)
        found += page_of(shown, looks, CapturesLook(), width).lines
    return found


def _looks(shown: Shown, look: StageLook, quizzes: int) -> Iterator[UnitLook | QuizLook]:
    for index, stop in enumerate(stops_of(shown)):
        if isinstance(stop, Quiz):
            yield QuizLook(stop, index=index, offered=False, told=quizzes < look.reveal.told)
            quizzes += 1
        else:
            yield UnitLook(stop, _colour(stop, look.talk.nodes), index, offered=False)


def _colour(unit: Unit, nodes: tuple[str, ...]) -> int:
    return nodes.index(unit.node) if unit.node in nodes else 0


def _tasks(lists: Sequence[TaskList], width: int) -> list[Content]:
    """What is checked in the lab, open for everybody in the room."""
    found = [Content.styled("Tasks", "bold")]
    for task in (task for each in lists for task in each.tasks):
        sign = row((f"{signs.WAITING} ", "$muted"))
        found += hang(sign, styled(task.spans), width - 3)
    lines = [row(" ", pad(row(" ", line), width - 1).stylize_before("on $surface"))
             for line in found]  # fmt: skip
    return [*lines, Content()]
