"""A node's shell: draws what its terminal shows and sends it every key but one."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from swarmlab.errors import SwarmlabError
from swarmlab.tui.keys import key_bytes
from swarmlab.tui.painter import Painter
from swarmlab.tui.sgr import segments

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events

    from swarmlab.tui.ports import Screen, ShellPort

GUIDE_KEY = "ctrl+g"
WHEEL_ROWS = 3


class Painted(Message, bubble=False):
    """The shell may look different now."""

    def __init__(self, shell: ShellPort, screen: Screen | None) -> None:
        super().__init__()
        self.shell, self.screen = shell, screen

    def can_replace(self, message: Message) -> bool:
        """Only the newest look counts."""
        return isinstance(message, Painted)


class ShellView(Widget, can_focus=True):
    """The shell in view; another is attached when the learner goes to another node."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"shell--cursor", "shell--cursor-away"}

    class Left(Message):
        """The learner wants back to the slide."""

    class UnitRun(Message):
        """Enter, right after a unit was pasted."""

    class Edited(Message):
        """Another key after a unit was pasted: the learner edits."""

    class Typed(Message):
        """A key went to the node."""

    class Lost(Message):
        """The terminal ended."""

    class Offered(Message):
        """A key in a lost shell, which may be one of those it offers."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(id="shell")
        self.shell: ShellPort | None = None
        self.armed = False
        """A unit was pasted and nothing typed since."""
        self._screen: Screen | None = None
        self._strips: dict[str, Strip] = {}
        self._back = 0
        self._lost = False
        self._given_up = False
        """The keys are to go elsewhere: those that are on their way here already, too."""
        self._open = ExitStack()
        self._painter = Painter(self._tell)

    def _tell(self, shell: ShellPort, screen: Screen | None) -> None:
        with suppress(RuntimeError):  # the app may end while the painter looks
            self.post_message(Painted(shell, screen))

    @property
    def is_lost(self) -> bool:
        """The shell in view has ended."""
        return self._lost

    def on_mount(self) -> None:
        """Begin to look."""
        self._open.enter_context(self._painter)
        self.watch(self.app, "theme", self._forget_strips, init=False)

    def on_unmount(self) -> None:
        """Stop looking."""
        self._open.close()

    def attach(self, shell: ShellPort | None) -> None:
        """Show this shell from now on."""
        self.shell, self._screen, self._back = shell, None, 0
        self._lost = shell is not None and shell.lost
        self._resize()
        self._painter.watch(shell)
        self.refresh()

    def on_resize(self) -> None:
        """The terminal is as large as the widget."""
        self._resize()

    def _resize(self) -> None:
        width, height = self.content_size
        if self.shell is not None and not self._lost and width > 1 and height > 1:
            self._do(lambda shell: shell.resize(width, height))

    def on_painted(self, message: Painted) -> None:
        """Draw the newest look, unless another shell is in view by now."""
        if message.shell is not self.shell:
            return
        if message.screen is not None:
            self._screen = message.screen
            self.refresh()
        if message.shell.lost and not self._lost:
            self._lose()

    def _lose(self) -> None:
        self._lost = True
        self.armed = False
        self.refresh()
        self.post_message(self.Lost())

    def _do(self, call: object) -> None:
        assert callable(call)
        try:
            call(self.shell)
        except SwarmlabError:
            self._lose()

    def on_key(self, event: events.Key) -> None:
        """Everything goes to the node but the guide key; Textual's own bindings never see it."""
        event.stop()
        event.prevent_default()
        if self._given_up:
            self.app.post_message(Key(event.key, event.character))
        elif event.key == GUIDE_KEY:
            self._given_up = True
            self.post_message(self.Left())
        elif self._lost or self.shell is None:
            self.post_message(self.Offered(event.key))
        elif event.key in {"shift+pageup", "shift+pagedown"}:
            self._look_back(self.size.height // 2 * (1 if event.key == "shift+pageup" else -1))
        else:
            self._type(event)

    def _type(self, event: events.Key) -> None:
        application = bool(getattr(self._screen, "application_cursor", False))
        data = key_bytes(event.key, event.character, application=application)
        if not data:
            return
        self._look_back(-self._back)
        self._do(lambda shell: shell.keys(data))
        self.post_message(self.Typed())
        if self.armed:
            self.armed = False
            self._given_up = event.key == "enter"
            self.post_message(self.UnitRun() if self._given_up else self.Edited())

    def on_paste(self, event: events.Paste) -> None:
        """What the learner's own terminal pastes is pasted there, and runs nothing."""
        event.stop()
        if self.shell is not None and not self._lost:
            self._do(lambda shell: shell.paste(event.text))
            if self.armed:
                self.armed = False
                self.post_message(self.Edited())

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look back."""
        event.stop()
        self._look_back(WHEEL_ROWS)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look towards now."""
        event.stop()
        self._look_back(-WHEEL_ROWS)

    def _look_back(self, rows: int) -> None:
        back = max(0, self._back + rows)
        if back != self._back:
            self._back = back
            self._painter.look_back(back)

    def _forget_strips(self) -> None:
        self._strips.clear()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor fills."""
        self._given_up = False
        self.refresh()

    def on_blur(self) -> None:
        """The cursor turns grey: keys go elsewhere."""
        self._given_up = False
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the terminal."""
        width, base = self.size.width, self.rich_style
        if self._screen is None:
            return Strip.blank(width, base)
        rows, first = self._screen.rows, self._first_row(self._screen)
        strip = self._strip(rows[first + y], base) if first + y < len(rows) else Strip([])
        strip = strip.adjust_cell_length(width, base)
        column, row = self._screen.cursor
        visible = self._back == 0 and self._screen.cursor_visible and column < width
        return self._with_cursor(strip, column) if visible and row - first == y else strip

    def _first_row(self, screen: Screen) -> int:
        # Looking back, the oldest captured row is on top. Else the cursor stays in view where
        # the terminal is, for a moment, higher than the widget.
        if self._back:
            return 0
        return max(0, min(len(screen.rows) - self.size.height,
                          screen.cursor[1] - self.size.height + 1))  # fmt: skip

    def _strip(self, text: str, base: Style) -> Strip:
        if text not in self._strips:
            if len(self._strips) > 2000:
                self._strips.clear()
            self._strips[text] = Strip(segments(text, base))
        return self._strips[text]

    def _with_cursor(self, strip: Strip, column: int) -> Strip:
        name = "shell--cursor" if self.has_focus and not self._lost else "shell--cursor-away"
        style = self.get_component_rich_style(name)
        before, cell, after = strip.divide([column, column + 1, strip.cell_length])
        text = cell.text or " "
        return Strip([*before, Segment(text, style), *after])
