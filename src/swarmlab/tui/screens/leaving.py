"""On the way out: what becomes of the nodes, calmly, and no keys any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content

from swarmlab.errors import SwarmlabError
from swarmlab.tui.actions import Where
from swarmlab.tui.draw.header import HeaderLook
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.widgets.header_bar import HeaderBar
from swarmlab.tui.widgets.notice import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from swarmlab.tui.ports import LabSession


class LeavingScreen(LearnerScreen[SwarmlabError | None]):
    """Ends the session; its result is None, or what went wrong."""

    CSS_PATH = "boot.tcss"

    def __init__(self, session: LabSession, *, keep: bool) -> None:
        super().__init__()
        self._session, self._keep = session, keep
        self._names = ", ".join(session.node_names)

    @property
    def where(self) -> Where:
        """Nowhere any more."""
        return Where.LEAVING

    def body(self) -> ComposeResult:
        """What happens to which nodes."""
        with Vertical(id="boot"):
            yield Words(id="leaving")

    def on_mount(self) -> None:
        """Say it, and do it."""
        session = self._session
        chapter = session.lab.chapter(session.place.chapter).chapter.title
        self.query_one(HeaderBar).look = HeaderLook(
            session.lab.name, chapter, engine=session.engine
        )
        self.draw_footer()
        self.query_one("#leaving", Words).said = self._words()
        self.ask(lambda: session.leave(keep=self._keep), group="leave",
                 done=lambda _: self.end(None), failed=self.end)  # fmt: skip

    def _words(self) -> tuple[Content, ...]:
        verb = "Keeping" if self._keep else "Removing"
        return (
            Content.styled(f"{verb} the nodes", "bold"),
            Content.styled(f"{self._names}. Your progress is stored.", "$muted"),
        )
