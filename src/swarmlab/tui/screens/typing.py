"""The solution is typed into the shells: which unit on which node, and how to stop it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.screen import ModalScreen

from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit
from swarmlab.runs.events import UnitChanged
from swarmlab.runs.typist import TypingStopped
from swarmlab.tui import clock
from swarmlab.tui.background import in_background
from swarmlab.tui.draw.typing import TypingLook, UnitRow, keys_line, typing_lines
from swarmlab.tui.relay import relay
from swarmlab.tui.screens.base import SIZES, layout_for
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.events import Key, Resize
    from textual.geometry import Size

    from swarmlab.deck.model import Position, Unit
    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.model import Step
    from swarmlab.tui.ports import LabSession
    from swarmlab.tui.relay import Heard


class _Progress(Flow):
    look: reactive[TypingLook] = reactive(TypingLook(0, ()), layout=True)

    def lines(self, width: int) -> list[Content]:
        return typing_lines(self.look, width)


class _Keys(_Progress):
    def lines(self, width: int) -> list[Content]:
        return [keys_line(self.look, width)]


class TypingScreen(ModalScreen[str]):
    """Ends with ``typed``, ``stopped``, ``reset`` or, after a failure, an empty string.

    Args:
        session: types.
        step: whose solution.
        follow: told of each unit that begins, to show the shell it is typed into.
    """

    CSS_PATH = "typing.tcss"

    def __init__(self, session: LabSession, step: Step, follow: Callable[[Unit], None]) -> None:
        super().__init__()
        self._session, self._step, self._follow = session, step, follow
        self._units = step.slide.solution
        self._changes: dict[Position, UnitChanged] = {}
        self._stopping = False
        self._fault: SwarmlabError | None = None

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="typing", can_focus=False):
            yield _Progress()
        yield _Keys(id="typing-keys")

    def on_mount(self) -> None:
        """Begin."""
        self._stop_hearing = relay(self._session, self)
        self._take_place(self.app.size)
        self._draw()
        self.set_interval(1.0, self._draw)
        in_background(self, lambda: self._session.solve(self._step), group="solve",
                      done=lambda _: self._end("typed"), failed=self._failed)  # fmt: skip

    def on_unmount(self) -> None:
        """Hear no more."""
        self._stop_hearing()

    def on_resize(self, event: Resize) -> None:
        """In the slide's place, which each layout has elsewhere."""
        self._take_place(event.size)

    def _take_place(self, size: Size) -> None:
        chosen = layout_for(size.width, size.height)
        for name, _, _ in SIZES:
            self.set_class(name == chosen, name)

    def on_heard(self, message: Heard) -> None:
        """A unit begins or ended."""
        event = message.event
        unit = next((u for u in self._units if _is_of(event, u)), None)
        if unit is None or not isinstance(event, UnitChanged):
            return
        self._changes[event.unit] = event
        if event.phase == "running":
            self._follow(unit)
        self._draw()

    def _draw(self) -> None:
        nodes = [node.name for node in self._session.lab.nodes]
        look = TypingLook(
            self._step.number,
            tuple(_row(unit, nodes, self._changes.get(unit.position)) for unit in self._units),
            stopping=self._stopping,
        )
        if self._fault is not None:
            fault = self._fault
            look = replace(look, fault=fault.message, place=fault.place, next_step=fault.next_step)
        for part in self.query(_Progress):
            part.look = look

    def _failed(self, error: SwarmlabError) -> None:
        if isinstance(error, TypingStopped):
            self._end("stopped")
            return
        self._fault = error
        self._draw()
        box = self.query_one("#typing", VerticalScroll)
        self.call_after_refresh(box.scroll_end, animate=False)

    def on_key(self, event: Key) -> None:
        """Escape stops, or leads back; r offers a reset after a failure."""
        event.stop()
        self.action_key(event.key)

    def action_key(self, key: str) -> None:
        """What a key does, for a click too."""
        if self._fault is not None:
            if key in {"escape", "r"}:
                self._end("reset" if key == "r" else "")
        elif key == "escape":
            self._stopping = True
            self._draw()
            in_background(self, self._session.stop_solving, group="stop", failed=self._failed)

    def _end(self, result: str) -> None:
        if self.app.screen is self:
            self.dismiss(result)


def _is_of(event: Any, unit: Unit) -> bool:
    return isinstance(event, UnitChanged) and event.unit == unit.position


def _row(unit: Unit, nodes: list[str], change: UnitChanged | None) -> UnitRow:
    colour = nodes.index(unit.node) if unit.node in nodes else 0
    seconds = change.seconds if change else 0.0
    if change and change.phase == "running":
        seconds = clock.now() - change.at
    return UnitRow(unit.node, colour, text_of(unit), change.phase if change else None, seconds)


def text_of(unit: Unit) -> str:
    """What a unit does, in one line."""
    match unit:
        case PowerUnit():
            return f"power: {', '.join(unit.verbs)}"
        case FileUnit():
            return f"writes {unit.path}"
        case ReadUnit():
            return f"reads the {unit.what} into {unit.path}"
        case _:
            first, *more = unit.text.strip().split("\n")
            return f"{first.rstrip(chr(92)).rstrip()} …" if more else first
