"""The engine does not answer: what is, what to do, what is safe; goes away by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content

from swarmlab.runs.events import EngineChanged
from swarmlab.tui import clock, signs, words
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.row import hang, row
from swarmlab.tui.ports import EngineWord
from swarmlab.tui.relay import relay
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from swarmlab.tui.draw.header import HeaderLook
    from swarmlab.tui.ports import Desk, LabSession
    from swarmlab.tui.relay import Heard

_NODES = "they live in the engine; if they are gone with it, reset brings fresh ones to this step"
ASK_EVERY = 3.0
"""Seconds between two questions."""
COMMANDS = (("make engine", "in the project, or"),
            ("systemctl start docker", "where systemd runs it"))  # fmt: skip


class _Words(Flow):
    def __init__(self, screen: EngineGoneScreen, part: str) -> None:
        super().__init__(id=part)
        self._gone = screen

    def lines(self, width: int) -> list[Content]:
        return self._gone.what_lines(width) if self.id == "what" else self._gone.rest_lines(width)


class EngineGoneScreen(LearnerScreen[None]):
    """Asks again and again, and ends when the engine answers."""

    CSS_PATH = "engine_gone.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.ENGINE_GONE)]

    def __init__(
        self, desk: Desk, session: LabSession | None, reason: str, header: HeaderLook
    ) -> None:
        super().__init__()
        self._desk, self._session, self._reason = desk, session, reason
        self._header = header
        self._word: EngineWord | None = None
        self._since = clock.now()
        self._asked = 0
        self._next = clock.ticks() + ASK_EVERY

    @property
    def where(self) -> Where:
        """The lost engine."""
        return Where.ENGINE_GONE

    def body(self) -> ComposeResult:
        """What is; what to do and what is safe."""
        with VerticalScroll(id="gone", can_focus=False):
            yield _Words(self, "what")
            yield _Words(self, "rest")

    def on_mount(self) -> None:
        """Begin to ask, and to hear."""
        self._stop_hearing = relay(self._session, self) if self._session else None
        gone = replace(self._header.engine or EngineWord(answers=False), answers=False)
        self.query_one(HeaderBar).look = replace(self._header, engine=gone)
        self.draw_footer(labels={"leave": "leave, progress stays"})
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        """Hear no more."""
        if self._stop_hearing is not None:
            self._stop_hearing()

    def on_heard(self, message: Heard) -> None:
        """The session heard the engine before we asked."""
        if isinstance(message.event, EngineChanged) and message.event.answers:
            self._back()

    def _tick(self) -> None:
        if clock.ticks() >= self._next:
            self.action_ask_now()
        self.query_one("#rest").refresh()

    def action_ask_now(self) -> None:
        """Ask the engine."""
        self._next = clock.ticks() + ASK_EVERY
        self.ask(self._desk.engine, group="engine", done=self._answered)

    def _answered(self, word: EngineWord) -> None:
        self._asked += 1
        self._word = word
        if word.answers:
            self._back()
        else:
            self.query_one("#what").refresh(layout=True)
            self.query_one("#rest").refresh(layout=True)

    def _back(self) -> None:
        self.end(None)

    def action_copy_report(self) -> None:
        """The words of this screen, to the terminal's clipboard."""
        lines = [*self.what_lines(72), *self.rest_lines(72)]
        self.app.copy_to_clipboard("\n".join(line.plain for line in lines))
        self.say("Copied")

    def what_lines(self, width: int) -> list[Content]:
        """What is, with the engine's own words where it has some."""
        title = "The engine stopped answering" if self._session else "The engine does not answer"
        reason = (self._word.reason if self._word else "") or self._reason
        since = f"No answer since {words.clock_seconds(self._since)}."
        found = [Content.styled(f"{signs.FAILED} {title}", "bold $error"), Content()]
        found += Content(since).wrap(width)
        if reason:
            found += Content.styled(words.line(reason), "$muted").wrap(width)
        return found

    def rest_lines(self, width: int) -> list[Content]:
        """What to do, and what is safe."""
        found = [Content.styled("Next step", "bold"), Content()]
        if self._word is not None and self._word.next_step:
            found += Content(words.line(self._word.next_step)).wrap(width)
        else:
            found += [Content("Start the engine in another terminal:"), Content()]
            found += [
                row("    ", (name.ljust(26), "bold"), (said, "$muted")) for name, said in COMMANDS
            ]
        found += [Content(), Content("This screen goes away by itself when the engine answers."),
                  Content.styled(self._asked_words(), "$muted")]  # fmt: skip
        return [*found, *self._safe_lines(width)] if self._session else found

    def _asked_words(self) -> str:
        left = max(0, round(self._next - clock.ticks()))
        times = (
            "Not asked yet" if not self._asked else f"Asked {words.counted(self._asked, 'time')}"
        )
        return f"{times}, the next time in {left} s."

    def _safe_lines(self, width: int) -> list[Content]:
        assert self._session is not None
        done = sum(self._session.step_is_done(step.id) for step in self._session.lab.steps)
        pairs = (
            ("progress", f"stored: {words.counted(done, 'step')} done"),
            ("nodes", _NODES),
        )
        found = [Content(), Content(), Content.styled("What is safe", "bold"), Content()]
        for label, text in pairs:
            found += hang(Content.styled(label.ljust(12), "$muted"), Content(text), width)
        return found
