"""The rows above a class, and what an action came to below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from swarmlab.tui.draw.class_bar import (
    ClassHeaderLook,
    ClassLineLook,
    class_header_line,
    class_line,
)
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.content import Content


class ClassHeader(Flow):
    """The first row."""

    look: reactive[ClassHeaderLook] = reactive(ClassHeaderLook())

    def lines(self, width: int) -> list[Content]:
        """One row."""
        return [class_header_line(self.look, width)]


class ClassLine(Flow):
    """The row under it."""

    look: reactive[ClassLineLook] = reactive(ClassLineLook())

    def lines(self, width: int) -> list[Content]:
        """One row."""
        return [class_line(self.look, width)]
