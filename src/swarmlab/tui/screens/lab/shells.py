"""Shells on the lab screen: which are in view, what a lost one offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.arrangement import NO_SHELL, shell_name
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.remembered import FRESH
from swarmlab.tui.screens.lab.frame import LabFrame
from swarmlab.tui.widgets.notice import Notice
from swarmlab.tui.widgets.shell_view import GUIDE_KEY
from swarmlab.tui.widgets.shells import Shells

if TYPE_CHECKING:
    from textual.events import Key

    from swarmlab.errors import SwarmlabError
    from swarmlab.tui.arrangement import ShellKey
    from swarmlab.tui.ports import ShellPort
    from swarmlab.tui.screens.lab.frame import Pane
    from swarmlab.tui.widgets.shell_view import ShellView


class LabShells(LabFrame):
    """Shows one shell of a run, or two."""

    _left_by_guide = False

    def go_to(self, pane: Pane) -> None:
        """Keys go there from now on; who leaves the shell wants to see the rest again."""
        if pane != "shell":
            self.set_class(False, "-zoom")
        super().go_to(pane)

    def show_shell(self, key: ShellKey) -> None:
        """Another shell comes into view; it is opened at its first time."""
        if key not in self.arrangement.in_view:
            self.shell_view.armed = False
        self.arrangement.show(key)
        self.fill_halves()

    def fill_halves(self) -> None:
        """Attach what is in view and is not yet; open what is not open."""
        panes = self.query_one(Shells)
        panes.split(on=self.arrangement.split)
        for half, key in zip(panes.halves, self.arrangement.halves, strict=True):
            colour = self.lesson.nodes.index(key[0]) if key[0] in self.lesson.nodes else 0
            shell = self.shells.get(key)
            if shell is None or half.view.shell is not shell:
                half.show(shell, colour, key if key != NO_SHELL else None)
            if shell is None and key != NO_SHELL:
                self._open(key)
        self.draw_shell_words()
        self.draw_focus()

    def _open(self, key: ShellKey) -> None:
        def failed(error: SwarmlabError) -> None:
            self._unopened.add(key)
            self.draw_shell_words()
            self.complain(error)

        self._unopened.discard(key)
        self.ask(lambda: self.session.shell(*key), group=f"shell {key}",
                 done=lambda shell: self._opened(key, shell), failed=failed)  # fmt: skip

    def _opened(self, key: ShellKey, shell: ShellPort) -> None:
        self.shells[key] = shell
        if key in self.arrangement.in_view:
            self.fill_halves()

    def reopen_shells(self, node: str | None = None) -> None:
        """Fresh shells where the old ones ended; None is where all nodes are other ones."""
        for key in [key for key in self.shells if node in {None, key[0]}]:
            del self.shells[key]
        if node is None:
            self.arrangement.fresh(self.session.node_names)
        if node is None or any(node == key[0] for key in self.arrangement.in_view):
            self.fill_halves()

    def draw_shell_words(self) -> None:
        """What a lost shell offers."""
        for number, half in enumerate(self.query_one(Shells).halves):
            key = self.arrangement.halves[number]
            if key in self._unopened:
                half.view.wait_no_more()
            lost = half.view.is_lost or key in self._unopened
            half.words.said = _lost_words(key, number) if lost else ()
            half.words.display = lost

    def other_half(self) -> None:
        """Where two shells are in view, keys go to the other one next."""
        if self.arrangement.split:
            self.arrangement.half = 1 - self.arrangement.half

    def on_shell_view_left(self) -> None:
        """Back to the slide."""
        self.go_to("slide")
        self._left_by_guide = True

    def on_shell_view_unit_run(self) -> None:
        """The unit runs; back to the slide."""
        self.go_to("slide")

    def on_shell_view_edited(self) -> None:
        """The learner edits what was pasted, and stays."""
        self.hush()
        self.draw_focus()

    def on_shell_view_typed(self) -> None:
        """What stands above the footer goes once it could be read."""
        self.query_one(Notice).hush_once_read()

    def on_shell_view_lost(self) -> None:
        """Say so, and what to do."""
        self.draw_shell_words()
        self.draw_focus()

    def on_shell_view_copied(self, message: ShellView.Copied) -> None:
        """Say how much, for a moment."""
        rows = message.text.count("\n") + 1
        much = words.counted(rows, "row") if rows > 1 else words.counted(
            len(message.text), "character")  # fmt: skip
        self.say(f"Copied {much}")
        notice = self.query_one(Notice)
        said = notice.said

        def calm() -> None:
            if notice.said is said:
                notice.hush()

        self.set_timer(FRESH, calm)

    def on_key(self, event: Key) -> None:
        """The guide key twice reaches the node; any other key ends that chance."""
        super().on_key(event)
        chance, self._left_by_guide = self._left_by_guide, False
        if event.key == GUIDE_KEY and chance:
            self.go_to("shell")
            if self.shell_view.shell is not None:
                self.shell_view.shell.keys(b"\x07")


def _lost_words(key: ShellKey, half: int) -> tuple[Content, Content]:
    node = words.line(key[0])
    offers = [("enter", "opens a fresh one"), ("S", f"starts {node}"), ("B", "rebuilds it")]
    if key[1] is not None:
        offers.append(("-", "closes"))
    keys = [
        clickable(row((name, "bold $accent"), (f" {word}", "$muted")), f"offer('{name}', {half})")
        for name, word in offers
    ]
    said = f"{signs.FAILED} The shell of {words.line(shell_name(key))} ended: it was closed, "
    return Content.styled(f"{said}or its node stopped", "bold $error"), Content("  ").join(keys)
