"""What every screen of ours has: a size it fits, a place for keys, what works anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content
from textual.screen import Screen

from swarmlab.tui import actions
from swarmlab.tui.background import in_background
from swarmlab.tui.themes import next_theme
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar
from swarmlab.tui.widgets.key_footer import FooterLook, KeyFooter
from swarmlab.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.events import Key, Resize

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.actions import Where

R = TypeVar("R")
T = TypeVar("T")

SIZES = (("-wide", 150, 40), ("-middle", 100, 30), ("-narrow", 80, 24), ("-small", 0, 0))
"""Layout, and from how many columns and rows on; either alone makes it the smaller one."""


def layout_for(width: int, height: int) -> str:
    """The class of the layout for this size."""
    return next(name for name, columns, rows in SIZES if width >= columns and height >= rows)


class TooSmall(Flow):
    """The one sentence of a screen that is too small."""

    def lines(self, width: int) -> list[Content]:
        """What size is needed, what it is now, and what works at any size."""
        size = self.app.size
        sentence = (
            f"swarmlab needs 80 x 24, this terminal has {size.width} x {size.height}; "
            "swarmlab --plain works at any size."
        )
        return Content(sentence).wrap(max(1, width))


class LearnerScreen(Screen[R]):
    """Header, body, notice, footer; subclasses give ``body`` and ``where``."""

    AUTO_FOCUS: ClassVar[str | None] = None

    @property
    def where(self) -> Where:
        """Where keys go now."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What stands between header and footer."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield HeaderBar()
        yield KeyFooter()
        yield from self.body()
        yield Notice(id="notice")
        yield TooSmall(id="too-small")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """An action works where the registry says it does."""
        allowed = actions.allowed(action, self.where)
        return True if allowed is None else allowed

    @property
    def layout_name(self) -> str:
        """``-wide``, ``-middle``, ``-narrow`` or ``-small``."""
        return layout_for(self.app.size.width, self.app.size.height)

    def on_resize(self, event: Resize) -> None:
        """Choose the layout by width and height together."""
        chosen = layout_for(event.size.width, event.size.height)
        for name, _, _ in SIZES:
            self.set_class(name == chosen, name)
        self.size_changed()

    def size_changed(self) -> None:
        """For screens that draw differently by layout."""

    def on_key(self, event: Key) -> None:  # noqa: ARG002 - subclasses look at the key
        """A notice stays until the next key."""
        self.hush()

    def hush(self) -> None:
        """Nothing more to say."""
        for notice in self.query(Notice):
            notice.hush()

    def say(self, text: str) -> None:
        """A plain word above the footer."""
        self.query_one(Notice).say(text)

    def complain(self, error: SwarmlabError) -> None:
        """What went wrong and what to do next, above the footer."""
        self.query_one(Notice).complain(error)

    def ask(
        self,
        call: Callable[[], T],
        *,
        group: str,
        done: Callable[[T], object] | None = None,
        failed: Callable[[SwarmlabError], object] | None = None,
    ) -> None:
        """Call something that may block; what it raises is said in words."""
        in_background(self, call, group=group, done=done, failed=failed or self.complain)

    def end(self, result: R) -> None:
        """Dismiss this screen, and whatever help or question stands above it."""
        if self not in self.app.screen_stack:
            return
        while self.app.screen is not self:
            self.app.pop_screen()
        self.dismiss(result)

    def draw_footer(self, **more: object) -> None:
        """Bring the footer up to date."""
        self.query_one(KeyFooter).look = FooterLook(self.where, **more)  # type: ignore[arg-type]

    def more_actions(self) -> list[tuple[str, str]]:
        """What the palette offers beside the registry: words, and the action they stand for."""
        return []

    def action_theme(self) -> None:
        """The next theme."""
        self.app.theme = next_theme(self.app.theme)

    def action_palette(self) -> None:
        """All actions, by name."""
        from swarmlab.tui.palette import open_palette  # noqa: PLC0415 - not for first paint

        open_palette(self.app)

    def action_keys(self) -> None:
        """The keys that work here."""
        from swarmlab.tui.screens.help import HelpScreen  # noqa: PLC0415 - not for first paint

        self.app.push_screen(HelpScreen(self.where))

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()
