"""The command palette: every action that works where keys go now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider

from swarmlab.tui import actions
from swarmlab.tui.screens.base import LearnerScreen

if TYPE_CHECKING:
    from textual.app import App
    from textual.command import Hits


class Actions(Provider):
    """The actions of the screen beneath the palette."""

    def _offered(self) -> list[tuple[str, str]]:
        if not isinstance(self.screen, LearnerScreen):
            return []
        offered = [
            a for a in actions.here(self.screen.where) if a.id not in {"palette"} | actions.DIGITS
        ]
        found = [(f"{a.help.rstrip('.')}  ({a.label})", a.id) for a in offered]
        return [*found, *self.screen.more_actions()]

    async def _do(self, action: str) -> None:
        await self.screen.run_action(action)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for text, action in self._offered():
            yield DiscoveryHit(text, partial(self._do, action))

    async def search(self, query: str) -> Hits:
        """Those that fit."""
        matcher = self.matcher(query)
        for text, action in self._offered():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, matcher.highlight(text), partial(self._do, action))


def open_palette(app: App[Any]) -> None:
    """Show it, once."""
    if not CommandPalette.is_open(app):
        app.push_screen(CommandPalette([Actions], placeholder="an action"))
