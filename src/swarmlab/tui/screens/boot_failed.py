"""Nodes did not come up: which, in which phase, its last words, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.draw.boot import boot_lines
from swarmlab.tui.draw.row import hang, row
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.draw.boot import Boot
    from swarmlab.tui.draw.header import HeaderLook

Next = Literal["again", "labs"]


class _Lines(Flow):
    def __init__(self, lines: list[Content] | None = None) -> None:
        super().__init__()
        self._said = lines or []

    def lines(self, width: int) -> list[Content]:
        return [line for said in self._said for line in (said.wrap(width) or [Content()])]


class _Rows(Flow):
    def __init__(self, boot: Boot, failed: str) -> None:
        super().__init__()
        self._boot, self._failed = boot, failed

    def lines(self, width: int) -> list[Content]:
        gap = self.app.size.height >= 30
        return boot_lines(self._boot, width, failed=self._failed, gap=gap)


class _NextStep(Flow):
    def __init__(self, step: str) -> None:
        super().__init__()
        self._step = step

    def lines(self, width: int) -> list[Content]:
        prefix = row(("Next step", "bold"), "  ")
        found = hang(prefix, Content(words.line(self._step)), width) if self._step else []
        doctor = row(("swarmlab doctor", ""), ("  says what is full or missing", "$muted"))
        return [*found, *hang(Content(" " * prefix.cell_length), doctor, width)]


class BootFailedScreen(LearnerScreen[Next]):
    """Ends with what the learner wants next."""

    CSS_PATH = "boot.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.BOOT_FAILED)]

    def __init__(self, error: SwarmlabError, boot: Boot, header: HeaderLook) -> None:
        super().__init__()
        self._error, self._boot, self._header = error, boot, header

    @property
    def where(self) -> Where:
        """The failed start."""
        return Where.BOOT_FAILED

    @property
    def _node(self) -> str:
        place = self._error.place
        late = [node for node in self._boot.nodes if not self._boot.is_up(node)]
        return place if place in self._boot.nodes else late[0] if late else ""

    def body(self) -> ComposeResult:
        """What, which, why, what next."""
        message = words.lines(self._error.message)
        with Vertical(id="boot"):
            yield _Lines([*self._title_lines(message[0]), Content()])
            yield _Rows(self._boot, self._node)
            if rest := [line for line in message[1:] if line.strip()]:
                with VerticalScroll(id="log", can_focus=False):
                    yield _Lines([_log_title(), Content(), *(Content(line) for line in rest)])
            else:
                yield _Lines([Content()])
            yield _NextStep(self._error.next_step)

    def _title_lines(self, said: str) -> list[Content]:
        node = self._node
        title = f"{node} did not come up" if node else "The nodes did not come up"
        return [
            Content.styled(f"{signs.FAILED} {words.line(title)}", "bold $error"),
            Content.styled(said[:1].upper() + said[1:], "$muted"),
            Content.styled("What this start made has been removed.", "$muted"),
        ]

    def on_mount(self) -> None:
        """Header and footer."""
        self.query_one(HeaderBar).look = self._header
        self.draw_footer()

    def action_try_again(self) -> None:
        """Once more."""
        self.end("again")

    def action_back(self) -> None:
        """To the labs."""
        self.end("labs")

    def action_copy_report(self) -> None:
        """The words of this screen, to the terminal's clipboard."""
        step = f"\nNext step: {self._error.next_step}" if self._error.next_step else ""
        self.app.copy_to_clipboard("\n".join(words.lines(f"{self._error}{step}")))
        self.say("Copied")


def _log_title() -> Content:
    return row(("What the node said", "bold"), ("   last lines of its log", "$muted"))
