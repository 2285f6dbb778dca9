"""Shells of the open learner: to look at, or to type into once the learner agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui import signs, words
from swarmlab.tui.draw.acted import going_line
from swarmlab.tui.draw.learner import PartLook
from swarmlab.tui.draw.tabs import Tab
from swarmlab.tui.screens.instructor.choosing import ClassChoosing
from swarmlab.tui.widgets.tab_row import TabsLook

if TYPE_CHECKING:
    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.classroom.model import Learner
    from swarmlab.tui.ports import ShellPort

NODES_SECONDS = 2.0


class ClassWatching(ClassChoosing):
    """Watches shells of one learner at a time; the learner always sees it."""

    _shared = False
    """The shell in view was opened to type into."""
    _wanted = 0
    """The number of the shell to open, as soon as it is known which nodes are up."""
    _asked_nodes = ""
    """The run whose nodes are being asked for."""
    _asked = False
    """This instructor asked to take part; there may be others, whose part is not ours."""
    _part = ""
    """What the instructor did with the open learner's shells at the last look."""
    _zoomed = False
    """The shell was over the whole width before it was typed into."""
    _asks = False
    """Ask to take part, as soon as a shell is in view."""
    _types = False
    """Type into the shared shell, as soon as it is in view."""

    def on_mount(self) -> None:
        """Nodes come and go."""
        super().on_mount()
        self.set_interval(NODES_SECONDS, self._ask_nodes)

    # Which nodes there are

    def enter_learner(self) -> None:
        """Their nodes are asked for at once."""
        super().enter_learner()
        self._ask_nodes()

    def leave_learner(self, run: str) -> None:
        """Look on no more, and say so to the learner."""
        super().leave_learner(run)
        watched = bool(self.node)
        self._put_away()
        self.nodes, self._wanted, self._part = (), 0, ""
        self._asks = self._asked = False
        if watched:
            self._unwatch(run)

    def _unwatch(self, run: str) -> None:
        self.ask(lambda: self.desk.unwatch(run), group=f"unwatch {run}")

    def _put_away(self) -> None:
        self.node, self._shared, self._types = "", False, False
        self.set_class(False, "-zoom")
        if self.pane.shared.has_focus:
            self.set_focus(None)
        self.pane.show_shell(None, 0, shared=False)

    def _ask_nodes(self) -> None:
        run = self.opened
        if not run or run == self._asked_nodes:
            return
        self._asked_nodes = run
        self.ask(lambda: self.desk.nodes(run), group=f"nodes {run}",
                 done=lambda nodes: self._nodes_known(run, nodes),
                 failed=lambda error: self._nodes_unknown(run, error))  # fmt: skip

    def _nodes_unknown(self, run: str, error: SwarmlabError) -> None:
        """The header says that the engine has gone; who wants a shell is told why there is none."""
        self._asked_nodes = ""
        if run == self.opened and self._wanted:
            self._wanted, self._asks = 0, False
            self.complain(error)

    def _nodes_known(self, run: str, nodes: tuple[str, ...]) -> None:
        self._asked_nodes = ""
        if run != self.opened:
            self._ask_nodes()
            return
        self.nodes = tuple(nodes)
        wanted, self._wanted = self._wanted, 0
        if wanted:
            self._show_number(wanted)
        self.draw_learner()
        self.draw_keys()

    # Looking on

    def action_open_learner(self) -> None:
        """Open; where one takes part, type."""
        learner = self.learner
        if not self.opened:
            self.open_learner()
        elif learner is not None and self._shared:
            self._types = self.pane.shell is None  # it is being opened
            if not self._types:
                self._type()
        elif learner is not None and self.node:
            self.say(f"J asks {words.line(learner.owner)} to let you type into it")

    def _type(self) -> None:
        """Keys go to the shell; the learner's terminal is as wide as it is: it has all the room."""
        self._types, self._zoomed = False, self.has_class("-zoom")
        self.set_class(True, "-zoom")
        self.pane.shared.focus()

    def action_close_learner(self) -> None:
        """The shell as it was, then the class alone."""
        if self.has_class("-zoom"):
            self.set_class(False, "-zoom")
        else:
            self.close_learner()

    def action_watch_shell(self, number: int) -> None:
        """Look at the shell of a node."""
        if self.learner is None:
            return
        if not self.opened:
            self._wanted = number
            self.open_learner()
        elif self.nodes:
            self._show_number(number)
        else:
            self._wanted = number
            self._ask_nodes()

    def _show_number(self, number: int) -> None:
        if not self.nodes:
            self.say("No nodes are up: there is no shell to look at")
        elif number > len(self.nodes):
            self.say(f"There are {words.counted(len(self.nodes), 'shell')}")
        else:
            self._watch(self.nodes[number - 1])

    def _watch(self, node: str) -> None:
        learner, run = self.learner, self.opened
        if learner is None or not run:
            return
        if node == self.node and self.pane.shell is not None and not self.pane.is_lost:
            return
        shared = self._asked and learner.part == "takes part"
        self._put_away()
        self.node, self._shared = node, shared
        call = self.desk.take_part if shared else self.desk.watch
        self.ask(lambda: call(run, node), group="watch",
                 done=lambda shell: self._watched(run, node, shell, shared=shared),
                 failed=lambda error: self._not_watched(node, error, shared=shared))  # fmt: skip
        self.draw_learner()

    def _watched(self, run: str, node: str, shell: ShellPort, *, shared: bool) -> None:
        if run != self.opened:  # the learner was left meanwhile, and must not be watched
            self._unwatch(run)
        elif (node, shared) == (self.node, self._shared):
            self.pane.show_shell(shell, self._colour(node), shared=shared)
            if shared and self._types:
                self.call_after_refresh(self._type)
            if self._asks or (self._asked and not shared):
                self._ask_part()  # to look at another shell takes a question back
            self.draw()

    def _not_watched(self, node: str, error: SwarmlabError, *, shared: bool) -> None:
        self.complain(error)
        if node != self.node:
            return
        self._asks = self._asked = False
        self._put_away()
        if shared:  # another instructor was let in: one can look on still
            self._watch(node)
        self.draw_learner()

    def _colour(self, node: str) -> int:
        view = self.roster.view
        names = [each.name for each in view.lab.nodes] if view is not None else []
        return names.index(node) if node in names else 0

    def action_class_zoom(self) -> None:
        """The shell over the whole width."""
        if self.node:
            self.set_class(not self.has_class("-zoom"), "-zoom")

    # Taking part

    def action_take_part(self) -> None:
        """Ask the learner; once let in, take part no more."""
        learner = self.learner
        if learner is None:
            return
        if self.let_in:
            self._part_no_more()
        elif self._asked and learner.part == "asks":
            self.say(f"{words.line(learner.owner)} is asked already")
        elif self.opened and self.node and self.pane.shell is not None:
            self._ask_part()
        else:
            self._asks = True
            self.action_watch_shell(1)

    def _ask_part(self) -> None:
        learner, run = self.learner, self.opened
        self._asks, self._asked = False, True
        if learner is None:
            return
        name = words.line(learner.owner)
        self.ask(lambda: self.desk.ask_part(run), group="part", done=lambda _: self.show_acted(
            going_line(f"{name} is asked to let you type into the shell")))  # fmt: skip

    def _part_no_more(self) -> None:
        run, self._asked = self.opened, False
        self._put_away()
        self.ask(lambda: self.desk.unwatch(run), group=f"unwatch {run}",
                 done=lambda _: self.show_acted(going_line("You take part no more")))  # fmt: skip
        self.draw()

    def class_changed(self) -> None:
        """Let in: the shell can be typed into. Shut out: one looks on."""
        super().class_changed()
        learner = self.learner
        if learner is None or not self.opened or not self.node:
            return
        name, before, self._part = words.line(learner.owner), self._part, learner.part or ""
        if self._asked and before == "asks" and self._part in {"", "watches"}:
            self._asked = False
            self.show_acted(going_line(f"{name} does not let you type", "you look on"))
        let_in, node = self._asked and learner.part == "takes part", self.node
        if let_in == self._shared:
            return
        self._asked = let_in
        self._put_away()
        self._watch(node)
        if let_in:
            self.show_acted(going_line(f"{name} lets you in", "enter types into it"))
        else:
            self.show_acted(going_line(f"{name} takes the shell back", "you look on"))

    # What is typed

    def on_shell_view_left(self) -> None:
        """Back to the class."""
        self.set_focus(None)
        self.set_class(self._zoomed, "-zoom")
        self.draw()

    def action_slide(self) -> None:
        """A click on the key that leads back from a shell."""
        self.on_shell_view_left()

    def on_descendant_focus(self) -> None:
        """Keys go to the shell."""
        self.draw()

    def on_descendant_blur(self) -> None:
        """Keys go to the class."""
        self.call_later(self.draw)

    def on_shell_view_lost(self) -> None:
        """Say so, and how to have it again."""
        number = self.nodes.index(self.node) + 1 if self.node in self.nodes else 1
        self.say(f"The shell of {words.line(self.node)} ended: {number} opens it again")
        self.draw_keys()

    def on_shell_view_offered(self) -> None:
        """A key in a shell that has ended: back to the class."""
        self.on_shell_view_left()

    # Drawing

    def tabs_look(self) -> TabsLook:
        """A tab a node."""
        tabs = tuple(
            Tab(str(number), node, f"watch_shell({number})", signs.node_role(self._colour(node)),
                chosen=node == self.node)
            for number, node in enumerate(self.nodes, 1)
        )  # fmt: skip
        typing = self.pane.shared.has_focus
        ends = (("", "read only", ""),) if self.node and not self._shared else ()
        return TabsLook(tabs, focused=typing, keys_here=not typing, ends=ends)

    @property
    def let_in(self) -> bool:
        """The shell in view can be typed into."""
        return self._shared and bool(self.node)

    def part_look(self, learner: Learner) -> PartLook:
        """What the learner knows of the instructor."""
        part = learner.part if self.node and self._asked else None
        return PartLook(words.line(learner.owner), len(self.nodes), self.node, part,
                        typing=self.pane.shared.has_focus, hand=bool(learner.hand))  # fmt: skip
