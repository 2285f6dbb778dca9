"""The frame of the lab screen: panes, focus and drawing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from textual.containers import Horizontal, Vertical
from textual.content import Content

from swarmlab.deck.model import ShellUnit
from swarmlab.tui import signs
from swarmlab.tui.actions import Where
from swarmlab.tui.arrangement import Arrangement, shell_name
from swarmlab.tui.draw.links import links_of
from swarmlab.tui.draw.map_board import MOST_IN_ROW
from swarmlab.tui.draw.row import row, spread
from swarmlab.tui.draw.tabs import Tab
from swarmlab.tui.draw.tasks import changed_line, summary
from swarmlab.tui.draw.unit import key_of
from swarmlab.tui.lesson import Lesson
from swarmlab.tui.screens.base import LearnerScreen
from swarmlab.tui.widgets.class_band import ClassBand
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.header_bar import HeaderBar
from swarmlab.tui.widgets.key_footer import FooterLook, KeyFooter
from swarmlab.tui.widgets.map_pane import MapPane
from swarmlab.tui.widgets.shell_view import ShellView
from swarmlab.tui.widgets.shells import ShellHalf, Shells
from swarmlab.tui.widgets.slide_view import SlideView
from swarmlab.tui.widgets.swarm_pane import SwarmPane
from swarmlab.tui.widgets.tab_row import TabRow, TabsLook
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus
    from textual.widget import Widget

    from swarmlab.tui.arrangement import ShellKey
    from swarmlab.tui.ports import LabSession, ShellPort

Pane = Literal["slide", "tasks", "shell", "map"]


ROOMY = 200
"""Columns from which the slide grows as wide as prose runs at most."""


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
        self.arrangement = Arrangement()
        self.shells: dict[ShellKey, ShellPort] = {}
        self._unopened: set[ShellKey] = set()
        """Shells that could not be opened when that was tried last."""
        self.map_node = ""
        """The node selected on the map."""
        self.map_opened = False
        """On a narrow screen: this node is shown instead of the list."""

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
                yield Shells()
                yield SwarmPane(id="swarm")
        yield _Line(id="map-bar")
        yield MapPane(id="map")
        yield _Line(id="verdicts")
        yield ClassBand(id="class-band")

    @property
    def where(self) -> Where:
        """Where keys go."""
        quiz = self.slide_view.quiz if self.pane == "slide" else None
        return Where.QUIZ if quiz is not None and quiz.look.answer is None else Where(self.pane)

    @property
    def slide_view(self) -> SlideView:
        """The slide."""
        return self.query_one(SlideView)

    @property
    def shell_view(self) -> ShellView:
        """The shell that keys go to, or went to last."""
        return self.query_one(Shells).halves[self.arrangement.half].view

    @property
    def shell_key(self) -> ShellKey:
        """Its node, and its name where it is an extra one."""
        return self.arrangement.key

    # Panes and focus

    def go_to(self, pane: Pane) -> None:
        """Keys go there from now on."""
        from_map, self.pane = self.pane == "map", pane
        widgets: dict[Pane, Widget] = {
            "slide": self.slide_view,
            "tasks": self.query_one(TaskPane),
            "shell": self.shell_view,
            "map": self.query_one(MapPane),
        }
        for name in widgets:
            self.set_class(name == pane, f"-pane-{name}")
        self.set_focus(widgets[pane], scroll_visible=False)
        self.draw_focus()
        if from_map:
            self.draw_swarm()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click into a pane leads there too."""
        found: dict[type[Widget], Pane] = {
            SlideView: "slide", TaskPane: "tasks", ShellView: "shell", MapPane: "map",
        }  # fmt: skip
        pane = found.get(type(event.widget))
        half = self.arrangement.half
        if isinstance(event.widget.parent, ShellHalf):
            half = self.query_one(Shells).halves.index(event.widget.parent)
        if pane is not None and (pane, half) != (self.pane, self.arrangement.half):
            self.arrangement.half = half
            self.go_to(pane)

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
        self.draw_time()

    def draw_time(self) -> None:
        """What minutes change."""
        self.query_one(HeaderBar).look = self.lesson.header_look()
        self.draw_tasks()

    def draw_units(self) -> None:
        """Every unit's corner, every quiz, and what was captured."""
        keys_here, reader = self.pane == "slide", self.lesson.reader
        self.slide_view.draw_units(self.lesson.units, keys_here=keys_here)
        self.slide_view.draw_quizzes(reader.quiz, keys_here=keys_here)
        captures = replace(reader.captures(self.lesson.slide), keys_here=keys_here)
        self.slide_view.draw_captures(captures)
        self.draw_keys()

    def draw_bar(self) -> None:
        """The slide's number and which lines are in view."""
        focused = self.pane == "slide"
        number, total = self.lesson.slide.index + 1, len(self.lesson.chapter.chapter.slides)
        name = row(
            (f"{signs.BAR if focused else ' '}Slide", "bold $accent" if focused else "$muted")
        )
        left = row(name, (f"  {number} of {total}", "$muted"))
        self.query_one("#slide-bar", _Line).put(left, self._in_view())
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
            number, total = self.lesson.slide.index + 1, len(self.lesson.chapter.chapter.slides)
            right = row(self._in_view(short=True), (f"  {number} of {total}", "$muted"))
        self.query_one("#verdicts", _Line).put(left, right)

    def _in_view(self, *, short: bool = False) -> Content:
        view = self.slide_view
        where = view.next_unit(self.lesson.units)
        lines = Content.styled(view.lines_in_view(), "$muted")
        if not where:
            return lines
        return row((f"next {where}" if short else f"next unit {where}", "bold"), "  ", lines)

    def draw_swarm(self) -> None:
        """The swarm as last seen, on the map where that covers the pane."""
        if self.pane == "map":
            self.draw_map()
            return
        cards = self.layout_name == "-wide" and len(self.session.node_names) <= MOST_IN_ROW
        self.query_one(SwarmPane).look = self.lesson.swarm_look(cards=cards)

    def draw_map(self) -> None:
        """The map, with the selected node in full."""
        pane, listed = self.query_one(MapPane), self.layout_name == "-narrow"
        pane.show_as(listed=listed, opened=self.map_opened)
        pane.look = look = self.lesson.map_look(self.map_node)
        bar = row((signs.BAR, "$accent"), look.title)
        changed = Content.styled(look.changed, "$muted")
        self.query_one("#map-bar", _Line).put(bar, changed)

    def draw_focus(self) -> None:
        """What shows where keys go."""
        if not self.is_mounted:
            return
        self.draw_units()
        self.draw_bar()
        self.draw_tasks()

    def draw_keys(self) -> None:
        """The footer."""
        where, quiz = self.where, self.slide_view.quiz
        shells = len(self.arrangement.keys(self.session.node_names))
        if where is Where.QUIZ and quiz is not None:
            shells = len(quiz.quiz.answers)
        node = shell_name(self.shell_key) if self.pane == "shell" else ""
        view, in_shell = self.shell_view, self.pane == "shell"
        self.query_one(KeyFooter).look = FooterLook(
            where,
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
        if not self.lesson.is_last:
            found["summary"] = ""
        if not self.lesson.reader.captures(self.lesson.slide).secret:
            found["reveal"] = ""
        if not links_of(self.lesson.shown()):
            found["links"] = ""
        view, quiz = self.slide_view.current, self.slide_view.quiz
        if quiz is not None and quiz.look.several:
            found |= {"answer": "mark", "run": "answer" if quiz.look.marked else ""}
        elif quiz is not None and quiz.look.answer is not None:
            found["run"] = "again"
        if view is None:
            found["send"] = ""
        elif not isinstance(view.unit, ShellUnit):
            found |= {"send": "", "run": key_of(view.unit)[1]}
        return found | self._map_words() if self.pane == "map" else found

    def _map_words(self) -> dict[str, str]:
        power = self.lesson.swarm.powers.get(self.query_one(MapPane).look.node, "running")
        wanted = {"running": ("kill", "", "pause"), "paused": ("kill", "", "go on")}
        words = wanted.get(power, ("", "start", ""))
        found = dict(zip(("kill_node", "start_node", "pause_node"), words, strict=True))
        if self.layout_name == "-narrow":
            opened = self.map_opened
            found |= {"node_left": "node" if opened else "", "node_right": "node" if opened else ""}
            found |= dict.fromkeys(("node_up", "node_down"), "line" if opened else "node")
            found["enter_node"] = "its shell" if opened else "open it"
            found["map_back"] = "nodes" if opened else "slide"
        return found

    def draw_tabs(self) -> None:
        """The shells, and on a narrow screen all panes."""
        keys_here = self.pane != "shell"
        shells = self._shell_tabs()
        chosen = any(tab.chosen for tab in shells) and self.pane == "shell"
        plus, ends = (("+", "", "open_shell"),), self._shell_ends()
        self.query_one("#shell-tabs", TabRow).look = TabsLook(
            shells, chosen, keys_here, roomy=True, plus=plus, ends=ends
        )
        self._draw_names(shells, keys_here=keys_here)
        failed = sum(task.state == "failed" for task in self.lesson.tasks())
        note = f"{signs.FAILED}{failed}" if failed else ""
        panes = (
            Tab("0", "Slide", "slide", chosen=self.pane == "slide"),
            *(shells if self.pane == "shell" else self._shell_tabs(chosen=False)),
            Tab("t", "Tasks", "tasks", chosen=self.pane == "tasks", note=note),
            Tab("m", "Map", "map", chosen=self.pane == "map"),
        )
        in_shell = self.pane == "shell"
        self.query_one("#pane-tabs", TabRow).look = TabsLook(
            panes, True, keys_here, plus=plus if in_shell else (), ends=ends if in_shell else ()
        )

    def _shell_tabs(self, *, chosen: bool = True) -> tuple[Tab, ...]:
        arranged = self.arrangement
        return tuple(
            Tab(
                str(number),
                shell_name(key),
                f"shell({number})",
                self.lesson.colour(key[0]),
                chosen=chosen and key == arranged.key,
                beside=chosen and key != arranged.key and key in arranged.in_view,
            )
            for number, key in enumerate(arranged.keys(self.session.node_names), 1)
        )

    def _shell_ends(self) -> tuple[tuple[str, str, str], ...]:
        close = (("-", "close", "close_shell"),) if self.shell_key[1] is not None else ()
        two = "one" if self.arrangement.split else "two"
        if self.layout_name != "-narrow":
            two = "one shell" if self.arrangement.split else "two shells"
        zoom = "back" if self.has_class("-zoom") else "zoom"
        return (*close, ("|", two, "split"), ("z", zoom, "zoom"))

    def _draw_names(self, shells: tuple[Tab, ...], *, keys_here: bool) -> None:
        for half, key in zip(self.query_one(Shells).halves, self.arrangement.halves, strict=True):
            tabs = tuple(tab for tab in shells if tab.name == shell_name(key))
            half.name_it(TabsLook(tabs, self.pane == "shell", keys_here, roomy=True))

    def size_changed(self) -> None:
        """Another layout: the slide's place, the shell and the focus stay."""
        self.set_class(self.app.size.width >= ROOMY, "-roomy")
        if self.is_mounted:
            self.draw_all()

    def on_slide_view_moved(self) -> None:
        """Other lines are in view: once they are laid out, say which."""
        self.call_after_refresh(self.draw_bar)
