"""One learner of a class, opened: the question, slide, tasks, and what an instructor does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import words
from swarmlab.tui.draw.row import clickable, row, spread
from swarmlab.tui.draw.tasks import tasks_lines

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import PartState
    from swarmlab.tui.draw.tasks import TaskLook

_NAME_CELLS = 24


@dataclass(frozen=True, slots=True)
class LearnerLook:
    """What is said of a learner."""

    name: str = ""
    about: str = ""
    """``asks for 2 min``, ``at work``."""
    at: str = ""
    """``step 4 of 9, 9 min``."""
    question: str = ""
    title: str = ""
    """Of the slide."""
    slide: str = ""
    """``slide 12, 2 of 3 hints read, tried 4 times``."""
    tasks: tuple[TaskLook, ...] = ()
    without_tasks: str = ""
    """Said where there are none."""
    compact: bool = False
    """There is little room: no blank rows, and one task open."""


@dataclass(frozen=True, slots=True)
class PartLook:
    """What the instructor does with the learner's shells."""

    name: str = ""
    nodes: int = 0
    """That are up."""
    node: str = ""
    """Whose shell is in view; empty while none is."""
    part: PartState | None = None
    typing: bool = False
    """Keys go to the shell now."""
    hand: bool = False
    """The learner's hand is up."""


def learner_lines(look: LearnerLook, width: int) -> list[Content]:
    """Everything above the shells."""
    name = row((look.name, "bold"), (f"  {look.about}", "$muted"))
    gap = [] if look.compact else [Content()]
    found = [spread(name, Content.styled(look.at, "$muted"), width), *gap]
    if look.question:
        found += [*Content.styled(f'"{look.question}"', "italic").wrap(width), *gap]
    if look.compact:
        title = Content.styled(look.title, "bold")
        found.append(spread(title, Content.styled(look.slide, "$muted"), width))
    else:
        found += Content.styled(look.title, "bold").wrap(width)
        found += Content.styled(look.slide, "$muted").wrap(width)
    found += gap
    if look.tasks:
        return found + tasks_lines(look.tasks, width, one_open=look.compact)
    return found + Content.styled(look.without_tasks, "$muted").wrap(width)


def part_lines(look: PartLook, width: int) -> list[Content]:
    """What the learner knows of the instructor, then the keys."""
    return [*_chip_lines(look, width), Content(), *key_lines(look, width)]


def _chip_lines(look: PartLook, width: int) -> list[Content]:
    name = _short(look.name)
    keys = "1" if look.nodes == 1 else f"1-{min(look.nodes, 9)}"
    if look.part == "takes part":
        said = f"keys go to {words.line(look.node)}" if look.typing else "enter types"
        chip, said = "taking part", f"{name} let you in: {said}"
    elif look.part == "asks":
        chip, said = "asking", f"{name} is asked to let you type"
    elif look.node:
        chip, said = "watching", f"{name}'s screen says so"
    elif look.nodes:
        line = row(
            (keys, "bold $accent"), (f" looks at a shell; {name}'s screen says so", "$muted")
        )
        return [line.truncate(width, ellipsis=True)]
    else:
        return Content.styled("No nodes are up: there is no shell to look at.", "$muted").wrap(
            width
        )
    style = "bold $background on $accent" if look.typing else "bold on $panel"
    return [row((f" {chip} ", style), f"  {said}").truncate(width, ellipsis=True)]


def key_lines(look: PartLook, width: int) -> list[Content]:
    """What an instructor can do for this learner, in columns."""
    name = _short(look.name)
    keys = [
        ("H", "push a hint", "push_hint"),
        ("M", "message", "message"),
        ("G", "move to a slide", "move_learner"),
        ("R", "reset …", "class_reset"),
        ("J", f"take part, if {name} agrees", "take_part"),
    ]
    if look.part == "takes part":
        keys[-1] = ("J", "take part no more", "take_part")
    if look.hand:
        keys.append(("D", "hand down", "hand_down"))
    if look.node:
        keys.append(("z", "larger", "class_zoom"))
    found, line = [], Content()
    for key, word, action in keys:
        entry = clickable(row((key, "bold $accent"), (f" {word}", "$muted")), action)
        if line and line.cell_length + entry.cell_length + 4 > width:
            found.append(line)
            line = Content()
        line = row(line, "    ", entry) if line else entry
    return [each.truncate(width, ellipsis=True) for each in (*found, line)]


def _short(name: str) -> str:
    return name if len(name) <= _NAME_CELLS else f"{name[: _NAME_CELLS - 1]}…"
