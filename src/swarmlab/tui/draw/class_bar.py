"""The two rows above a class: what it is and how it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.header import engine_words
from swarmlab.tui.draw.row import clickable, row, spread

if TYPE_CHECKING:
    from swarmlab.runs.entries import EngineWord
    from swarmlab.tui.draw.row import Part

_SHORT, _MIDDLE = 100, 150


@dataclass(frozen=True, slots=True)
class ClassHeaderLook:
    """What the header says."""

    lab: str = ""
    chapter: str = ""
    locked: bool = False
    """Nobody may enter the chapter."""
    learners: int = 0
    nodes: int = 0
    minutes_left: int | None = None
    """Until the first run ends; None while no nodes are up."""
    engine: EngineWord | None = None


@dataclass(frozen=True, slots=True)
class ClassLineLook:
    """What the row under it says."""

    standings: tuple[tuple[int, str], ...] = ()
    in_view: int = 0
    of: int = 0
    """Learners; where more than are in view, that is said."""
    paused: str | None = None
    locked: tuple[str, ...] = ()
    """Titles of chapters that nobody may enter."""
    keys_here: bool = True


def class_header_line(look: ClassHeaderLook, width: int) -> Content:
    """One row; what is least needed goes first where it is narrow."""
    short = width < _SHORT
    left = row(("swarmlab", "bold"), ("" if short else " instructor", "bold"))
    if look.lab:
        locked = ("  locked", "bold $warning") if look.locked else ""
        left = row(left, "  ", (f"{words.line(look.lab)} › ", "$muted"),
                   words.line(look.chapter), locked)  # fmt: skip
    engine = engine_words(look.engine, short=short, middle=width < _MIDDLE)
    counts, ends = _counts(look, short=short), _ends(look, short=short)
    memory = _memory(look)
    choices = (
        [row(counts, memory), ends, engine],
        [counts, ends, engine],
        [counts, engine],
        [engine],
    )
    for pieces in choices:
        right = Content("   ").join([piece for piece in pieces if piece])
        if left.cell_length + right.cell_length + 2 <= width:
            break
    return spread(left, right, width)


def _counts(look: ClassHeaderLook, *, short: bool) -> Content:
    if not look.lab:
        return Content()
    noun = words.counted(look.learners, "learner").split(" ")[1]
    nodes = "" if short else f", {words.counted(look.nodes, 'node')}"
    return row((str(look.learners), "bold"), (f" {noun}{nodes}", "$muted"))


def _memory(look: ClassHeaderLook) -> Content:
    free = look.engine.memory_free if look.engine is not None and look.engine.answers else 0
    return Content.styled(f", {words.gigabytes(free)} free" if free else "", "$muted")


def _ends(look: ClassHeaderLook, *, short: bool) -> Content:
    if look.minutes_left is None:
        return Content()
    near = "bold $warning" if look.minutes_left < 10 else ""
    said = "end in " if short else "runs end in "
    return row((said, "$muted"), (words.minutes(look.minutes_left), near))


def class_line(look: ClassLineLook, width: int) -> Content:
    """How many stand where, and what holds for all of them."""
    bar = "$accent" if look.keys_here else "$faint"
    left = row((signs.BAR, bar), ("Class", "bold $accent" if look.keys_here else "bold"))
    right = _standings(look.standings)
    hidden, paused = _hidden(look), _paused(look)
    for more in (
        row(_about(look), hidden, paused, _locked(look)),
        row(hidden, paused, _locked(look)),
        row(hidden, paused),
        paused,
    ):
        whole = row(left, more)
        if whole.cell_length + right.cell_length + 2 <= width:
            return spread(whole, right, width)
    return spread(whole, right, width)


def _about(look: ClassLineLook) -> Content:
    return Content.styled("  sorted by who needs help" if look.of else "", "$muted")


def _hidden(look: ClassLineLook) -> Content:
    """Not all rows are in view."""
    hidden = f"  {look.in_view} of {look.of} in view" if 0 < look.in_view < look.of else ""
    return Content.styled(hidden, "$muted")


def _paused(look: ClassLineLook) -> Content:
    if look.paused is None:
        return Content()
    said = words.line(look.paused)
    chip = row("  ", (" paused ", "bold $background on $warning"))
    key = clickable(row(("F", "bold $accent"), (" go on", "$muted")), "pause_all")
    return row(chip, f"  {said}" if said else "", "  ", key)


def _locked(look: ClassLineLook) -> Content:
    if not look.locked:
        return Content()
    titles = tuple(words.line(title) for title in look.locked)
    return row(("  locked: ", "$muted"), (words.listed(titles), "bold"))


def _standings(counts: tuple[tuple[int, str], ...]) -> Content:
    parts: list[Part] = []
    for number, word in counts:
        parts += ["   " if parts else "", (str(number), "bold"), (f" {word}", "$muted")]
    return row(*parts)
