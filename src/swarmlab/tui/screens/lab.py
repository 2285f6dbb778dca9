"""What a learner does on the lab screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from swarmlab.deck.model import Position, PowerUnit, ShellUnit
from swarmlab.errors import SwarmlabError
from swarmlab.runs.events import UnitChanged
from swarmlab.tui import clock, words
from swarmlab.tui.actions import Where, bindings
from swarmlab.tui.requests import NodesWanted
from swarmlab.tui.screens.dialog import Answer, Dialog, Question
from swarmlab.tui.screens.lab_frame import LabFrame
from swarmlab.tui.screens.leaving import LeavingScreen
from swarmlab.tui.widgets.shell_view import GUIDE_KEY
from swarmlab.tui.widgets.task_pane import TaskPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.events import Key

    from swarmlab.deck.model import Details, PowerVerb, Unit
    from swarmlab.runs.model import Place, Step
    from swarmlab.tui.screens.lab_frame import Pane
    from swarmlab.tui.widgets.shell_view import ShellView
    from swarmlab.tui.widgets.unit_view import UnitView

_PANES: tuple[Pane, ...] = ("slide", "shell", "tasks")


class LabScreen(LabFrame):
    """Read, send, see tasks turn green."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SLIDE, Where.TASKS)]
    _left_by_guide = False

    # Reading

    async def action_on(self) -> None:
        """A page, then the next slide."""
        if self.pane == "tasks" or not self.slide_view.page(1):
            await self._turn(1)

    async def action_page_back(self) -> None:
        """A page, then the slide before."""
        if self.pane == "tasks" or not self.slide_view.page(-1):
            await self._turn(-1)

    async def action_next_slide(self) -> None:
        """The next slide."""
        await self._turn(1)

    async def action_previous_slide(self) -> None:
        """The slide before."""
        await self._turn(-1)

    async def _turn(self, direction: int) -> None:
        place = self.lesson.neighbour(direction)
        if place is None:
            self.say("This is the last slide of the lab" if direction > 0
                     else "This is the first slide of the lab")  # fmt: skip
        elif place.chapter != self.session.place.chapter:
            self._cross(place)
        else:
            await self._move(place)

    async def _move(self, place: Place) -> None:
        trouble = None
        try:
            self.session.move(place)
        except SwarmlabError as error:  # not stored; reading goes on all the same
            trouble = error
        self.go_to("slide")
        await self.draw_slide()
        if trouble is not None:
            self.complain(trouble)

    def _cross(self, place: Place) -> None:
        title = self.session.lab.chapter(place.chapter).chapter.title
        if not self.session.needs_fresh_nodes(place.chapter):
            self.ask(lambda: self.session.enter(place), group="place",
                     done=lambda _: self.call_later(self.draw_slide))  # fmt: skip
            return
        change = f"It has nodes of its own: {self._all_nodes()} thrown away, fresh ones come."
        question = Question(
            f"To the chapter {title}",
            (f"{change} {self._usual()}", "Your progress stays."),
            (Answer("enter", "go there"),),
        )
        self._ask_first(
            question, lambda _: self._make_nodes(lambda: self.session.enter(place), place)
        )

    def _all_nodes(self) -> str:
        number = len(self.session.node_names)
        return f"{words.counted(number, 'node')} {'is' if number == 1 else 'are'}"

    def _usual(self) -> str:
        usual = self.session.usual_boot_seconds
        return f"Usually {words.seconds(usual)}." if usual is not None else ""

    def _make_nodes(self, work: Callable[[], None], place: Place | None = None) -> None:
        chapter = (place or self.session.place).chapter
        title = self.session.lab.chapter(chapter).chapter.title
        self.post_message(NodesWanted(self.session, work, title))

    def _ask_first(self, question: Question, answered: Callable[[str], object]) -> None:
        def closed(key: str | None) -> None:
            if key:
                answered(key)

        self.app.push_screen(Dialog(question), closed)

    # Units

    def action_unit_up(self) -> None:
        """The unit above; without one, a line up."""
        self._select(-1)

    def action_unit_down(self) -> None:
        """The unit below; without one, a line down."""
        self._select(1)

    def _select(self, step: int) -> None:
        if not self.slide_view.select_next(step):
            self.slide_view.scroll_relative(y=step, animate=False)
        self.draw_units()

    def on_unit_view_selected(self, message: UnitView.Selected) -> None:
        """A click selects."""
        self.slide_view.select(message.view.look.index, scroll=False)
        self.draw_units()

    def action_send_unit(self, index: int) -> None:
        """A click on a unit's corner."""
        if self.slide_view.select(index, scroll=False):
            self.draw_units()
            self.action_send()

    def action_send(self) -> None:
        """Paste the current unit into its node's shell, or do it where it is no command."""
        view = self.slide_view.current
        if view is None:
            self.say("This slide has nothing to send")
        elif isinstance(view.unit, ShellUnit):
            unit = view.unit
            self.ask(lambda: self.session.paste_unit(unit), group="send",
                     done=lambda pasted: self._pasted(unit) if pasted else None)  # fmt: skip
        else:
            self._do(view.unit)

    def _pasted(self, unit: ShellUnit) -> None:
        self.lesson.units.setdefault(
            unit.position, UnitChanged(unit.position, "pasted", clock.now())
        )
        self.show_shell((unit.node, unit.shell))
        self.shell_view.armed = True
        self.go_to("shell")

    def action_run(self) -> None:
        """Do the current power, file or read unit; a command goes through its shell."""
        view = self.slide_view.current
        if view is not None and not isinstance(view.unit, ShellUnit):
            self._do(view.unit)

    def _do(self, unit: Unit) -> None:
        began = clock.now()
        self._note(UnitChanged(unit.position, "running", began))

        def failed(error: SwarmlabError) -> None:
            self._note(UnitChanged(unit.position, "failed", clock.now(), reason="did not work"))
            self.complain(error)

        def done(_: None) -> None:
            now = clock.now()
            ran = UnitChanged(unit.position, "ran", now, now - began)
            self.lesson.units[ran.unit] = ran
            self._unit_changed(ran)

        self.ask(lambda: self.session.run_unit(unit), group="unit", done=done, failed=failed)

    def _note(self, change: UnitChanged) -> None:
        self.lesson.units[change.unit] = change
        self.draw_units()

    # Panes

    def action_slide(self) -> None:
        """To the slide."""
        self.go_to("slide")

    def action_tasks(self) -> None:
        """To the tasks."""
        self.go_to("tasks")

    def action_shell(self, number: int) -> None:
        """To the shell of the node with this number."""
        nodes = self.session.node_names
        if 1 <= number <= len(nodes):
            self.show_shell((nodes[number - 1], None))
            self.go_to("shell")

    def action_tab_on(self) -> None:
        """The next pane."""
        self.go_to(_PANES[(_PANES.index(self.pane) + 1) % len(_PANES)])

    def action_tab_back(self) -> None:
        """The pane before."""
        self.go_to(_PANES[(_PANES.index(self.pane) - 1) % len(_PANES)])

    def action_scroll_up(self) -> None:
        """A line up in the tasks."""
        self.query_one(TaskPane).scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """A line down in the tasks."""
        self.query_one(TaskPane).scroll_relative(y=1, animate=False)

    def on_key(self, event: Key) -> None:
        """The guide key twice reaches the node; any other key ends that chance."""
        super().on_key(event)
        chance, self._left_by_guide = self._left_by_guide, False
        if event.key == GUIDE_KEY and chance:
            self.go_to("shell")
            if self.shell_view.shell is not None:
                self.shell_view.shell.keys(b"\x07")

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

    def on_shell_view_lost(self) -> None:
        """Say so, and what to do."""
        self.draw_shell_words()
        self.draw_focus()

    def on_shell_view_offered(self, message: ShellView.Offered) -> None:
        """What a lost shell offers."""
        node = self.shell_key[0]
        if message.key == "enter":
            self.reopen_shells(node)
        elif message.key == "S":
            self._power(node, "start")
        elif message.key == "B":
            self._rebuild(node)

    def _power(self, node: str, verb: PowerVerb) -> None:
        unit = PowerUnit(node, (verb,), Position(Path("key"), 1))
        self.say(f"{node}: {verb}")
        self.ask(lambda: self.session.run_unit(unit), group="power",
                 done=lambda _: self.reopen_shells(node))  # fmt: skip

    def _rebuild(self, node: str) -> None:
        self.say(f"{node} is thrown away and made anew")
        self.ask(lambda: self.session.rebuild(node), group="power",
                 done=lambda _: self.reopen_shells(node))  # fmt: skip

    # Help on request

    def action_hint(self) -> None:
        """The next hint, under the slide."""
        step = self.lesson.step
        if step is None or not step.slide.details("hint"):
            self.say("This slide has no hints")
            return
        self.ask(lambda: self.session.next_hint(step), group="help", done=self._hinted)

    async def _hinted(self, hint: Details | None) -> None:
        if hint is None:
            self.say("All hints of this step are shown")
        await self._show_end()

    async def action_why(self) -> None:
        """Show or hide the background."""
        if self.lesson.toggle_why():
            await self._show_end()
        else:
            self.say("This slide has no background to show")

    def action_solution(self) -> None:
        """The solution, under the slide; asks first."""
        step = self.lesson.step
        if step is None or not step.slide.details("solution"):
            self.say("The slide shows all of it: send its units" if step
                     else "This slide has no tasks")  # fmt: skip
        elif not self.lesson.solution_is_shown(step):
            question = Question("Show the solution of this step",
                                ("It is noted with your progress, nothing else happens.",),
                                (Answer("enter", "show it"),))  # fmt: skip
            self._ask_first(question, lambda _: self._solution(step))

    def _solution(self, step: Step) -> None:
        async def shown(_: None) -> None:
            self.lesson.show_solution(step)
            await self._show_end()

        self.ask(lambda: self.session.record_solution(step), group="help", done=shown)

    async def _show_end(self) -> None:
        self.go_to("slide")
        await self.draw_slide()
        self.call_after_refresh(self.slide_view.scroll_end, animate=False)

    # Reset and leave

    def action_reset(self) -> None:
        """Ask what to make anew."""
        step, node = self.lesson.step, self.shell_key[0]
        answers = [
            Answer("c", "the chapter", f"{self._all_nodes()} thrown away; back to its start")
        ]
        if step is not None:
            answers.insert(0, Answer("s", f"step {step.number}",
                                     "fresh nodes, brought to where this step begins"))  # fmt: skip
        if node:
            answers.append(Answer("B", f"only {node}", "a fresh node, not in the swarm"))
        question = Question("Reset", (self._usual(),) if self._usual() else (), tuple(answers))
        self._ask_first(question, self._reset)

    def _reset(self, answer: str) -> None:
        step = self.lesson.step
        if answer == "B":
            self._rebuild(self.shell_key[0])
        elif answer == "s" and step is not None:
            self._make_nodes(lambda: self.session.reset_step(step))
        elif answer == "c":
            self._make_nodes(self.session.reset_lab)

    def action_leave(self) -> None:
        """Keep the nodes, or remove them."""
        if not self.session.booted:
            self.app.exit()
            return
        question = Question(
            "Leave the lab",
            ("Your progress stays either way.",),
            (Answer("r", "remove the nodes", f"{self._all_nodes()} thrown away"),
             Answer("k", "keep them", "swarmlab goes on where you are")),
        )  # fmt: skip
        self._ask_first(question, lambda key: self._leave(keep=key == "k"))

    def _leave(self, *, keep: bool) -> None:
        def ended(error: SwarmlabError | None) -> None:
            if error is None:
                self.app.exit()
            else:
                self.complain(error)

        self.app.push_screen(LeavingScreen(self.session, keep=keep), ended)
