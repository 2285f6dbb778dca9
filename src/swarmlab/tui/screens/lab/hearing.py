"""What the session tells, drawn as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.errors import EngineError, SwarmlabError
from swarmlab.runs.events import (
    EngineChanged,
    NodeChanged,
    ProgressTrouble,
    Rebooted,
    ResetProved,
    SnapshotTaken,
    StepDone,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.tui.relay import relay
from swarmlab.tui.remembered import FRESH
from swarmlab.tui.requests import EngineLost
from swarmlab.tui.screens.lab.mapping import LabMap

if TYPE_CHECKING:
    from swarmlab.runs.events import Event
    from swarmlab.tui.relay import Heard


class LabHearing(LabMap):
    """Hears the session while it is mounted."""

    async def on_mount(self) -> None:
        """Hear the session, show the slide, open the first shell."""
        self._stop_hearing = relay(self.session, self)
        self.set_interval(20.0, self.draw_time)
        self.go_to("slide")
        await self.draw_slide()
        self.show_shell((self._first_node(), None))

    def on_unmount(self) -> None:
        """Hear no more."""
        self._stop_hearing()

    def _first_node(self) -> str:
        unit = self.slide_view.current
        nodes = self.session.node_names
        return unit.unit.node if unit and unit.unit.node in nodes else nodes[0] if nodes else ""

    async def on_heard(self, message: Heard) -> None:
        """Draw what changed."""
        event = message.event
        self.lesson.hear(event)
        match event:
            case UnitChanged():
                self.unit_changed(event)
            case VerdictsChanged() | StepDone():
                self.draw_tasks()
                self.draw_swarm()
                self.draw_time()
                self.set_timer(FRESH, self._calm)
            case SnapshotTaken():
                self.draw_swarm()
                self.set_timer(FRESH, self._calm)
            case Rebooted():
                await self._rebooted()
            case _:
                self._outside_changed(event)

    def unit_changed(self, event: UnitChanged) -> None:
        """Another corner; once the current unit ran, the next one is current."""
        current = self.slide_view.current
        if event.phase in {"ran", "skipped"} and current and current.unit.position == event.unit:
            self.slide_view.pass_on(self.lesson.units)
        self.draw_units()
        self.draw_bar()

    async def _rebooted(self) -> None:
        self.lesson.forget_units()
        await self.draw_slide()
        self.slide_view.select_open(self.lesson.units)
        self.draw_units()
        self.reopen_shells()

    def _outside_changed(self, event: Event) -> None:
        match event:
            case NodeChanged():
                if event.alive:
                    self.reopen_shells(event.node)
                self.say(f"{event.node}: {event.word}")
                self.draw_swarm()
                self.draw_keys()
            case ResetProved(proof=proof) if proof.holds:
                self.say(proof.line)
            case ResetProved(proof=proof):
                self.complain(SwarmlabError(proof.line, next_step="r resets again"))
            case ProgressTrouble():
                self.complain(SwarmlabError(event.reason, next_step=event.next_step))
            case EngineChanged(answers=False):
                self.post_message(EngineLost(event.reason))
            case _:
                pass

    def _calm(self) -> None:
        self.lesson.calm()
        self.draw_tasks()
        self.draw_swarm()

    def complain(self, error: SwarmlabError) -> None:
        """A lost engine has a screen of its own; all else is said above the footer."""
        if isinstance(error, EngineError):
            self.post_message(EngineLost(str(error)))
        else:
            super().complain(error)
