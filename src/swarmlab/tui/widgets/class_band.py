"""The band in which a message of the instructor stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from swarmlab.tui.draw.class_band import BandLook, band_lines, is_last_page
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.content import Content


class ClassBand(Flow):
    """Takes room only while there is a message."""

    look: reactive[BandLook] = reactive(BandLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        """Who says what, and the key that puts it away."""
        return band_lines(self.look, width)

    def watch_look(self) -> None:
        """The .tcss shows it while it says something."""
        self.set_class(self.look.message is not None, "-says")

    @property
    def has_more(self) -> bool:
        """Some of the message was not shown yet."""
        return not is_last_page(self.look, self.content_size.width)
