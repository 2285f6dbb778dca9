"""Where links lead, in full, before one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from swarmlab.tui import words
from swarmlab.tui.background import in_background
from swarmlab.tui.browser import browser, open_in_browser
from swarmlab.tui.draw.links import link_lines
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.draw.links import Link
    from swarmlab.tui.draw.row import Part


class _Links(Flow):
    def __init__(self, screen: LinksScreen) -> None:
        super().__init__()
        self._links = screen

    def lines(self, width: int) -> list[Content]:
        return link_lines(self._links.links, self._links.chosen, width)


class _Keys(Flow):
    def __init__(self, screen: LinksScreen) -> None:
        super().__init__()
        self._links = screen

    def lines(self, width: int) -> list[Content]:
        return [line for said in self._links.words() for line in said.wrap(width)]


class LinksScreen(ModalScreen[None]):
    """Opens nothing by itself."""

    CSS_PATH = "links.tcss"

    def __init__(self, links: Sequence[Link], chosen: int = 0) -> None:
        super().__init__()
        self.links, self.chosen = links, chosen
        self._has_browser = browser() is not None
        self._said = "" if self._has_browser else _NO_BROWSER

    def compose(self) -> ComposeResult:
        """Addresses that scroll, and the keys below them."""
        with Vertical(id="links"):
            title = "Where this link leads" if len(self.links) == 1 else "Where these links lead"
            yield Flowing(Content.styled(title, "bold"))
            with VerticalScroll(id="links-list", can_focus=False):
                yield _Links(self)
            yield _Keys(self)

    def words(self) -> list[Content]:
        """What was said last, and the keys."""
        keys: list[Part] = []
        if self._has_browser and self.links[self.chosen].host:
            keys += [_key("enter", "open it in the browser", "open"), "   "]
        keys += [_key("y", "copy it", "copy"), "   ", _key("esc", "back", "close")]
        if len(self.links) > 1:
            keys += ["   ", ("↑ ↓", "bold $accent"), (" choose", "$muted")]
        said = [Content.styled(words.line(self._said), "bold")] if self._said else []
        return [*said, row(*keys)]

    def on_key(self, event: Key) -> None:
        """Choose, open, copy or close."""
        event.stop()
        if self.app.screen is not self:  # a key that came before this one went
            return
        match event.key:
            case "up" | "down":
                self.action_choose(self.chosen + (1 if event.key == "down" else -1))
            case "enter":
                self.action_open()
            case "y":
                self.action_copy()
            case "escape" | "q" | "l":
                self.action_close()
            case _:
                pass

    def action_choose(self, number: int) -> None:
        """Another link."""
        if 0 <= number < len(self.links):
            self.chosen = number
            self._redraw()
            before = link_lines(self.links[:number], -1, self._width())
            here = link_lines(self.links[number : number + 1], -1, self._width())
            self._into_view(len(before), len(here))

    def action_open(self) -> None:
        """Hand the chosen one to the browser."""
        link = self.links[self.chosen]
        if not link.host or not self._has_browser:
            return
        self._say(f"Opening {link.host} in the browser")
        in_background(self, lambda: open_in_browser(link.url), group="browser",
                      done=lambda _: self._say("The browser has it"),
                      failed=self._failed)  # fmt: skip

    def action_copy(self) -> None:
        """The address to the clipboard of the learner's terminal."""
        self.app.copy_to_clipboard(words.line(self.links[self.chosen].url))
        self._say("Copied, where this terminal allows it")

    def action_close(self) -> None:
        """Back."""
        if self.app.screen is self:
            self.dismiss(None)

    def _failed(self, error: SwarmlabError) -> None:
        self._say(f"{error} · {error.next_step}")

    def _say(self, text: str) -> None:
        self._said = text
        self._redraw()

    def _redraw(self) -> None:
        for part in (self.query_one(_Links), self.query_one(_Keys)):
            part.refresh(layout=True)

    def _width(self) -> int:
        return self.query_one(_Links).content_size.width

    def _into_view(self, first: int, rows: int) -> None:
        scroll = self.query_one("#links-list", VerticalScroll)
        top, height = scroll.scroll_offset.y, scroll.size.height
        if first < top:
            scroll.scroll_to(y=first, animate=False)
        elif first + rows > top + height:
            scroll.scroll_to(y=first + rows - height, animate=False)


class Flowing(Flow):
    """One text, wrapped."""

    def __init__(self, text: Content) -> None:
        super().__init__()
        self._text = text

    def lines(self, width: int) -> list[Content]:
        """Its lines."""
        return self._text.wrap(width)


_NO_BROWSER = "This machine has no browser to open it in: copy it instead"


def _key(key: str, word: str, action: str) -> Content:
    return clickable(row((key, "bold $accent"), (f" {word}", "$muted")), action)
