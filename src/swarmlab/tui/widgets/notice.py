"""One thing said: a row of words, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from swarmlab.tui import clock, signs, words
from swarmlab.tui.draw.row import hang, row
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from swarmlab.errors import SwarmlabError

READ_SECONDS = 3.0
"""A key to a shell, which may come at any moment, ends a notice no earlier."""


class Words(Flow):
    """Lines that a screen sets."""

    said: reactive[tuple[Content, ...]] = reactive((), layout=True)

    def lines(self, width: int) -> list[Content]:
        """What was said, wrapped."""
        return [line for said in self.said for line in (said.wrap(width) or [Content()])]


class Notice(Flow):
    """An error or a word, above the footer, until the next key."""

    class Changed(Message):
        """It takes other rows from now on, over what lies above the footer."""

    _said_at = 0.0

    said: reactive[tuple[Content, Content] | None] = reactive(None, layout=True)

    def lines(self, width: int) -> list[Content]:
        """Sign and words, further lines under the first."""
        return hang(*self.said, width) if self.said else []

    def watch_said(self) -> None:
        """It takes no room while there is nothing to say."""
        self._said_at = clock.ticks()
        self.display = self.said is not None
        self.post_message(self.Changed())

    @property
    def rows(self) -> int:
        """How many it takes."""
        inner = self.app.size.width - self.gutter.width
        return len(self.lines(inner)) if self.said is not None else 0

    def say(self, text: str) -> None:
        """Say a plain word."""
        self.said = (Content.styled(f"{signs.HERE} ", "$accent"), Content(words.line(text)))

    def complain(self, error: SwarmlabError) -> None:
        """Say what went wrong and what to do next."""
        step = words.line(error.next_step)
        text = row((words.line(str(error)), "bold"), (f" · {step}" if step else "", ""))
        self.said = (Content.styled(f"{signs.ERROR} ", "bold $warning"), text)

    def hush(self) -> None:
        """Say nothing."""
        self.said = None

    def hush_once_read(self) -> None:
        """Say nothing more of what stood there for some seconds: keys go elsewhere meanwhile."""
        if clock.ticks() - self._said_at >= READ_SECONDS:
            self.hush()
