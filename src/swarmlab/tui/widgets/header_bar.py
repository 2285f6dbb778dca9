"""The first row of every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from swarmlab.tui.draw.header import HeaderLook, header_line
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.content import Content


class HeaderBar(Flow):
    """Draws what it is given; screens set ``look``."""

    DEFAULT_CSS = "HeaderBar { dock: top; height: 1; background: $panel; padding: 0 1; }"
    look: reactive[HeaderLook] = reactive(HeaderLook())

    def lines(self, width: int) -> list[Content]:
        """One row."""
        return [header_line(self.look, width)]
