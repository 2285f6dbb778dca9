"""A row of tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from swarmlab.tui.draw.row import row, spread
from swarmlab.tui.draw.tabs import ends_line, tabs_line
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
    plus: tuple[tuple[str, str, str], ...] = ()
    """What stands right after the tabs: key, word and action of each."""
    ends: tuple[tuple[str, str, str], ...] = ()
    """Likewise at the right end of the row."""


class TabRow(Flow):
    """Draws what it is given; a click on a tab goes there."""

    look: reactive[TabsLook] = reactive(TabsLook())

    def lines(self, width: int) -> list[Content]:
        """One row; what is at its end goes first where room is short."""
        look = self.look
        plus = ends_line(look.plus, keys_here=look.keys_here)
        tabs = tabs_line(look.tabs, focused=look.focused, keys_here=look.keys_here,
                         roomy=look.roomy, width=width - plus.cell_length)  # fmt: skip
        left = row(tabs, plus)
        for words in (True, False):
            ends = [(key, word if words else "", action) for key, word, action in look.ends]
            right = ends_line(ends, keys_here=look.keys_here)
            if look.ends and left.cell_length + right.cell_length < width:
                return [spread(left, right, width)]
        return [left.truncate(width, ellipsis=True)]
