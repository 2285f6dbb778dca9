"""The header: where, how far, how long, and the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import row, spread

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import PartState
    from swarmlab.tui.draw.row import Part
    from swarmlab.tui.ports import EngineWord


@dataclass(frozen=True, slots=True)
class Steps:
    """How far a chapter is."""

    number: int
    """Of the step at or before this slide, 0 before the first."""
    done: tuple[bool, ...] = ()
    """For each step of the chapter."""


@dataclass(frozen=True, slots=True)
class HeaderLook:
    """What the header says."""

    lab: str = ""
    chapter: str = ""
    subtitle: str = ""
    """Instead of lab and chapter, on the start screen."""
    steps: Steps = field(default_factory=lambda: Steps(0))
    minutes: int | None = None
    about: int = 0
    engine: EngineWord | None = None
    """None while it has not been asked."""
    part: PartState | None = None
    """What an instructor does with the shells."""
    hand: bool = False
    """The learner's hand is up."""
    ends_in: int | None = None
    """Minutes until the nodes end, once there are few."""


def header_line(look: HeaderLook, width: int) -> Content:
    """One row; below 100 columns everything is shorter."""
    short, middle = width < 100, width < 150
    left = row(("swarmlab", "bold"), "  ", (words.line(look.subtitle), "$muted"))
    if look.lab:
        left = row(("swarmlab", "bold"), " " if short else "  ",
                   (f"{words.line(look.lab)} › ", "$muted"), words.line(look.chapter))  # fmt: skip
    in_lab = bool(look.steps.done)
    pieces = (
        _class(look, short=short),
        _steps(look.steps, short=short, middle=middle),
        _time(look, short=short),
        engine_words(look.engine, short=short, middle=middle and in_lab),
    )
    gap = "  " if short else "   "
    return spread(left, Content(gap).join([piece for piece in pieces if piece]), width)


def _class(look: HeaderLook, *, short: bool) -> Content:
    """Who looks on, and one's own hand."""
    found: list[Part] = []
    if look.part == "takes part":
        found.append(("shared" if short else "the instructor types too", "bold $warning"))
    elif look.part is not None:
        found.append(("watched" if short else "watched by the instructor", "bold $accent"))
    if look.hand:
        found += [("  " if found else ""), ("hand up", "bold $accent")]
    return row(*found)


def _steps(steps: Steps, *, short: bool, middle: bool) -> Content:
    total = len(steps.done)
    if not total:
        return Content()
    words_ = f"{steps.number} of {total}" if steps.number else words.counted(total, "step")
    if not short and steps.number:
        words_ = f"step {words_}"
    return row(words_, " " if short else "  ", bar(steps, narrow=short or middle))


def bar(steps: Steps, *, narrow: bool) -> Content:
    """Done ``━``, here ``■``, to come ``─``; apart from each other where there is room."""
    parts: list[Part] = []
    for number, done in enumerate(steps.done, 1):
        sign, role = (signs.DONE_BAR, "$success") if done else (signs.TO_COME_BAR, "$faint")
        if number == steps.number:
            sign, role = signs.HERE_BAR, "$accent"
        parts.append((sign if narrow else sign * 2, role))
        if not narrow and number < len(steps.done):
            parts.append(" ")
    return row(*parts)


def _time(look: HeaderLook, *, short: bool) -> Content:
    """How long the lab was open; in the end, how long there are nodes."""
    if look.ends_in is not None:
        said = "end in " if short else "nodes end in "
        return row((said, "$muted"), (words.minutes(look.ends_in), "bold $warning"))
    if look.minutes is None:
        return Content()
    text = f"{look.minutes} min" if short else f"{look.minutes} of about {look.about} min"
    return Content.styled(text, "$muted")


def engine_words(engine: EngineWord | None, *, short: bool, middle: bool) -> Content:
    """The engine's state; its version and where it is only where there is room."""
    if engine is None:
        return Content.styled(f"{signs.WAITING} engine", "$muted")
    if not engine.answers:
        return Content.styled(f"{signs.FAILED} engine gone", "bold $error")
    text = "engine"
    if not short:
        text = f"engine {'.'.join(words.line(engine.version).split('.')[:2])}"
    if not (short or middle):
        text += f", {words.line(engine.where)}"
    return row((signs.ALIVE, "$success"), (f" {text}", "$muted"))
