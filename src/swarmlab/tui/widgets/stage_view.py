"""The slide of a talk, in the middle of the screen; a page at a time where it is longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

from swarmlab.tui.draw.stage import stage_lines
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from swarmlab.tui.draw.stage import StageLook

_OVERLAP = 2
"""Rows of a page that the next one shows again."""


class _Slide(Flow):
    def __init__(self, view: StageView) -> None:
        super().__init__()
        self._view = view

    def lines(self, width: int) -> list[Content]:
        return self._view.drawn(width)


class StageView(VerticalScroll, inherit_bindings=False):
    """Shows what it is given."""

    class Moved(Message):
        """Other rows are in view, or the screen has another size."""

        def __init__(self, *, resized: bool = False) -> None:
            super().__init__()
            self.resized = resized

        def can_replace(self, message: Message) -> bool:
            """The last one counts; that there was another size is not forgotten."""
            return isinstance(message, StageView.Moved) and self.resized >= message.resized

    def __init__(self) -> None:
        super().__init__(id="stage", can_focus=False)
        self._look: StageLook | None = None
        self._lines: dict[tuple[int, int], list[Content]] = {}

    def compose(self) -> ComposeResult:
        """One widget for all of it."""
        yield _Slide(self)

    def show(self, look: StageLook) -> None:
        """Draw a slide."""
        if look != self._look:
            self._look, self._lines = look, {}
            self.query_one(_Slide).refresh(layout=True)

    def drawn(self, width: int) -> list[Content]:
        """The slide as lines of that width."""
        size = width, self._height
        if self._look is None or not width:
            return []
        if size not in self._lines:
            self._lines = {size: stage_lines(self._look, *size)}
        return self._lines[size]

    @property
    def _height(self) -> int:
        return self.content_size.height

    # Pages

    @property
    def rows(self) -> int:
        """How many rows the slide has."""
        return len(self.drawn(self.content_size.width))

    @property
    def pages(self) -> int:
        """How many pages it takes; one where it fits."""
        over = max(0, self.rows - self._height)
        return 1 + -(-over // self._step)

    @property
    def page(self) -> int:
        """The page whose rows are in view."""
        if self.below:
            return self.scroll_offset.y // self._step
        return self.pages - 1

    @property
    def _step(self) -> int:
        return max(1, self._height - _OVERLAP)

    @property
    def above(self) -> int:
        """Rows that are scrolled away."""
        return self.scroll_offset.y

    @property
    def below(self) -> int:
        """Rows that are still to come."""
        return max(0, self.rows - self._height - self.scroll_offset.y)

    def turn_to(self, page: int) -> None:
        """Bring a page into view, as soon as the slide is laid out."""
        self.call_after_refresh(self._turn_to, page)

    def _turn_to(self, page: int) -> None:
        self.scroll_to(y=page * self._step, animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say which rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another place for the slide, and other pages."""
        self._lines = {}
        self.query_one(_Slide).refresh(layout=True)
        self.post_message(self.Moved(resized=True))
