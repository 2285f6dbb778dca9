"""The keys that work here, from the registry of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from swarmlab.tui import actions
from swarmlab.tui.actions import LAB, SHELL_KEYS
from swarmlab.tui.draw.row import hang, pad, row
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

    from swarmlab.tui.actions import Where

KEY_WIDTH = 12


class _Keys(Flow):
    def __init__(self, where: Where) -> None:
        super().__init__()
        self._where = where

    def lines(self, width: int) -> list[Content]:
        place = self._where.value
        found = [row(("Keys", "bold"), (f"  {place}", "$muted")), Content()]
        for action in actions.here(self._where):
            found += _key_lines(action.label, action.help, width)
        if self._where in LAB:
            found += [Content(), Content.styled("In a shell", "bold"), Content()]
            for label, sentence in SHELL_KEYS:
                found += _key_lines(label, sentence, width)
        return found


def _key_lines(label: str, sentence: str, width: int) -> list[Content]:
    if len(label) > KEY_WIDTH - 2:
        return [Content.styled(label, "bold $accent"), *hang(pad(Content(), KEY_WIDTH),
                Content(sentence), width)]  # fmt: skip
    return hang(pad(Content.styled(label, "bold $accent"), KEY_WIDTH), Content(sentence), width)


class HelpScreen(ModalScreen[None]):
    """Goes away with escape, ? or q."""

    CSS_PATH = "help.tcss"

    def __init__(self, where: Where) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """The keys in a box that scrolls."""
        with VerticalScroll(id="help"):
            yield _Keys(self._where)

    def on_key(self, event: Key) -> None:
        """Scroll, or close."""
        event.stop()
        if self.app.screen is not self:  # a key that came before this one went
            return
        scroll = self.query_one("#help", VerticalScroll)
        if event.key in {"down", "space", "pagedown"}:
            scroll.scroll_page_down(animate=False)
        elif event.key in {"up", "b", "pageup"}:
            scroll.scroll_page_up(animate=False)
        elif event.key in {"escape", "question_mark", "q", "enter"}:
            self.dismiss(None)
