"""The frame of the lab screen: panes, focus, drawing, and what the session tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.containers import Horizontal, Vertical
from textual.content import Content

from swarmlab.deck.model import ShellUnit
from swarmlab.errors import EngineError, SwarmlabError
from swarmlab.runs.events import (
    EngineChanged,
    NodeChanged,
    ProgressTrouble,
    Rebooted,
    SnapshotTaken,
    StepDone,
    UnitChanged,
    VerdictsChanged,
)
from swarmlab.tui import signs
from swarmlab.tui.actions import Where
from swarmlab.tui.draw.row import row, spread
from swarmlab.tui.draw.tabs import Tab
from swarmlab.tui.draw.tasks import changed_line, summary
from swarmlab.tui.draw.unit import key_of
from swarmlab.tui.lesson import FRESH, Lesson
from swarmlab.tui.relay import relay
from swarmlab.tui.requests import EngineLost
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar
from swarmlab.tui.widgets.key_footer import FooterLook, KeyFooter
from swarmlab.tui.widgets.notice import Words
from swarmlab.tui.widgets.shell_view import ShellView
from swarmlab.tui.widgets.slide_view import SlideView
from swarmlab.tui.widgets.swarm_pane import SwarmPane
from swarmlab.tui.widgets.tab_row import TabRow, TabsLook
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus
    from textual.widget import Widget

    from swarmlab.runs.events import Event
    from swarmlab.tui.ports import LabSession, ShellPort
    from swarmlab.tui.relay import Heard

Pane = Literal["slide", "tasks", "shell"]
ShellKey = tuple[str, str | None]
"""A node, and the name of its extra shell."""


class _Line(Flow):
    """A row whose two ends a screen sets."""

    ends: tuple[Content, Content] = (Content(), Content())

    def lines(self, width: int) -> list[Content]:
        return [spread(*self.ends, width)]

    def put(self, left: Content, right: Content) -> None:
        """Say it."""
        if (left, right) != self.ends or left.spans != self.ends[0].spans:
            self.ends = left, right
            self.refresh()


class LabFrame(LearnerScreen[None]):
    """Slide and tasks left, shell and swarm right; one of them at a time where it is narrow."""

    CSS_PATH = "lab.tcss"

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self.lesson = Lesson(session)
        self.pane: Pane = "slide"
        self.shell_key: ShellKey = ("", None)
        self.shells: dict[ShellKey, ShellPort] = {}

    def body(self) -> ComposeResult:
        """The panes of every layout; the .tcss shows those of this one."""
        yield TabRow(id="pane-tabs")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield _Line(id="slide-bar")
                yield SlideView()
                yield TaskPane(id="tasks")
            with Vertical(id="right"):
                yield TabRow(id="shell-tabs")
                yield Words(id="shell-words")
                yield ShellView()
                yield SwarmPane(id="swarm")
        yield _Line(id="verdicts")

    async def on_mount(self) -> None:
        """Hear the session, show the slide, open the first shell."""
        self._stop_hearing = relay(self.session, self)
        self.set_interval(20.0, self._draw_time)
        self.go_to("slide")
        await self.draw_slide()
        self.show_shell((self._first_node(), None))

    def on_unmount(self) -> None:
        """Hear no more."""
        self._stop_hearing()

    def _first_node(self) -> str:
        unit = self.slide_view.current
        nodes = self.session.node_names
        return unit.unit.node if unit and unit.unit.node in nodes else nodes[0] if nodes else ""

    @property
    def where(self) -> Where:
        """Where keys go."""
        return Where(self.pane)

    @property
    def slide_view(self) -> SlideView:
        """The slide."""
        return self.query_one(SlideView)

    @property
    def shell_view(self) -> ShellView:
        """The shell."""
        return self.query_one(ShellView)

    # Panes and focus

    def go_to(self, pane: Pane) -> None:
        """Keys go there from now on."""
        self.pane = pane
        widgets: dict[Pane, Widget] = {
            "slide": self.slide_view,
            "tasks": self.query_one(TaskPane),
            "shell": self.shell_view,
        }
        for name in widgets:
            self.set_class(name == pane, f"-pane-{name}")
        self.set_focus(widgets[pane], scroll_visible=False)
        self.draw_focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click into a pane leads there too."""
        found: dict[type[Widget], Pane] = {
            SlideView: "slide", TaskPane: "tasks", ShellView: "shell",
        }  # fmt: skip
        pane = found.get(type(event.widget))
        if pane is not None and pane != self.pane:
            self.go_to(pane)

    def show_shell(self, key: ShellKey) -> None:
        """Another shell comes into view; it is opened at its first time."""
        if key != self.shell_key:
            self.shell_view.armed = False
        self.shell_key = key
        index = self.lesson.nodes.index(key[0]) if key[0] in self.lesson.nodes else 0
        for n in range(6):
            self.shell_view.set_class(signs.node_class(index) == f"node-{n + 1}", f"node-{n + 1}")
        if key in self.shells:
            self._attach_shell(key, self.shells[key])
        elif key[0]:
            self.shell_view.attach(None)
            self.ask(lambda: self.session.shell(*key), group=f"shell {key}",
                     done=lambda shell: self._attach_shell(key, shell))  # fmt: skip
        self.draw_focus()

    def _attach_shell(self, key: ShellKey, shell: ShellPort) -> None:
        self.shells[key] = shell
        if key == self.shell_key:
            self.shell_view.attach(shell)
            self.draw_shell_words()
            self.draw_focus()

    def reopen_shells(self, node: str | None = None) -> None:
        """Fresh shells where the old ones ended."""
        for key in [key for key in self.shells if node in {None, key[0]}]:
            del self.shells[key]
        nodes = self.session.node_names
        if self.shell_key[0] not in nodes and nodes:
            self.shell_key = (nodes[0], None)
        if node in {None, self.shell_key[0]}:
            self.show_shell(self.shell_key)

    # Drawing

    async def draw_slide(self) -> None:
        """The slide, and all that depends on which it is."""
        if await self.slide_view.show(self.lesson.shown()):
            self.slide_view.select_open(self.lesson.units)
        self.draw_all()

    def draw_all(self) -> None:
        """Everything but the slide's text."""
        self.draw_units()
        self.draw_bar()
        self.draw_tasks()
        self.draw_swarm()
        self.draw_focus()
        self._draw_time()

    def _draw_time(self) -> None:
        self.query_one(HeaderBar).look = self.lesson.header_look()
        self.draw_tasks()

    def draw_units(self) -> None:
        """Every unit's corner."""
        self.slide_view.draw_units(self.lesson.units, keys_here=self.pane == "slide")
        self._draw_footer_row()

    def draw_bar(self) -> None:
        """The slide's number and which lines are in view."""
        focused = self.pane == "slide"
        number, total = self.lesson.slide.index + 1, len(self.lesson.chapter.chapter.slides)
        name = row(
            (f"{signs.BAR if focused else ' '}Slide", "bold $accent" if focused else "$muted")
        )
        left = row(name, (f"  {number} of {total}", "$muted"))
        lines = Content.styled(self.slide_view.lines_in_view(), "$muted")
        self.query_one("#slide-bar", _Line).put(left, lines)
        self.draw_verdicts()

    def draw_tasks(self) -> None:
        """Tasks, verdicts, and what depends on them."""
        one_open = self.layout_name == "-middle" and self.pane != "tasks"
        self.query_one(TaskPane).look = self.lesson.tasks_look(
            keys_here=self.pane != "shell", one_open=one_open
        )
        self.draw_verdicts()
        self.draw_tabs()

    def draw_verdicts(self) -> None:
        """The narrow screen's line of verdicts."""
        tasks, changed = self.lesson.tasks(), self.lesson.changed
        short = changed is not None
        left = changed_line(changed) if changed else summary(tasks, short=False)
        right = summary(tasks, short=True) if short else Content()
        if self.pane == "slide" and not short:
            right = Content.styled(self.slide_view.lines_in_view(), "$muted")
        self.query_one("#verdicts", _Line).put(left, right)

    def draw_swarm(self) -> None:
        """The swarm as last seen."""
        cards = self.layout_name == "-wide"
        self.query_one(SwarmPane).look = self.lesson.swarm_look(cards=cards)

    def draw_focus(self) -> None:
        """What shows where keys go."""
        if not self.is_mounted:
            return
        self.draw_units()
        self.draw_bar()
        self.draw_tasks()

    def _draw_footer_row(self) -> None:
        shells = len(self.session.node_names)
        node = self.shell_key[0] if self.pane == "shell" else ""
        view, in_shell = self.shell_view, self.pane == "shell"
        self.query_one(KeyFooter).look = FooterLook(
            self.where,
            node,
            shells,
            armed=view.armed and in_shell,
            lost=view.is_lost and in_shell,
            labels=self._footer_words(),
        )

    def _footer_words(self) -> dict[str, str]:
        # Only keys that do something now: by the current unit, and what help there is.
        offered = {action for _, _, action in self.lesson.help()}
        found = {name: "" for name in ("hint", "why", "solution") if name not in offered}
        view = self.slide_view.current
        if view is None:
            found["send"] = ""
        elif not isinstance(view.unit, ShellUnit):
            found |= {"send": "", "run": key_of(view.unit)[1]}
        return found

    def draw_tabs(self) -> None:
        """The shells, and on a narrow screen all panes."""
        keys_here = self.pane != "shell"
        shells = self._shell_tabs()
        chosen = any(tab.chosen for tab in shells) and self.pane == "shell"
        self.query_one("#shell-tabs", TabRow).look = TabsLook(shells, chosen, keys_here, roomy=True)
        failed = sum(task.state == "failed" for task in self.lesson.tasks())
        note = f"{signs.FAILED}{failed}" if failed else ""
        panes = (
            Tab("0", "Slide", "slide", chosen=self.pane == "slide"),
            *(shells if self.pane == "shell" else self._shell_tabs(chosen=False)),
            Tab("t", "Tasks", "tasks", chosen=self.pane == "tasks", note=note),
        )
        self.query_one("#pane-tabs", TabRow).look = TabsLook(
            panes, focused=True, keys_here=keys_here
        )

    def _shell_tabs(self, *, chosen: bool = True) -> tuple[Tab, ...]:
        node, name = self.shell_key
        return tuple(
            Tab(
                str(number),
                f"{each} {name}" if name and each == node else each,
                f"shell({number})",
                self.lesson.colour(each),
                chosen=chosen and each == node,
            )
            for number, each in enumerate(self.session.node_names, 1)
        )

    def draw_shell_words(self) -> None:
        """What a lost shell offers."""
        node = self.shell_key[0]
        view = self.query_one("#shell-words", Words)
        view.said = (
            row((f"{signs.FAILED} The shell of {node} ended: its node stopped, or it was closed",
                 "bold $error")),
            row(("enter", "bold $accent"), (" opens a fresh one  ", "$muted"),
                ("S", "bold $accent"), (f" starts {node}  ", "$muted"),
                ("B", "bold $accent"), (" rebuilds it  ", "$muted"),
                ("ctrl+g", "bold $accent"), (" back to the slide", "$muted")),
        ) if self.shell_view.is_lost else ()  # fmt: skip
        view.display = self.shell_view.is_lost

    def size_changed(self) -> None:
        """Another layout: the slide's place, the shell and the focus stay."""
        if self.is_mounted:
            self.draw_all()

    def on_slide_view_moved(self) -> None:
        """Other lines are in view."""
        self.draw_bar()

    # What the session tells

    async def on_heard(self, message: Heard) -> None:
        """Draw what changed."""
        event = message.event
        self.lesson.hear(event)
        match event:
            case UnitChanged():
                self._unit_changed(event)
            case VerdictsChanged() | StepDone():
                self.draw_tasks()
                self.draw_swarm()
                self._draw_time()
                self.set_timer(FRESH, self._calm)
            case SnapshotTaken():
                self.draw_swarm()
            case Rebooted():
                await self._rebooted()
            case _:
                self._outside_changed(event)

    def _unit_changed(self, event: UnitChanged) -> None:
        current = self.slide_view.current
        if event.phase in {"ran", "skipped"} and current and current.unit.position == event.unit:
            self.slide_view.pass_on(self.lesson.units)
        self.draw_units()

    async def _rebooted(self) -> None:
        self.lesson.forget_units()
        await self.draw_slide()
        self.slide_view.select_open(self.lesson.units)
        self.draw_units()
        self.reopen_shells()

    def _outside_changed(self, event: Event) -> None:
        match event:
            case NodeChanged(alive=True):
                self.reopen_shells(event.node)
                self.say(f"{event.node}: {event.word}")
            case NodeChanged():
                self.say(f"{event.node}: {event.word}")
            case ProgressTrouble():
                self.complain(SwarmlabError(event.reason, next_step=event.next_step))
            case EngineChanged(answers=False):
                self.post_message(EngineLost(event.reason))
            case _:
                pass

    def _calm(self) -> None:
        self.lesson.calm()
        self.draw_tasks()

    def complain(self, error: SwarmlabError) -> None:
        """A lost engine has a screen of its own; all else is said above the footer."""
        if isinstance(error, EngineError):
            self.post_message(EngineLost(str(error)))
        else:
            super().complain(error)
