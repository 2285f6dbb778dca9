"""The app: themes, and which screen comes when. It wires, it does not do."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from swarmlab.errors import EngineError, UsageError
from swarmlab.tui.background import in_background
from swarmlab.tui.draw.header import HeaderLook
from swarmlab.tui.screens.start import SUBTITLE, StartScreen
from swarmlab.tui.themed import ThemedApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual._path import CSSPathType
    from textual.binding import BindingType

    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.model import Place
    from swarmlab.tui.ports import Desk, LabSession
    from swarmlab.tui.requests import EngineLost, LabWanted, NodesWanted


class SwarmlabApp(ThemedApp[None], inherit_bindings=False):
    """The learner's screens on a desk.

    Args:
        desk: where labs come from.
        lab: open this one at once, without a choice on the start screen.
        theme: the name of the theme to begin with.

    Attributes:
        failure: set when the app ends because the named lab could not be opened, too.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["screens/base.tcss", "screens/start.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk, lab: str | None = None, *, theme: str = "swarmlab-dark") -> None:
        super().__init__(theme)
        self.desk, self._lab = desk, lab
        self.session: LabSession | None = None
        self._left = threading.Event()
        """Set while no session is being left: a lab is not opened before."""
        self._left.set()

    def get_default_screen(self) -> StartScreen:
        """The start screen."""
        return StartScreen(self.desk)

    def on_mount(self) -> None:
        """A lab named on the command line is opened at once."""
        if self._lab is not None:
            self.call_after_refresh(self._open, self._lab)

    # A lab

    def on_lab_wanted(self, message: LabWanted) -> None:
        """The learner chose a lab."""
        self._open(message.lab, message.place)

    def _open(self, lab: str, place: Place | None = None) -> None:
        in_background(self.screen, lambda: self._opening(lab), group="open",
                      done=lambda session: self._opened(session, place),
                      failed=self._not_opened)  # fmt: skip

    def _opening(self, lab: str) -> LabSession:
        self._left.wait()
        return self.desk.open(lab)

    def _not_opened(self, error: SwarmlabError) -> None:
        if isinstance(error, EngineError):
            self._engine_gone(str(error), lambda: self._open(self._lab) if self._lab else None)
        elif isinstance(self.screen, StartScreen):
            self.failure = error
            self.screen.complain(error)

    def _opened(self, session: LabSession, place: Place | None) -> None:
        self.session, self.failure = session, None
        if session.booted:
            self._show_lab(place)
        elif (place or session.place).chapter in session.class_word.locked:
            self._locked(session.lab.chapter((place or session.place).chapter).chapter.title)
        else:
            chapter = session.lab.chapter((place or session.place).chapter).chapter.title
            work = session.boot if place is None else lambda: session.enter(place)
            self._boot(session, work, chapter)

    def _locked(self, chapter: str) -> None:
        self._to_labs()
        self._not_opened(UsageError(f"the instructor has locked the chapter {chapter}",
                                    next_step="wait until it is released, or choose another"),
                         )  # fmt: skip

    def _show_lab(self, place: Place | None = None) -> None:
        from swarmlab.tui.screens.lab.screen import LabScreen  # noqa: PLC0415 - not for first paint

        assert self.session is not None
        if not any(isinstance(screen, LabScreen) for screen in self.screen_stack):
            self.push_screen(LabScreen(self.session, place))

    # Nodes

    def on_nodes_wanted(self, message: NodesWanted) -> None:
        """A reset, or another chapter."""
        self._boot(message.session, message.work, message.chapter)

    def _boot(self, session: LabSession, work: Callable[[], object], chapter: str) -> None:
        from swarmlab.tui.screens.boot import BootScreen  # noqa: PLC0415 - not for first paint

        screen = BootScreen(session, work, chapter)

        def ended(error: SwarmlabError | None) -> None:
            if error is None:
                self._show_lab()
            else:
                self._boot_failed(screen, error, lambda: self._boot(session, work, chapter))

        self.push_screen(screen, ended)

    def _boot_failed(self, screen: object, error: SwarmlabError, again: Callable[[], None]) -> None:
        from swarmlab.tui.screens.boot import BootScreen, Stopped  # noqa: PLC0415
        from swarmlab.tui.screens.boot_failed import BootFailedScreen  # noqa: PLC0415

        assert isinstance(screen, BootScreen)
        if isinstance(error, Stopped):
            self._to_labs()
        elif isinstance(error, EngineError):
            self._engine_gone(str(error), again)
        else:
            self.push_screen(
                BootFailedScreen(error, screen.boot, screen.header_look()),
                lambda wanted: again() if wanted == "again" else self._to_labs(),
            )

    def _to_labs(self) -> None:
        session, self.session = self.session, None
        while not isinstance(self.screen, StartScreen):
            self.pop_screen()
        if session is not None:
            self._left.clear()
            in_background(self.screen, lambda: self._leaving(session), group="leave",
                          failed=self._not_opened)  # fmt: skip

    def _leaving(self, session: LabSession) -> None:
        try:
            session.leave(keep=False)
        finally:
            self._left.set()

    # The engine

    def on_engine_lost(self, message: EngineLost) -> None:
        """It stopped answering while a lab was on."""
        self._engine_gone(message.reason)

    def _engine_gone(self, reason: str, then: Callable[[], object] | None = None) -> None:
        from swarmlab.tui.screens.engine_gone import EngineGoneScreen  # noqa: PLC0415

        if any(isinstance(screen, EngineGoneScreen) for screen in self.screen_stack):
            return
        screen = EngineGoneScreen(self.desk, self.session, reason, self._header())

        def answers(_: None) -> None:
            if then is not None:
                then()

        self.push_screen(screen, answers)

    def _header(self) -> HeaderLook:
        if self.session is None:
            return HeaderLook(subtitle=SUBTITLE)
        session = self.session
        chapter = session.lab.chapter(session.place.chapter).chapter.title
        return HeaderLook(session.lab.name, chapter, engine=session.engine)
