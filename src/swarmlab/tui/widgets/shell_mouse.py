"""The mouse in a shell: the program's where it asks for it, else the learner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from swarmlab.tui.keys import key_bytes
from swarmlab.tui.mouse import MIDDLE, NONE, WHEEL_DOWN, WHEEL_UP, MouseAct, mouse_bytes
from swarmlab.tui.selection import Selection, line_at, selected_text, word_at
from swarmlab.tui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from textual import events

    from swarmlab.tui.selection import Cell

WHEEL_ROWS = 3


class ShellMouse(ShellScreen):
    """Clicks, drags and the wheel; with shift they are never the program's."""

    class Copied(Message, namespace="shell_view"):
        """What was selected is in the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    _held: int | None = None
    """The button whose press the program was told of."""
    _anchor: Cell | None = None
    """Where a selection began that is being dragged."""
    _told: Cell | None = None
    """The cell of the last move that the program was told of."""

    def _cell(self, event: events.MouseEvent) -> Cell:
        offset = event.get_content_offset_capture(self)
        row = max(0, min(int(offset.y), self.size.height - 1))
        return row, max(0, min(int(offset.x), self.size.width - 1))

    def _is_programs(self, event: events.MouseEvent) -> bool:
        screen = self._screen
        if screen is None or self._lost or self._past is not None:
            return False
        return screen.mouse and not event.shift

    def _report(self, act: MouseAct, button: int, event: events.MouseEvent) -> None:
        if self._screen is None:
            return
        row, column = self._cell(event)
        data = mouse_bytes(act, button, (column, row), alt=event.meta, ctrl=event.ctrl,
                           sgr=self._screen.mouse_sgr)  # fmt: skip
        if data:
            self.do(lambda shell: shell.keys(data))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The program's, or a selection begins."""
        event.stop()
        self.capture_mouse()
        self._drop_selection()
        if self._is_programs(event):
            self._held = max(0, event.button - 1)
            self._report(MouseAct.PRESS, self._held, event)
        elif event.button == 1:
            row, column = self._cell(event)
            self._anchor = (row + self.first_row, column)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag, or a move that the program wants to know of."""
        event.stop()
        if self._anchor is not None:
            row, column = self._cell(event)
            head = (row + self.first_row, column)
            if head != self._anchor or self.selection is not None:
                self.selection = Selection(self._anchor, head)
                self.refresh()
        elif self._wants_move(event) and self._cell(event) != self._told:
            self._told = self._cell(event)
            self._report(MouseAct.MOVE, NONE if self._held is None else self._held, event)

    def _wants_move(self, event: events.MouseMove) -> bool:
        screen = self._screen
        if screen is None or not (self._is_programs(event) or self._held is not None):
            return False
        return screen.mouse_moves or (self._held is not None and screen.mouse_drags)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """What was dragged over is copied."""
        event.stop()
        self.release_mouse()
        held, self._held, self._told = self._held, None, None
        dragged, self._anchor = self._anchor is not None, None
        if held is not None:
            self._report(MouseAct.RELEASE, held, event)
        elif dragged and self.selection is not None:
            self._copy()
        elif event.button == MIDDLE + 1 and not dragged:
            self.paste(self.app.clipboard)

    def on_click(self, event: events.Click) -> None:
        """Twice copies a word, three times a line; once does what the words under it name."""
        event.stop()
        if self._is_programs(event) or event.button != 1:
            return
        if self._past is not None and self._cell(event)[0] == self.size.height - 1:
            self.past_key(event.style.meta.get("act", ""))
        elif event.chain == 2:
            self._select(word_at(self.plain_rows(), self._at(event), self.size.width))
        elif event.chain == 3:
            self._select(line_at(self.plain_rows(), self._at(event)[0], self.size.width))

    def _at(self, event: events.MouseEvent) -> Cell:
        row, column = self._cell(event)
        return row + self.first_row, column

    def _select(self, selection: Selection | None) -> None:
        self.selection = selection
        self.refresh()
        if selection is not None:
            self._copy()

    def _drop_selection(self) -> None:
        if self.selection is not None:
            self.selection = None
            self.refresh()

    def _copy(self) -> None:
        assert self.selection is not None
        alternate = self._screen is not None and self._screen.alternate and self._past is None
        text = selected_text(
            self.plain_rows(), self.selection, self.size.width, joins=not alternate
        )
        if text.strip():
            self.app.copy_to_clipboard(text)
            self.post_message(self.Copied(text))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The program's, or look back."""
        self._wheel(event, WHEEL_UP)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The program's, or look towards now."""
        self._wheel(event, WHEEL_DOWN)

    def _wheel(self, event: events.MouseEvent, button: int) -> None:
        event.stop()
        screen, up = self._screen, button == WHEEL_UP
        if self._is_programs(event):
            self._report(MouseAct.PRESS, button, event)
        elif screen and screen.alternate and self._past is None and not event.shift:
            # As xterm's alternate scroll: less and vi scroll without asking for the mouse.
            key = key_bytes("up" if up else "down", application=screen.application_cursor)
            self.do(lambda shell: shell.keys(key * WHEEL_ROWS))
        else:
            self.look_back(WHEEL_ROWS if up else -WHEEL_ROWS)

    def paste(self, text: str) -> None:
        """Paste into the shell."""
        raise NotImplementedError

    def past_key(self, key: str, character: str | None = None) -> bool:
        """Take a key while looking back; whether it was one for that."""
        raise NotImplementedError
