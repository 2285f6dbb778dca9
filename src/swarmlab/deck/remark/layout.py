"""``layout:`` and ``template:``: what slides take over from others, as remark has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.remark.line import PAUSE, Line
from swarmlab.deck.remark.properties import expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.remark.separators import RawSlide, Step
    from swarmlab.deck.remark.sources import DeckFaults, Room

_CONTENT: Final = re.compile(r"\{\{\s*content\s*\}\}")
_NOT_INHERITED: Final = frozenset({"name", "layout", "template", "count", "exclude", "class"})


@dataclass(frozen=True, slots=True)
class Composed:
    """A slide with everything it inherits."""

    raw: RawSlide
    lines: tuple[Line, ...]
    """A line :data:`~swarmlab.deck.remark.line.PAUSE` stands before each step."""
    classes: tuple[str, ...]
    values: dict[str, str]
    """Its properties and those inherited, ``class`` aside."""
    notes: tuple[Line, ...]
    background: str


class Layouts:
    """Composes slides in their order; layouts hold until the next, over the files' ends."""

    def __init__(self, faults: DeckFaults, room: Room) -> None:
        self.faults = faults
        self.room = room
        self.layout: Composed | None = None
        self.named: dict[str, Composed] = {}

    def compose(self, slides: Iterable[RawSlide]) -> list[Composed]:
        """The slides that are shown; layouts themselves are not."""
        shown = []
        for raw in slides:
            composed = self._compose(raw, self._template(raw))
            name = raw.properties.get("name")
            if name:
                self.named[name] = composed
            if raw.properties.get("layout") == "true":
                self.layout = composed
            else:
                shown.append(replace(composed, lines=tuple(map(_without_place, composed.lines))))
        return shown

    def _template(self, raw: RawSlide) -> Composed | None:
        properties = raw.properties
        wanted, layout = properties.get("template"), properties.get("layout")
        if wanted in self.named:
            return self.named[wanted]
        if wanted:
            place = self.faults.at(properties.origins["template"])
            near = did_you_mean(wanted, self.named) or "give the slide a `name:` before this one"
            message = f"no slide before this one has the name `{wanted[:60]}`"
            self.faults.add("unknown-template", message, place, near)
        if layout == "false":
            self.layout = None
        return None if layout == "true" else self.layout

    def _compose(self, raw: RawSlide, template: Composed | None) -> Composed:
        first, *others = raw.steps
        lines = first.lines
        if template is not None:
            inherited = _filled(template.lines, lines)
            lines = inherited if self.room.takes(inherited) else lines
        values = dict(template.values) if template else {}
        classes = dict.fromkeys(template.classes if template else ())
        for step in raw.steps:
            values |= {k: v for k, v in step.properties.values.items() if k not in _NOT_INHERITED}
            classes |= dict.fromkeys(step.properties.classes)
        lines = [*lines, *_steps(others)]
        lines = [line._replace(text=expand(line.text, values)) for line in lines]
        notes = [*(template.notes if template else ()), *raw.notes]
        background = raw.properties.background or (template.background if template else "")
        return Composed(raw, tuple(lines), tuple(classes), values, tuple(notes), background)


def _steps(steps: Iterable[Step]) -> list[Line]:
    found: list[Line] = []
    for step in steps:
        origin = step.lines[0].origin if step.lines else 0
        found += [Line(PAUSE, origin), *step.lines]
    return found


def _filled(template: Iterable[Line], content: list[Line]) -> list[Line]:
    """A template's lines with the content in its place, or after them where it has none."""
    found: list[Line] = []
    filled = False
    for line in template:
        place = _CONTENT.search(line.text)
        if place is None or filled:
            found.append(line)
            continue
        filled = True
        before, after = line.text[: place.start()], line.text[place.end() :]
        found += [line._replace(text=before)] if before else []
        found += content
        found += [line._replace(text=after)] if after else []
    return found if filled else [*found, *content]


def _without_place(line: Line) -> Line:
    """A line that nothing is filled into any more."""
    return line._replace(text=_CONTENT.sub("", line.text)) if "{{" in line.text else line
