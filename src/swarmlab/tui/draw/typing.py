"""A solution being typed: a row a unit, and what went wrong where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.boot import bar_line
from swarmlab.tui.draw.row import clickable, hang, pad, row, spread

if TYPE_CHECKING:
    from swarmlab.runs.events import UnitPhase

NAME_WIDTH = 10
_SIGN = {
    "ran": (signs.PASSED, "$success"),
    "failed": (signs.FAILED, "bold $error"),
    "running": (signs.HERE, "$accent"),
    "skipped": (signs.SKIPPED, "$muted"),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the solution."""

    node: str
    colour: int
    """Index of the node in the lab."""
    text: str
    """What it does, in one line."""
    phase: UnitPhase | None = None
    """None while it is to come."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TypingLook:
    """What the box says."""

    step: int
    units: tuple[UnitRow, ...]
    stopping: bool = False
    fault: str = ""
    """Why it ended early; empty while it goes on."""
    place: str = ""
    """``slides/secrets.md:45:1``: where the unit stands that was not done."""
    next_step: str = ""

    @property
    def ended(self) -> int:
        """How many units are over."""
        return sum(unit.phase in {"ran", "skipped"} for unit in self.units)


def typing_lines(look: TypingLook, width: int) -> list[Content]:
    """Title, bar, units; then how to stop, or what went wrong."""
    found = Content.styled(_title(look), "bold").wrap(width)
    found += Content.styled(_where(look), "$muted").wrap(width)
    found += [Content(), bar_line(look.ended, len(look.units), width), Content()]
    found += [_unit_line(unit, width) for unit in look.units]
    found.append(Content())
    return found + (_fault_lines(look, width) if look.fault else _stop_lines(look, width))


def keys_line(look: TypingLook, width: int) -> Content:
    """The last row: where keys go, and what they do."""
    going = next((u.node for u in look.units if u.phase not in {"ran", "skipped"}), "")
    chip = Content.styled(
        f" {words.line(f'TYPING {going}').strip()} ", "bold $background on $accent"
    )
    keys = row(_key("escape", "esc", "stop"))
    if look.fault:
        keys = row(_key("escape", "esc", "back"), "  ", _key("r", "r", "reset …"))
    elif look.stopping:
        keys = Content()
    return row(chip, " ", keys).truncate(width, ellipsis=True)


def _title(look: TypingLook) -> str:
    if look.fault:
        return f"The solution of step {look.step} was not typed to its end"
    return f"The solution of step {look.step} is typed for you"


def _where(look: TypingLook) -> str:
    """``unit 2 of 3, on worker1``."""
    for number, unit in enumerate(look.units, 1):
        if unit.phase not in {"ran", "skipped"}:
            ended = "Ended at" if look.fault else "Now"
            return f"{ended} unit {number} of {len(look.units)}, on {words.line(unit.node)}"
    return "All units were typed; their tasks are looked at"


def _unit_line(unit: UnitRow, width: int) -> Content:
    sign, style = _SIGN.get(unit.phase or "", (signs.NOT_YET, "$faint"))
    role = signs.node_role(unit.colour)
    name = pad(Content.styled(words.line(unit.node), f"bold {role}"), NAME_WIDTH)
    text = Content.styled(words.line(unit.text), "" if unit.phase == "running" else "$muted")
    left = row((f"{sign} ", style), (f"{signs.BAR} ", role), name, " ", text)
    right = ""
    if unit.phase in {"ran", "failed"}:
        right = words.seconds(unit.seconds)
    elif unit.phase:
        right = unit.phase
    return spread(left, Content.styled(right, "$muted"), width)


def _stop_lines(look: TypingLook, width: int) -> list[Content]:
    if look.stopping:
        return Content.styled("Stopping: what runs is broken off", "bold").wrap(width)
    stays = "esc stops it. What was typed until then stays done."
    return Content.styled(stays, "$muted").wrap(width)


def _fault_lines(look: TypingLook, width: int) -> list[Content]:
    lines = [words.line(line) for line in look.fault.split("\n")]
    sign = Content.styled(f"{signs.FAILED} ", "bold $error")
    found = hang(sign, Content.styled(lines[0], "bold"), width)
    for line in lines[1:]:
        found += hang(Content("  "), Content.styled(line.rstrip(), "$muted"), width)
    for label, value in (("at", look.place), ("next step", look.next_step)):
        if value:
            prefix = row("  ", (label.ljust(11), "$muted"))
            found += hang(prefix, Content(words.line(value)), width)
    last = "r resets the step: on fresh nodes nothing is in the way."
    return [*found, Content(), *Content.styled(last, "$muted").wrap(width)]


def _key(key: str, label: str, word: str) -> Content:
    text = row((label, "bold $accent"), (f" {word}", "$muted"))
    return clickable(text, f"key('{key}')")
