"""A unit on the slide: its node's bar and name, what it does, what it prints, how far it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from swarmlab.deck.model import PowerUnit, ShellUnit
from swarmlab.tui import clock, signs
from swarmlab.tui.draw.unit import UnitLook, body_lines, head_lines, prints_lines
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from swarmlab.deck.model import Unit
    from swarmlab.runs.events import UnitChanged


class Marker(Flow):
    """Stands before what is current on the slide."""

    def lines(self, width: int) -> list[Content]:
        """The sign."""
        return [Content(signs.HERE).truncate(width)]


class _Head(Flow):
    def __init__(self, view: UnitView) -> None:
        super().__init__(classes="unit--row unit--head")
        self._view = view

    def lines(self, width: int) -> list[Content]:
        return head_lines(replace(self._view.look, now=clock.now()), width)


class _Body(Flow):
    def __init__(self, unit: Unit) -> None:
        super().__init__(classes="unit--row unit--body")
        self._unit = unit

    def lines(self, width: int) -> list[Content]:
        return body_lines(self._unit, width)


class _Prints(Flow):
    def __init__(self, unit: Unit) -> None:
        super().__init__(classes="unit--row unit--prints")
        self._expectation = getattr(unit, "expectation", None)

    def lines(self, width: int) -> list[Content]:
        return prints_lines(self._expectation, width)


class UnitView(Horizontal):
    """One unit; a click selects it, a click on its corner sends it."""

    class Selected(Message):
        """The learner clicked the unit."""

        def __init__(self, view: UnitView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, unit: Unit, *, node: int, index: int) -> None:
        kind = "shell"
        if isinstance(unit, PowerUnit):
            kind = "power"
        elif isinstance(unit, ShellUnit) and unit.refused:
            kind = "attack"
        super().__init__(classes=f"unit -{kind} {signs.node_class(node)}")
        self.look = UnitLook(unit, node, index)
        self._ticking = False

    @property
    def unit(self) -> Unit:
        """The unit of the deck."""
        return self.look.unit

    def compose(self) -> ComposeResult:
        """The marker, then the unit's rows beside its bar."""
        yield Marker(classes="unit--marker")
        with Vertical(classes="unit--rows"):
            yield _Head(self)
            if body_lines(self.unit, 80):
                yield _Body(self.unit)
            if getattr(self.unit, "expectation", None):
                yield _Prints(self.unit)

    def on_mount(self) -> None:
        """A running unit counts its seconds."""
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        if self.look.state is not None and self.look.state.phase == "running":
            self._redraw()

    def show(self, *, state: UnitChanged | None, current: bool, keys_here: bool) -> None:
        """Draw it anew where something differs."""
        look = replace(self.look, state=state, current=current, keys_here=keys_here)
        if look != self.look:
            self.look = look
            self.set_class(current, "-current")
            self._redraw()

    def _redraw(self) -> None:
        for head in self.query(_Head):
            head.refresh(layout=True)

    def on_click(self) -> None:
        """Select it."""
        self.post_message(self.Selected(self))
