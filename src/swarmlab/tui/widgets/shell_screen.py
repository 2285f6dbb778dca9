"""What a shell shows, drawn: its terminal now, or what it printed before."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from swarmlab.errors import SwarmlabError
from swarmlab.tui.draw.past import past_line
from swarmlab.tui.painter import Painter
from swarmlab.tui.past import Past, moved, resized
from swarmlab.tui.sgr import plain, segments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style

    from swarmlab.tui.ports import Screen, ShellPort
    from swarmlab.tui.selection import Selection

_STRIPS_KEPT = 2000


class Painted(Message, bubble=False):
    """The shell may look different now."""

    def __init__(self, shell: ShellPort, screen: Screen | None) -> None:
        super().__init__()
        self.shell, self.screen = shell, screen

    def can_replace(self, message: Message) -> bool:
        """Only the newest look counts."""
        return isinstance(message, Painted)


class Recalled(Message, bubble=False):
    """All that the terminal kept."""

    def __init__(self, shell: ShellPort, screen: Screen | None) -> None:
        super().__init__()
        self.shell, self.screen = shell, screen


class ShellScreen(Widget):
    """Looks at a shell and draws it, with its cursor, what is selected and what was found."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shell--cursor",
        "shell--cursor-away",
        "shell--selected",
        "shell--match",
        "shell--found",
        "shell--past",
    }
    DEFAULT_CSS = """
    ShellScreen .shell--selected { background: $accent; color: $background; }
    ShellScreen .shell--match { background: $panel; text-style: underline; }
    ShellScreen .shell--found { background: $accent; color: $background; text-style: bold; }
    ShellScreen .shell--past { background: $panel; color: $foreground; }
    """

    class Lost(Message, namespace="shell_view"):
        """The terminal ended."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.shell: ShellPort | None = None
        self.selection: Selection | None = None
        """Of the rows that are drawn: those of now, or those of before."""
        self._screen: Screen | None = None
        self._strips: dict[str, Strip] = {}
        self._past: Past | None = None
        self._back_wanted = 0
        """How far back to look, as soon as what was printed is there."""
        self._lost = False
        self._open = ExitStack()
        self._painter = Painter(
            lambda shell, screen: self._tell(Painted(shell, screen)),
            lambda shell, screen: self._tell(Recalled(shell, screen)),
        )

    def _tell(self, message: Message) -> None:
        with suppress(RuntimeError):  # the app may end while the painter looks
            self.post_message(message)

    @property
    def is_lost(self) -> bool:
        """The shell in view has ended."""
        return self._lost

    @property
    def rows(self) -> Sequence[str]:
        """The rows that are drawn, or could be by looking further back: text with SGR."""
        if self._past is not None:
            return self._past.rows
        return self._screen.rows if self._screen is not None else ()

    @property
    def first_row(self) -> int:
        """Which of them is on top."""
        if self._past is not None:
            return self._past.top
        # The cursor stays in view where the terminal is, for a moment, higher than the widget.
        if self._screen is None:
            return 0
        height, below = self.size.height, self._screen.cursor[1] + 1
        return max(0, min(len(self._screen.rows) - height, below - height))

    def on_mount(self) -> None:
        """Begin to look."""
        self._open.enter_context(self._painter)
        self.watch(self.app, "theme", self._forget_strips, init=False)

    def on_unmount(self) -> None:
        """Stop looking."""
        self._open.close()

    def attach(self, shell: ShellPort | None) -> None:
        """Show this shell from now on."""
        self.shell, self._screen, self._past, self._back_wanted = shell, None, None, 0
        self.selection = None
        self._lost = shell is not None and shell.lost
        self._resize()
        self._painter.watch(shell)
        self.refresh()

    def on_resize(self) -> None:
        """The terminal is as large as the widget."""
        self._resize()
        if self._past is not None:
            self._past = resized(self._past, self.size.height - 1)
            self._back_wanted = self._past.back
            self._painter.recall()

    def _resize(self) -> None:
        width, height = self.content_size
        if width > 1 and height > 1:
            self.do(lambda shell: shell.resize(width, height))

    def on_painted(self, message: Painted) -> None:
        """Draw the newest look, unless another shell is in view by now."""
        if message.shell is not self.shell:
            return
        if message.screen is not None:
            self._keep_selection(message.screen)
            self._screen = message.screen
            if self._past is None:
                self.refresh()
        if message.shell.lost and not self._lost:
            self.lose()

    def _keep_selection(self, screen: Screen) -> None:
        """What was selected stays so while its rows stay as they are."""
        if self.selection is None or self._past is not None:
            return
        chosen = slice(self.selection.first[0], self.selection.last[0] + 1)
        if tuple(screen.rows[chosen]) != tuple(self.rows[chosen]):
            self.selection = None

    def do(self, call: Callable[[ShellPort], None]) -> None:
        """Do something with the shell, if there is one; it may turn out to be lost."""
        if self.shell is None or self._lost:
            return
        try:
            call(self.shell)
        except SwarmlabError:
            self.lose()

    def lose(self) -> None:
        """The terminal ended."""
        self._lost = True
        self.refresh()
        self.post_message(self.Lost())

    # Looking back

    def look_back(self, rows: int) -> None:
        """So many rows further back, or towards now."""
        if self._past is not None:
            self.show_past(moved(self._past, rows))
        elif rows > 0 and self.shell is not None:
            self._back_wanted += rows
            self._painter.recall()

    def look_at_now(self) -> None:
        """The terminal as it is."""
        self._back_wanted = 0
        if self._past is not None:
            self.show_past(None)

    def show_past(self, past: Past | None) -> None:
        """Show this of what was printed; None is now."""
        if (past is None) is not (self._past is None):
            self.selection = None
        self._past = past
        self.refresh()

    def on_recalled(self, message: Recalled) -> None:
        """What the terminal kept is there."""
        wanted, self._back_wanted = self._back_wanted, 0
        if message.shell is not self.shell or message.screen is None or not wanted:
            return
        past = moved(Past(tuple(message.screen.rows), self.size.height - 1), wanted)
        self.show_past(past)

    # Drawing

    def _forget_strips(self) -> None:
        self._strips.clear()
        self.refresh()

    def plain_rows(self) -> list[str]:
        """The text of the rows that are drawn."""
        return [plain(row) for row in self.rows]

    def render_line(self, y: int) -> Strip:
        """One row of the terminal."""
        width, base = self.size.width, self.rich_style
        if self._past is not None and y >= self.size.height - 1:
            return self._past_strip(self._past, width)
        rows, row = self.rows, self.first_row + y
        strip = self._strip(rows[row], base) if row < len(rows) else Strip([])
        strip = strip.adjust_cell_length(width, base)
        if self._past is None:
            strip = self._with_cursor(strip, row)
        else:
            for (_, start, end), here in self._past.on_row(row):
                strip = self._marked(strip, start, end, "found" if here else "match")
        span = self.selection.on_row(row, width) if self.selection is not None else None
        return strip if span is None else self._marked(strip, *span, "selected")

    def _strip(self, text: str, base: Style) -> Strip:
        if text not in self._strips:
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.clear()
            self._strips[text] = Strip(segments(text, base))
        return self._strips[text]

    def _past_strip(self, past: Past, width: int) -> Strip:
        line, style = past_line(past, width), self.get_visual_style("shell--past")
        return Visual.to_strips(self, line, width, 1, style, pad=True)[0]

    def _with_cursor(self, strip: Strip, row: int) -> Strip:
        screen = self._screen
        if screen is None or not screen.cursor_visible or screen.cursor[1] != row:
            return strip
        column = screen.cursor[0]
        name = "cursor" if self.has_focus and not self._lost else "cursor-away"
        return self._marked(strip, column, column + 1, name)

    def _marked(self, strip: Strip, start: int, end: int, name: str) -> Strip:
        if start >= min(end, strip.cell_length):
            return strip
        style = self.get_component_rich_style(f"shell--{name}")
        before, chosen, after = strip.divide([start, end, strip.cell_length])
        marked = [Segment(each.text, style) for each in chosen]
        return Strip([*before, *marked, *after])
