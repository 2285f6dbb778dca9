"""A widget that is lines of text, made anew for each width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from swarmlab.tui.draw.row import stack

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.content import Content
    from textual.events import Click
    from textual.geometry import Size


class Flow(Widget):
    """Draws what ``lines`` gives for its width; a click does the action its text carries."""

    DEFAULT_CSS = """
    Flow { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    def lines(self, width: int) -> list[Content]:
        """The lines now, each at most ``width`` cells wide."""
        raise NotImplementedError

    def render(self) -> RenderResult:
        """The lines under each other."""
        return stack(self.lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as there are lines."""
        return max(1, len(self.lines(width)))

    async def on_click(self, event: Click) -> None:
        """Do what the clicked words name."""
        action = event.style.meta.get("act")
        if action:
            event.stop()
            await self.run_action(f"screen.{action}")
