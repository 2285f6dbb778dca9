"""The start screen's labs, chapters and engine, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, pad, row, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.tui.draw.row import Part
    from swarmlab.tui.ports import ChapterEntry, EngineWord, LabEntry

BAR_WIDTH = 18
ROOMY = 50
"""Columns from which a lab has a blank row in it and a long bar."""
MEMORY_PER_NODE = 50_000_000
"""Bytes of an idle node, measured; what a lab needs is said with it."""


def lab_lines(entry: LabEntry, width: int, *, chosen: bool) -> list[Content]:
    """A lab: title and minutes, what it is about, how far one is."""
    marker = row((f"{signs.HERE} ", "$accent")) if chosen else Content("  ")
    title = row(marker, (words.line(entry.title), "bold"))
    if entry.fault:
        faults = Content.styled(f"! {words.counted(entry.faults, 'fault')}", "bold $warning")
        return [spread(title, faults, width), *_indented(words.line(entry.fault), width, "$muted")]
    minutes = Content.styled(words.minutes(entry.minutes), "$muted")
    return [
        spread(title, minutes, width),
        *_indented(words.line(entry.summary), width, "" if chosen else "$muted"),
        *([Content()] if width >= ROOMY else []),
        *_progress_lines(entry, width),
    ]


def _progress_lines(entry: LabEntry, width: int) -> list[Content]:
    bar = progress_bar(entry.steps_done, entry.steps, BAR_WIDTH if width >= ROOMY else 8)
    left, right = row("  ", bar, "  ", _steps(entry)), _goes_on(entry)
    if left.cell_length + right.cell_length + 2 <= width:
        return [spread(left, right, width)]
    return [left, row("  ", right)]


def _indented(text: str, width: int, style: str) -> list[Content]:
    return [row("  ", line) for line in Content.styled(text, style).wrap(width - 2)]


def _steps(entry: LabEntry) -> Content:
    if not entry.steps_done and entry.goes_on_at is None:
        return Content.styled("not begun", "$muted")
    return Content(f"{entry.steps_done} of {words.counted(entry.steps, 'step')}")


def _goes_on(entry: LabEntry) -> Content:
    if entry.done_on:
        return row((signs.PASSED, "$success"), (f" done {words.line(entry.done_on)}", "$muted"))
    parts: list[Part] = []
    if entry.running:
        parts += [(signs.ALIVE, "$success"), (" its nodes are up", "$muted")]
    if entry.goes_on_at is not None and not entry.running:
        title = _title_of(entry, entry.goes_on_at.chapter)
        parts.append((f"goes on at {title}", "bold"))
    return row(*parts)


def _title_of(entry: LabEntry, chapter: str) -> str:
    return words.line(next((c.title for c in entry.chapters if c.name == chapter), chapter))


def progress_bar(done: int, total: int, width: int, role: str = "$success") -> Content:
    """Done ``━``, to come ``─``."""
    full = width * done // total if total else 0
    return row((signs.DONE_BAR * full, role), (signs.TO_COME_BAR * (width - full), "$faint"))


def chapters_lines(entry: LabEntry, width: int, chosen: int | None = None) -> list[list[Content]]:
    """The heading, then each chapter with what is done.

    Args:
        entry: the lab.
        width: in cells.
        chosen: the chapter that a key would begin, None while the labs have the keys.
    """
    found = [[Content.styled("Chapters", "bold"), Content()]]
    here = entry.goes_on_at.chapter if entry.goes_on_at else None
    for number, chapter in enumerate(entry.chapters):
        marked = chapter.name == here if chosen is None else number == chosen
        lines = _chapter_lines(chapter, width, here=chapter.name == here, marked=marked)
        if number == chosen:
            lines = [pad(line, width).stylize_before("on $panel") for line in lines]
        found.append([clickable(line, f"chapter({number})") for line in lines])
    return found


def _chapter_lines(chapter: ChapterEntry, width: int, *, here: bool, marked: bool) -> list[Content]:
    minutes = words.minutes(chapter.minutes)
    title = words.line(chapter.title)
    if here or marked:
        sign = (f"{signs.HERE} ", "$accent") if marked else (f"{signs.WAITING} ", "$muted")
        text = spread(row(sign, (title, "bold")), Content.styled(minutes, "bold"), width)
        steps = f"  {chapter.steps_done} of {words.counted(chapter.steps, 'step')}"
        goes_on = ", goes on here" if here else ""
        return [text, Content.styled(f"{steps}{goes_on}", "$muted")]
    if chapter.steps and chapter.steps_done == chapter.steps:
        done = row((f"{signs.PASSED} ", "$success"), title)
        return [spread(done, Content(minutes), width)]
    left = Content.styled(f"{signs.WAITING} {title}", "$muted")
    return [spread(left, Content.styled(minutes, "$muted"), width)]


def needs_lines(entry: LabEntry, engine: EngineWord | None, width: int) -> list[Content]:
    """What the lab takes, and what there is."""
    memory = words.gigabytes(entry.nodes * MEMORY_PER_NODE)
    need = f"{words.counted(entry.nodes, 'node')}, about {memory}"
    found = [Content.styled("Needs", "bold"), Content(), Content(need)]
    if engine is not None and engine.memory_free:
        found.append(Content.styled(f"{words.gigabytes(engine.memory_free)} free here", "$muted"))
    found.append(Content("no network"))
    return [line.truncate(width, ellipsis=True) for line in found]


def engine_lines(engine: EngineWord | None, width: int) -> list[Content]:
    """The engine in two rows, or what to do where it does not answer."""
    if engine is None:
        return [Content.styled(f"{signs.WAITING} Asking the engine", "$muted"), Content()]
    if not engine.answers:
        return [
            row((f"{signs.FAILED} The engine does not answer", "bold $error"),
                (f"  {words.line(engine.reason)}", "$muted")).truncate(width, ellipsis=True),
            row("  ", ("Next step", "bold"), f"  {words.line(engine.next_step)}"),
        ]  # fmt: skip
    facts = [words.line(engine.version), f"cgroup {words.line(engine.cgroup)}"]
    said = ", ".join([*(fact for fact in facts if fact.strip()), words.line(engine.where)])
    first = row((f"{signs.ALIVE} ", "$success"), ("Engine answers", "bold"), f"   {said}")
    notes = Content("   ").join(_notes(engine))
    if first.cell_length + notes.cell_length + 3 <= width:
        first = spread(first, notes, width)
    target = Content.styled(f"  Target: {words.line(engine.target)}", "$muted")
    return [first.truncate(width, ellipsis=True), target.truncate(width, ellipsis=True)]


def _notes(engine: EngineWord) -> Sequence[Content]:
    found = (
        [row((signs.PASSED, "$success"), f" {words.line(engine.image)}")] if engine.image else []
    )
    if engine.leftovers:
        left = f" {words.counted(engine.leftovers, 'leftover')}, swarmlab clean removes them"
        found.append(row(("!", "bold $warning"), left))
    else:
        found.append(row((signs.PASSED, "$success"), " no leftovers"))
    return found
