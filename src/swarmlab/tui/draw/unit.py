"""A unit's head, its command and what it prints, as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.tui import signs, words
from swarmlab.tui.draw.prose import code_lines
from swarmlab.tui.draw.row import clickable, hang, row, spread

if TYPE_CHECKING:
    from swarmlab.deck.model import Expectation, Unit
    from swarmlab.runs.events import UnitChanged

_AT_REST = len("  s  send")
"""The room of a corner before anything has happened, with the gap before it."""
_GAP = re.compile(r"\{\{\s*(\w+)(?::\w+)?\s*\}\}")


@dataclass(frozen=True, slots=True)
class UnitLook:
    """What a unit's head depends on."""

    unit: Unit
    node: int
    """Index of its node in the lab, for the colour."""
    index: int
    """Among the units shown, from 0: what a click names."""
    state: UnitChanged | None = None
    current: bool = False
    """The one that the send key means."""
    keys_here: bool = False
    """The slide has the focus, so its keys work."""
    now: float = 0.0
    """Seconds since the epoch, for a running unit."""
    offered: bool = True
    """A key does it; not where a slide is only shown."""


def key_of(unit: Unit) -> tuple[str, str]:
    """The key that does the unit, and the word for what it does."""
    match unit:
        case ShellUnit():
            return "s", "send"
        case PowerUnit():
            return "enter", "do it"
        case FileUnit():
            return "enter", "write"
        case ReadUnit():
            return "enter", "read"


def head_lines(look: UnitLook, width: int) -> list[Content]:
    """Node and corner in one row; what is special beside them, or below where room is short.

    A unit that runs keeps its rows, so that what stands below it stays where it is; only the
    reason of a failure may need rows of its own.
    """
    name = row((words.line(look.unit.node), f"bold {signs.node_role(look.node)}"))
    kind, detail = _kind(look.unit)
    sends = f"send_unit({look.index})"
    corner = clickable(_corner(look), sends)
    left = row(name, "  ", kind) if kind else name
    whole = row(left, " " if kind else "  ", detail) if detail else left
    reason: list[Content] = []
    if left.cell_length + 1 + corner.cell_length > width and _failed(look.state):
        reason = corner.wrap(width)
        corner = clickable(Content.styled(f"{signs.FAILED} failed", "bold $error"), sends)
    if whole.cell_length + 1 + corner.cell_length <= width:
        return [spread(whole, corner, width), *reason]
    below = detail.wrap(width) if detail and whole.cell_length + _AT_REST > width else []
    return [spread(left, corner, width), *below, *reason]


def _failed(state: UnitChanged | None) -> bool:
    return state is not None and state.phase == "failed"


def _kind(unit: Unit) -> tuple[Content, Content]:
    match unit:
        case ShellUnit() if unit.refused:
            attack = Content.styled("ATTACK", "bold $error")
            return attack, Content.styled(f"must be refused: {unit.refused}", "$muted")
        case ShellUnit() if unit.needs:
            return Content(), Content.styled(f"needs {unit.needs.upper()}", "$muted")
        case PowerUnit():
            return Content.styled("POWER", "bold"), Content()
        case FileUnit():
            return Content(), Content.styled(f"writes {words.line(unit.path)}", "$muted")
        case ReadUnit():
            what = f"{unit.what} into {words.line(unit.path)}"
            return Content(), Content.styled(f"reads its {what}", "$muted")
        case _:
            return Content(), Content()


def _corner(look: UnitLook) -> Content:
    if not look.offered:
        return Content()
    if look.state is None:
        key, word = key_of(look.unit)
        if look.current and look.keys_here:
            return row((f" {key} ", "bold $background on $accent"), (f" {word}", "bold"))
        return Content.styled(f"{key} {word}", "$muted")
    state = look.state
    match state.phase:
        case "pasted":
            return Content.styled("pasted, enter runs it", "bold")
        case "running":
            since = words.seconds(max(0, int(look.now - state.at)) or 0).replace(".0", "")
            return Content.styled(f"running {since}", "bold")
        case "ran":
            return _ran(look.unit, state)
        case "skipped":
            return Content.styled(f"{signs.SKIPPED} {words.line(state.reason)}", "$muted")
        case "failed":
            reason = words.line(state.reason) or f"exit {state.status}"
            return Content.styled(f"{signs.FAILED} {reason}", "bold $error")


def _ran(unit: Unit, state: UnitChanged) -> Content:
    done = {PowerUnit: "done", FileUnit: "written", ReadUnit: "read"}.get(type(unit), "ran")
    if isinstance(unit, ShellUnit) and unit.refused:
        done = "refused"
    text = f" {done} {words.clock(state.at)}, {words.seconds(state.seconds)}"
    return row((signs.PASSED, "$success"), (text, "$muted"))


def body_lines(unit: Unit, width: int) -> list[Content]:
    """The command, the file's text, or what is done to the power."""
    match unit:
        case PowerUnit():
            return [Content(f"{verb} {words.line(unit.node)}") for verb in unit.verbs]
        case ReadUnit():
            return []
        case _:
            return code_lines(unit.text, unit.language, width)


def prints_lines(expectation: Expectation | None, width: int) -> list[Content]:
    """What it prints, gaps as ‹id›."""
    if expectation is None:
        return []
    found: list[Content] = []
    prefix = Content.styled("prints  ", "$muted")
    for line in expectation.lines:
        shown = _GAP.sub(lambda gap: f"‹{gap[1]}›", words.line(line))
        found.extend(hang(prefix, Content.styled(shown, "$muted"), width))
        prefix = Content(" " * prefix.cell_length)
    return found
