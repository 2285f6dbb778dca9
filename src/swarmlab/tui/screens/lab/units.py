"""Selecting, sending and doing units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

from swarmlab.deck.model import ShellUnit
from swarmlab.runs.events import UnitChanged
from swarmlab.tui import clock
from swarmlab.tui.screens.lab.hearing import LabHearing

if TYPE_CHECKING:
    from swarmlab.deck.model import Unit
    from swarmlab.errors import SwarmlabError


class LabUnits(LabHearing):
    """Sends."""

    def action_unit_up(self) -> None:
        """The unit above; without one, a line up."""
        self._select(-1)

    def action_unit_down(self) -> None:
        """The unit below; without one, a line down."""
        self._select(1)

    def _select(self, step: int) -> None:
        if not self.slide_view.select_next(step):
            self.slide_view.scroll_relative(y=step, animate=False)
        self.draw_units()
        self.call_after_refresh(self.draw_bar)

    def action_select(self, index: int) -> None:
        """A click on a unit or a quiz: it is the current one."""
        if self.slide_view.select(index, scroll=False):
            self.go_to("slide")

    def action_send_unit(self, index: int) -> None:
        """A click on a unit's corner: send it; once it is pasted, run it."""
        if self.slide_view.select(index, scroll=False):
            self.draw_units()
            if self._is_pasted():
                self.action_run_pasted()
            else:
                self.action_send()

    def _is_pasted(self) -> bool:
        view = self.slide_view.current
        state = self.lesson.units.get(view.unit.position) if view else None
        return self.shell_view.armed and state is not None and state.phase == "pasted"

    def action_run_pasted(self) -> None:
        """What enter does in a shell with a pasted unit, for a click."""
        if self.shell_view.armed:
            self.shell_view.post_message(Key("enter", "\r"))

    def action_send(self) -> None:
        """Paste the current unit into its node's shell, or do it where it is no command."""
        view = self.slide_view.current
        if view is None:
            self.say("This slide has nothing to send")
        elif isinstance(view.unit, ShellUnit):
            unit = view.unit
            self.ask(lambda: self.session.paste_unit(unit), group="send",
                     done=lambda pasted: self._pasted(unit) if pasted else None)  # fmt: skip
        else:
            self._do(view.unit)

    def _pasted(self, unit: ShellUnit) -> None:
        self.lesson.units.setdefault(
            unit.position, UnitChanged(unit.position, "pasted", clock.now())
        )
        self.show_shell((unit.node, unit.shell))
        self.shell_view.armed = True
        self.go_to("shell")

    def action_run(self) -> None:
        """Do the current power, file or read unit; a command goes through its shell."""
        view = self.slide_view.current
        if view is not None and not isinstance(view.unit, ShellUnit):
            self._do(view.unit)

    def _do(self, unit: Unit) -> None:
        began = clock.now()
        self._note(UnitChanged(unit.position, "running", began))

        def failed(error: SwarmlabError) -> None:
            self._note(UnitChanged(unit.position, "failed", clock.now(), reason="did not work"))
            self.complain(error)

        def done(_: None) -> None:
            now = clock.now()
            ran = UnitChanged(unit.position, "ran", now, now - began)
            self.lesson.units[ran.unit] = ran
            self.unit_changed(ran)

        self.ask(lambda: self.session.run_unit(unit), group="unit", done=done, failed=failed)

    def _note(self, change: UnitChanged) -> None:
        self.lesson.units[change.unit] = change
        self.draw_units()
