"""The frame of the instructor's screen: what it looks at twice a second, and drawing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical

from swarmlab.runs.entries import EngineWord
from swarmlab.tui.actions import Where
from swarmlab.tui.draw.grid import nobody_lines
from swarmlab.tui.roster import Facts, Roster, step_shown
from swarmlab.tui.screens.base import LearnerScreen, TooSmall
from swarmlab.tui.widgets.class_bars import ClassHeader, ClassLine
from swarmlab.tui.widgets.class_grid import ClassGrid
from swarmlab.tui.widgets.key_footer import FooterLook, KeyFooter
from swarmlab.tui.widgets.learner_pane import LearnerPane
from swarmlab.tui.widgets.notice import Notice, Words
from swarmlab.tui.widgets.watched_shell import SharedShell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.classroom.model import ClassView, Learner
    from swarmlab.tui.class_port import ClassDesk
    from swarmlab.tui.draw.learner import LearnerLook, PartLook
    from swarmlab.tui.widgets.tab_row import TabsLook

LOOK_SECONDS = 0.5
ENGINE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: the labs with runs, the class, and more of the learner that is open."""

    labs: Sequence[str]
    lab: str
    view: ClassView | None
    facts: Facts


class ClassFrame(LearnerScreen[None]):
    """Looks at one lab's class and draws it.

    Args:
        desk: where the class comes from.
        lab: its name; without one the lab most learners are in.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, desk: ClassDesk, lab: str | None = None) -> None:
        super().__init__()
        self.desk, self.lab = desk, lab or ""
        self.labs: Sequence[str] = ()
        self.roster = Roster()
        self.facts = Facts()
        self.engine: EngineWord | None = None
        self.opened = ""
        """The run of the learner that is open beside the grid; empty while none is."""
        self.nodes: tuple[str, ...] = ()
        """Those of the open learner that are up."""
        self.node = ""
        """Whose shell is in view."""
        self._looking = self._asking = False
        self._fault = ""

    def compose(self) -> ComposeResult:
        """Header, class, learner, what was done, footer."""
        yield ClassHeader(id="class-header")
        yield KeyFooter()
        yield ClassLine(id="class-line")
        with Horizontal(id="class-panes"):
            with Vertical(id="class-board"):
                yield ClassGrid()
            yield LearnerPane()
        yield Words(id="acted")
        yield Notice(id="notice")
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one("#acted").display = False
        self.draw()
        self.set_interval(LOOK_SECONDS, self.look_now)
        self.set_interval(ENGINE_SECONDS, self._ask_engine)
        self.look_now()
        self._ask_engine()

    @property
    def where(self) -> Where:
        """The class, or the shell that is typed into."""
        typing = any(view.has_focus for view in self.query(SharedShell))
        return Where.SHELL if typing else Where.CLASS

    @property
    def pane(self) -> LearnerPane:
        """The learner that is open."""
        return self.query_one(LearnerPane)

    @property
    def learner(self) -> Learner | None:
        """The selected one."""
        return self.roster.learner

    # Looking

    def look_now(self) -> None:
        """Look at the class once more, unless a look is under way."""
        if self._looking:
            return
        self._looking = True
        lab, run = self.lab, self.opened
        self.ask(lambda: self._look(lab, run), group="look", done=self._seen,
                 failed=self._unseen)  # fmt: skip

    def _look(self, lab: str, run: str) -> Seen:
        labs = tuple(self.desk.labs())
        lab = lab or next(iter(labs), "")
        view = self.desk.look(lab) if lab else None
        learner = next((each for each in view.learners if each.run == run), None) if view else None
        step = step_shown(view, learner) if view is not None and learner is not None else None
        if step is None:
            return Seen(labs, lab, view, Facts(run))
        verdicts, hints = self.desk.verdicts(run, step), self.desk.hints_shown(run, step)
        return Seen(labs, lab, view, Facts(run, step.id, verdicts, hints))

    def _seen(self, seen: Seen) -> None:
        self._looking, self._fault = False, ""
        if self.lab and seen.lab != self.lab:  # another lab was chosen meanwhile
            self.look_now()
            return
        self.labs, self.lab = seen.labs, seen.lab
        if seen.view is not None:
            self.roster.see(seen.view)
        self.facts = seen.facts
        self.class_changed()
        self.draw()

    def _unseen(self, error: SwarmlabError) -> None:
        self._looking = False
        if str(error) != self._fault:
            self._fault = str(error)
            self.complain(error)

    def size_changed(self) -> None:
        """Other columns, more or fewer rows."""
        self.draw_learner()

    def class_changed(self) -> None:
        """For what follows the class: a learner who is gone, one who let us in."""

    def _ask_engine(self) -> None:
        if self._asking:
            return
        self._asking = True

        def answered(word: EngineWord) -> None:
            self._asking, self.engine = False, word
            self.draw_header()

        def failed(error: SwarmlabError) -> None:
            answered(EngineWord(answers=False, reason=error.message, next_step=error.next_step))

        self.ask(self.desk.engine, group="engine", done=answered, failed=failed)

    # Drawing

    def draw(self) -> None:
        """Bring everything up to date."""
        self.draw_grid()
        self.draw_learner()
        self.draw_header()
        self.draw_keys()

    def draw_grid(self) -> None:
        """The grid; a lab without runs says how they begin."""
        roster, grid = self.roster, self.query_one(ClassGrid)
        instead: list[Content] = []
        if self.labs_known and not roster.runs:
            instead = nobody_lines(self.lab)
        grid.show(roster.grid, roster.selected, instead)

    @property
    def labs_known(self) -> bool:
        """The class was looked at."""
        return self.roster.view is not None or (not self.lab and not self._looking)

    def draw_header(self) -> None:
        """Both rows above the grid."""
        self.query_one(ClassHeader).look = self.roster.header_look(self.lab, self.engine)
        grid = self.query_one(ClassGrid)
        covered = bool(self.opened) and self.layout_name == "-narrow"
        in_view = len(self.roster.runs) if covered else grid.rows_in_view
        line = self.query_one(ClassLine)
        line.look = self.roster.line_look(in_view, keys_here=self.where is Where.CLASS)

    def on_class_grid_moved(self) -> None:
        """Other rows are in view: the line above says how many."""
        self.draw_header()

    def draw_learner(self) -> None:
        """The learner that is open."""
        learner = self.learner
        self.set_class(bool(self.opened) and learner is not None, "-opened")
        if not self.opened or learner is None:
            return
        self.pane.say(self.learner_look(learner), self.tabs_look(), self.part_look(learner))

    def learner_look(self, learner: Learner) -> LearnerLook:
        """What is known of a learner."""
        compact = self.layout_name == "-narrow"
        return self.roster.learner_look(learner, self.facts, compact=compact)

    def tabs_look(self) -> TabsLook:
        """The shells of the open learner."""
        raise NotImplementedError

    @property
    def let_in(self) -> bool:
        """The learner lets this instructor type into the shell in view."""
        raise NotImplementedError

    def part_look(self, learner: Learner) -> PartLook:
        """What the instructor does with them."""
        raise NotImplementedError

    def draw_keys(self) -> None:
        """The footer."""
        if self.where is Where.SHELL:
            lost = self.pane.is_lost
            self.draw_footer(node=self.node, lost=lost, back="the class")
            return
        self.query_one(KeyFooter).look = FooterLook(
            Where.CLASS, shells=self._shell_count, labels=self._labels()
        )

    @property
    def _shell_count(self) -> int:
        if self.opened:
            return len(self.nodes)
        return self.roster.nodes_of(self.learner) if self.learner is not None else 0

    def _labels(self) -> dict[str, str]:
        view, labels = self.roster.view, {}
        if self.opened:
            labels = {"open_learner": "", "close_learner": "back"}
            if self.let_in:
                labels["open_learner"] = "type"
        if not self._shell_count:
            labels["watch_shell"] = ""
        if view is not None and view.paused is not None:
            labels["pause_all"] = "go on"
        if view is None or len(view.lab.chapters) < 2:
            labels |= dict.fromkeys(("chapter_before", "chapter_after"), "")
        return labels

    # What was done

    def show_acted(self, lines: Sequence[Content]) -> None:
        """What an action came to: it stays until the next."""
        acted = self.query_one("#acted", Words)
        acted.said, acted.display = tuple(lines), bool(lines)
        self.hush()
