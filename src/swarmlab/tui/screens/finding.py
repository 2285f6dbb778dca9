"""Screens that find a slide: type to narrow the list, enter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from swarmlab.runs.model import Place
from swarmlab.tui.draw.found import hit_lines, outline_line
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.outline import first_choice, fitting
from swarmlab.tui.search import find
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

    from swarmlab.tui.outline import OutlineRow
    from swarmlab.tui.search import Hit, Page


class _Rows(Flow):
    def __init__(self, screen: FindScreen) -> None:
        super().__init__()
        self._finding = screen

    def lines(self, width: int) -> list[Content]:
        return [line for lines in self._finding.drawn(width) for line in lines]


class _Foot(Flow):
    def __init__(self, screen: FindScreen) -> None:
        super().__init__(id="find-foot")
        self._finding = screen

    def lines(self, width: int) -> list[Content]:
        keys = row(("enter", "bold $accent"), (f" {self._finding.DOES}   ", "$muted"),
                   ("↑ ↓", "bold $accent"), (" choose   ", "$muted"))  # fmt: skip
        back = clickable(row(("esc", "bold $accent"), (" back", "$muted")), "close")
        said = Content.styled(self._finding.said(), "$muted")
        return [row(keys, back, "   ", said).truncate(width, ellipsis=True)]


class FindScreen(ModalScreen[Place | None]):
    """Ends with the place to go to, or None."""

    CSS_PATH = "finding.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    HINT = ""
    """What the empty field says."""
    DOES = "go there"
    """What enter does."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen = 0

    def compose(self) -> ComposeResult:
        """The field, what fits, and the keys."""
        with Vertical(id="find"):
            yield Input(placeholder=self.HINT, id="find-text", compact=True)
            with VerticalScroll(id="find-list", can_focus=False):
                yield _Rows(self)
            yield _Foot(self)

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self.query_one(Input).focus()
        self._narrow("")

    def narrow(self, text: str) -> int:
        """Keep what fits the text; returns which entry is chosen at first."""
        raise NotImplementedError

    def places(self) -> Sequence[Place]:
        """Where each entry leads."""
        raise NotImplementedError

    def entry_lines(self, number: int, width: int) -> list[Content]:
        """An entry as lines."""
        raise NotImplementedError

    def said(self) -> str:
        """How many there are."""
        raise NotImplementedError

    def drawn(self, width: int) -> list[list[Content]]:
        """Every entry as lines that a click follows."""
        return [
            [clickable(line, f"go({number})") for line in self.entry_lines(number, width)]
            for number in range(len(self.places()))
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text."""
        self._narrow(event.value)

    def on_input_submitted(self) -> None:
        """Go there."""
        self.action_go(self.chosen)

    def _narrow(self, text: str) -> None:
        self.choose(self.narrow(text))

    def on_key(self, event: Key) -> None:
        """What the field has no use for."""
        rows = max(1, self.query_one("#find-list").size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -rows, "pagedown": rows}
        if event.key == "escape":
            event.stop()
            self.action_close()
        elif event.key in steps:
            event.stop()
            last = len(self.places()) - 1
            self.choose(max(0, min(last, self.chosen + steps[event.key])))

    def choose(self, number: int) -> None:
        """Another entry is the chosen one."""
        self.chosen = number
        self.query_one(_Rows).refresh(layout=True)
        self.query_one(_Foot).refresh()
        self.call_after_refresh(self._into_view)

    def _into_view(self) -> None:
        scroll = self.query_one("#find-list", VerticalScroll)
        drawn = self.drawn(max(1, self.query_one(_Rows).content_size.width))
        first = sum(len(lines) for lines in drawn[: self.chosen])
        end = first + (len(drawn[self.chosen]) if self.chosen < len(drawn) else 0)
        top, height = scroll.scroll_offset.y, scroll.size.height
        if first < top or not self.chosen:
            scroll.scroll_to(y=first, animate=False, immediate=True)
        elif end > top + height:
            scroll.scroll_to(y=end - height, animate=False, immediate=True)

    def action_go(self, number: int) -> None:
        """Go there, once: a key that came before this screen went is not the next one's."""
        places = self.places()
        if self.app.screen is self and 0 <= number < len(places):
            self.dismiss(places[number])

    def action_close(self) -> None:
        """Back to where one was."""
        if self.app.screen is self:
            self.dismiss(None)


class OutlineScreen(FindScreen):
    """Chapters and slides with what is done."""

    HINT = "Outline: a word of a title, or a number such as 2.3"

    def __init__(self, rows: Sequence[OutlineRow]) -> None:
        super().__init__()
        self._all = tuple(rows)
        self._rows = self._all

    def narrow(self, text: str) -> int:
        """Titles and numbers count."""
        self._rows = fitting(self._all, text)
        return first_choice(self._rows, text)

    def places(self) -> Sequence[Place]:
        """A chapter leads to its first slide."""
        return [entry.place for entry in self._rows]

    def entry_lines(self, number: int, width: int) -> list[Content]:
        """One line."""
        return [outline_line(self._rows[number], width, chosen=number == self.chosen)]

    def said(self) -> str:
        """How many steps are done."""
        if not self._rows:
            return "no title fits"
        steps = [entry for entry in self._all if entry.step]
        if not steps:
            slides = sum(not entry.is_chapter for entry in self._all)
            return f"{slides} slide{'s' * (slides > 1)}"
        return f"{sum(entry.done for entry in steps)} of {len(steps)} steps done"


class TalkOutlineScreen(OutlineScreen):
    """Chapters and slides of a talk; these counted through, as on the slides."""

    HINT = "Outline: a word of a title, or a slide's number"


class SearchScreen(FindScreen):
    """Slides that hold what is typed."""

    HINT = "Search: words of any slide"

    def __init__(self, searched: Sequence[Page]) -> None:
        super().__init__()
        self._pages = searched
        self._hits: Sequence[Hit] = ()
        self._text = ""

    def narrow(self, text: str) -> int:
        """All words count, in any order."""
        self._text = text
        self._hits = find(self._pages, text, max(20, self.query_one(_Rows).size.width - 9))
        return 0

    def places(self) -> Sequence[Place]:
        """The slides."""
        return [hit.page.place for hit in self._hits]

    def entry_lines(self, number: int, width: int) -> list[Content]:
        """Title and snippet."""
        return hit_lines(self._hits[number], width, chosen=number == self.chosen)

    def said(self) -> str:
        """How many slides."""
        if not self._text.strip():
            return ""
        number = len(self._hits)
        return "on no slide" if not number else f"on {number} slide{'s' * (number > 1)}"
