"""A row of tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from swarmlab.tui.draw.tabs import tabs_line
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.content import Content

    from swarmlab.tui.draw.tabs import Tab


@dataclass(frozen=True, slots=True)
class TabsLook:
    """What the row says."""

    tabs: tuple[Tab, ...] = ()
    focused: bool = False
    """The keys go to the chosen tab's pane."""
    keys_here: bool = False
    """The tabs' keys work now."""
    roomy: bool = False
    """There is room for a blank after each bar."""


class TabRow(Flow):
    """Draws what it is given; a click on a tab goes there."""

    look: reactive[TabsLook] = reactive(TabsLook())

    def lines(self, width: int) -> list[Content]:
        """One row."""
        look = self.look
        line = tabs_line(
            look.tabs, focused=look.focused, keys_here=look.keys_here, roomy=look.roomy
        )
        return [line.truncate(width, ellipsis=True)]
