"""Getting around: outline, search, links, and what was captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui.draw.links import Link, links_of
from swarmlab.tui.outline import outline_rows
from swarmlab.tui.screens.finding import OutlineScreen, SearchScreen
from swarmlab.tui.screens.lab.reading import LabReading
from swarmlab.tui.screens.links import LinksScreen
from swarmlab.tui.search import pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.model import Place
    from swarmlab.tui.ports import LabSession
    from swarmlab.tui.search import Page


class LabFinding(LabReading):
    """Finds."""

    _pages: Sequence[Page] = ()

    def __init__(self, session: LabSession, place: Place | None = None) -> None:
        super().__init__(session)
        self._wanted = place
        """Where the learner chose to begin, though nodes of another place are up."""

    async def on_mount(self) -> None:
        """Nodes are up: go where the learner wants to be, which may ask first."""
        if self._wanted is not None and self._wanted.chapter != self.session.place.chapter:
            self.call_after_refresh(self.jump, self._wanted)

    def action_outline(self) -> None:
        """All slides; one can be chosen."""
        session = self.session
        rows = outline_rows(session.lab, session.place, session.step_is_done)
        self.app.push_screen(OutlineScreen(rows), self._jump)

    def action_search(self) -> None:
        """Search all slides; a hit can be chosen."""
        if not self._pages:
            self._pages = pages(self.session.lab)
        self.app.push_screen(SearchScreen(self._pages), self._jump_whole)

    async def _jump(self, place: Place | None) -> None:
        if place is not None:
            await self.jump(place)

    async def _jump_whole(self, place: Place | None) -> None:
        if place is not None:  # what was found may stand after a pause
            await self.jump(place, whole=True)

    def action_reveal(self) -> None:
        """Write captured secrets out, or mask them again."""
        reader = self.lesson.reader
        captures = reader.captures(self.lesson.slide)
        if not captures.secret:
            self.say("Nothing secret was captured on this slide yet" if not captures.captures
                     else "None of these values is secret")  # fmt: skip
            return
        reader.captures_shown = not reader.captures_shown
        self.draw_units()
        if reader.captures_shown:
            self.call_after_refresh(self.slide_view.show_captures)

    def action_links(self) -> None:
        """Where the links of the slide lead."""
        links = links_of(self.lesson.shown())
        if links:
            self.app.push_screen(LinksScreen(links))
        else:
            self.say("This slide has no links")

    def action_link(self, address: str) -> None:
        """A click on a link: where it leads."""
        url = bytes.fromhex(address).decode(errors="replace")
        links = links_of(self.lesson.shown())
        chosen = next((n for n, link in enumerate(links) if link.url == url), None)
        if chosen is None:  # a link in a task's words
            links, chosen = (Link(url, url),), 0
        self.app.push_screen(LinksScreen(links, chosen))
