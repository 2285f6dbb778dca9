"""The grid of a class: draws the rows in view, and keeps the selected one among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from swarmlab.tui.draw.grid import columns, entries, entry_line, foot_lines, numbers_line
from swarmlab.tui.draw.grid_look import GridLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

    from swarmlab.tui.draw.grid import Columns, Entry

_WHEEL_ROWS = 3
_STRIPS_KEPT = 2000
_LEAST_ROWS = 6
"""Of learners, before the foot gives way to them."""


class ClassGrid(Widget):
    """Draws a look; screens set it and say who is selected."""

    DEFAULT_CSS = "ClassGrid { height: 1fr; width: 1fr; padding: 0 2; }"

    class Chosen(Message):
        """A click on a learner."""

        def __init__(self, run: str) -> None:
            super().__init__()
            self.run = run

    class Moved(Message):
        """Other rows are in view."""

        def can_replace(self, message: Message) -> bool:
            """The last one counts."""
            return isinstance(message, ClassGrid.Moved)

    def __init__(self) -> None:
        super().__init__()
        self.look = GridLook()
        self._selected = ""
        self._instead: tuple[Content, ...] = ()
        self._top = 0
        self._entries: tuple[Entry, ...] = ()
        self._columns: Columns = columns(self.look, 80)
        self._drawn_width = 0
        self._foot: list[Content] = []
        self._strips: dict[tuple[Entry, bool], Strip] = {}
        """Rows as they were drawn: most stay as they are from look to look."""
        self.drawn = 0
        """How often it was drawn anew."""

    def on_mount(self) -> None:
        """Another theme has other colours."""
        self.watch(self.app, "theme", self._forget_strips, init=False)

    def _forget_strips(self) -> None:
        self._strips.clear()
        self.refresh()

    # What it shows

    def show(self, look: GridLook, selected: str, instead: Sequence[Content] = ()) -> None:
        """Draw a look with this run selected, or other words; nothing happens if all is as it was.

        Args:
            look: of the chapter.
            selected: the id of a run.
            instead: lines in place of a grid without learners.
        """
        said = tuple(instead)
        if look == self.look and selected == self._selected and said == self._instead:
            return
        follow = selected != self._selected or look.rows != self.look.rows
        self.look, self._selected, self._instead = look, selected, said
        self._arrange(follow=follow)

    @property
    def rows_in_view(self) -> int:
        """How many learners are in view."""
        shown = self._entries[self._top : self._top + self._room]
        return sum(entry.row is not None for entry in shown)

    @property
    def page(self) -> int:
        """Rows of a page."""
        return max(1, self._room - 2)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002
        """Other columns fit, other rows are in view."""
        self._arrange(follow=True)

    def _arrange(self, *, follow: bool) -> None:
        width, height = self.content_size
        if not width or not height:
            return
        at = columns(self.look, width)
        if (at, width) != (self._columns, self._drawn_width) or len(self._strips) > _STRIPS_KEPT:
            self._strips.clear()
        self._columns, self._drawn_width = at, width
        self._entries = entries(self.look) if not self._instead else ()
        self._foot = self._fitting_foot(width, height)
        if follow:
            self._bring_into_view()
        self._set_top(self._top)
        self.drawn += 1
        self.refresh()
        self.post_message(self.Moved())

    def _fitting_foot(self, width: int, height: int) -> list[Content]:
        if self._instead:
            return []
        roomy = foot_lines(self.look, self._columns, width, roomy=True)
        if self._head + len(self._entries) + len(roomy) <= height:
            return roomy
        foot = foot_lines(self.look, self._columns, width, roomy=False)
        return foot if height - self._head - len(foot) >= _LEAST_ROWS else []

    @property
    def _head(self) -> int:
        return 2

    @property
    def _room(self) -> int:
        """Rows for learners and headings."""
        return max(1, self.content_size.height - self._head - len(self._foot))

    def _index(self) -> int:
        return next((n for n, entry in enumerate(self._entries)
                     if entry.row is not None and entry.row.run == self._selected), 0)  # fmt: skip

    def _bring_into_view(self) -> None:
        index = self._index()
        above = index  # the heading of the first of a group comes along
        while above and self._entries[above - 1].row is None:
            above -= 1
        if above < self._top:
            self._top = above
        elif index >= self._top + self._room:
            self._top = index - self._room + 1

    def _set_top(self, top: int) -> None:
        self._top = max(0, min(top, len(self._entries) - self._room))

    def _wheel(self, rows: int) -> None:
        before = self._top
        self._set_top(self._top + rows)
        if self._top != before:
            self.refresh()
            self.post_message(self.Moved())

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Further down."""
        event.stop()
        self._wheel(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self._wheel(-_WHEEL_ROWS)

    async def on_click(self, event: Click) -> None:
        """Choose the learner of the row, or do what the words name."""
        event.stop()
        action = event.style.meta.get("act")
        if action:
            await self.run_action(f"screen.{action}")
            return
        offset = event.get_content_offset(self)
        entry = self._entry(offset.y) if offset is not None else None
        if entry is not None and entry.row is not None:
            self.post_message(self.Chosen(entry.row.run))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row."""
        width, entry = self.content_size.width, self._entry(y)
        if entry is None:
            return self._strip(self._other_line(y), width)
        selected = entry.row is not None and entry.row.run == self._selected
        key = entry, selected
        if key not in self._strips:
            line = entry_line(entry, self._columns, width, selected=selected)
            self._strips[key] = self._strip(line, width)
        return self._strips[key]

    def _strip(self, line: Content, width: int) -> Strip:
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def _entry(self, y: int) -> Entry | None:
        """The learner or heading in a row of the widget; None where it is something else."""
        at = y - self._head
        if self._instead or not 0 <= at < min(self._room, len(self._entries) - self._top):
            return None
        return self._entries[self._top + at]

    def _other_line(self, y: int) -> Content:
        if self._instead:
            return self._instead[y - 1] if 0 < y <= len(self._instead) else Content()
        if y == self._head - 1:
            return numbers_line(self.look, self._columns)
        below = y - self._head - min(self._room, len(self._entries))
        return self._foot[below] if 0 <= below < len(self._foot) else Content()
