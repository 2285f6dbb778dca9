"""The slide: prose, units and boxes, scrolled by the learner only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message

from swarmlab.deck.model import Quiz
from swarmlab.tui import clock
from swarmlab.tui.draw.captures import CapturesLook
from swarmlab.tui.draw.page import Page, page_of, stops_of
from swarmlab.tui.draw.quiz import QuizLook
from swarmlab.tui.draw.unit import UnitLook
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.content import Content

    from swarmlab.deck.model import Position, Unit
    from swarmlab.runs.events import UnitChanged
    from swarmlab.tui.draw.slide import Shown

NONE = -1
_DONE = frozenset({"ran", "skipped"})


@dataclass(slots=True)
class UnitStop:
    """A unit on the slide."""

    look: UnitLook

    @property
    def unit(self) -> Unit:
        """The unit of the deck."""
        return self.look.unit


@dataclass(slots=True)
class QuizStop:
    """A quiz on the slide."""

    look: QuizLook

    @property
    def quiz(self) -> Quiz:
        """The quiz of the deck."""
        return self.look.quiz


class _Page(Flow):
    """The slide's text, drawn once for each width and state."""

    def __init__(self, view: SlideView) -> None:
        super().__init__(id="page")
        self._view = view
        self._drawn: dict[int, Page] = {}

    def at(self, width: int) -> Page:
        """The slide for a width."""
        if width not in self._drawn:
            self._drawn = {width: self._view.draw(width)}
        return self._drawn[width]

    @property
    def now(self) -> Page:
        """The slide as it is on the screen."""
        return self.at(max(1, self.content_size.width))

    def lines(self, width: int) -> list[Content]:
        return self.at(max(1, width)).lines

    def redraw(self) -> None:
        """Something looks different, and may take more rows or fewer."""
        self._drawn = {}
        self.refresh(layout=True)


class SlideView(VerticalScroll, inherit_bindings=False):
    """One slide at a time."""

    class Moved(Message):
        """Another part of the slide is in view."""

    can_focus = True

    def __init__(self) -> None:
        super().__init__(id="slide")
        self._shown: Shown | None = None
        self._stops: list[UnitStop | QuizStop] = []
        self._current = NONE
        self._captures = CapturesLook()

    def compose(self) -> ComposeResult:
        """One widget for all of it."""
        yield _Page(self)

    def on_mount(self) -> None:
        """A running unit counts its seconds."""
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        if any(stop.look.state is not None and stop.look.state.phase == "running"
               for stop in self._stops if isinstance(stop, UnitStop)):  # fmt: skip
            self._page.redraw()

    @property
    def _page(self) -> _Page:
        return self.query_one(_Page)

    def draw(self, width: int) -> Page:
        """The slide as lines of that width."""
        if self._shown is None:
            return Page()
        now = clock.now()
        looks = [
            replace(stop.look, now=now) if isinstance(stop, UnitStop) else stop.look
            for stop in self._stops
        ]
        return page_of(self._shown, looks, self._captures, width)

    # What is on it

    @property
    def units(self) -> list[UnitStop]:
        """The units on it, in order."""
        return [stop for stop in self._stops if isinstance(stop, UnitStop)]

    @property
    def current(self) -> UnitStop | None:
        """The unit that the send key means."""
        stop = self._selected
        return stop if isinstance(stop, UnitStop) else None

    @property
    def quiz(self) -> QuizStop | None:
        """The quiz that is selected, if one is."""
        stop = self._selected
        return stop if isinstance(stop, QuizStop) else None

    @property
    def _selected(self) -> UnitStop | QuizStop | None:
        return self._stops[self._current] if 0 <= self._current < len(self._stops) else None

    async def show(self, shown: Shown) -> bool:
        """Draw a slide; whether it is another one.

        The place stays where it is the same slide with more shown.
        """
        same = self._shown is not None and self._shown.slide is shown.slide
        self._shown = shown
        self._stops = [
            QuizStop(QuizLook(stop, index=index)) if isinstance(stop, Quiz)
            else UnitStop(UnitLook(stop, _node_index(stop, shown.nodes), index))
            for index, stop in enumerate(stops_of(shown))
        ]  # fmt: skip
        self._current = min(self._current, len(self._stops) - 1) if same else NONE
        if not same:
            self._captures = CapturesLook()
            self.scroll_home(animate=False, immediate=True)
        self._page.redraw()
        return not same

    def draw_units(self, states: Mapping[Position, UnitChanged], *, keys_here: bool) -> None:
        """Bring every unit's corner up to date."""
        before = [stop.look for stop in self.units]
        for index, stop in enumerate(self._stops):
            if isinstance(stop, UnitStop):
                stop.look = replace(
                    stop.look, state=states.get(stop.unit.position),
                    current=index == self._current, keys_here=keys_here,
                )  # fmt: skip
        if before != [stop.look for stop in self.units]:
            self._page.redraw()

    def draw_quizzes(self, look_of: Callable[[Quiz], QuizLook], *, keys_here: bool) -> None:
        """Bring every quiz up to date."""
        changed = False
        for index, stop in enumerate(self._stops):
            if isinstance(stop, QuizStop):
                current = index == self._current
                look = replace(look_of(stop.quiz), index=index, current=current,
                               keys_here=keys_here)  # fmt: skip
                changed |= look != stop.look
                stop.look = look
        if changed:
            self._page.redraw()

    def draw_captures(self, look: CapturesLook) -> None:
        """What was captured stands under the slide."""
        if look != self._captures:
            self._captures = look
            self._page.redraw()

    def show_captures(self) -> None:
        """Bring what was captured into view: the learner asked to see it."""
        self._into_view(*self._page.now.captures)

    def show_selected(self) -> None:
        """Bring what is current into view."""
        if self._selected is not None:
            self._into_view(*self._page.now.stops[self._current])

    def _into_view(self, first: int, rows: int) -> None:
        self.scroll_to_region(Region(0, first, 1, rows), animate=False, immediate=True)

    # Selecting

    def select(self, index: int, *, scroll: bool = True) -> bool:
        """Make another unit or quiz the current one; False where there is none."""
        if not 0 <= index < len(self._stops):
            return False
        self._current = index
        if scroll:
            self.show_selected()
        return True

    def select_next(self, step: int) -> bool:
        """The unit or quiz above or below becomes the current one."""
        return self.select(self._current + step)

    def leave_quiz(self) -> None:
        """Digits mean the shells again."""
        if self.quiz is not None:
            self._current = NONE

    def pass_on(self, states: Mapping[Position, UnitChanged]) -> None:
        """After the current one is done, the next unit not yet run is current; nothing scrolls."""
        self._select_open(states, self._current + 1)

    def pass_over(self, states: Mapping[Position, UnitChanged]) -> None:
        """Where the current unit has run, the next one not yet run is current."""
        stop = self.current
        if stop is not None and not _is_open(stop, states):
            self.pass_on(states)

    def select_open(self, states: Mapping[Position, UnitChanged]) -> None:
        """The first unit that has not run is current; the first of all where each has.

        A quiz is never selected by itself, since digits then mean its answers.
        """
        if not self._select_open(states, 0):
            self._current = next(
                (n for n, stop in enumerate(self._stops) if isinstance(stop, UnitStop)), NONE
            )

    def _select_open(self, states: Mapping[Position, UnitChanged], first: int) -> bool:
        for index, stop in enumerate(self._stops[first:], first):
            if isinstance(stop, UnitStop) and _is_open(stop, states):
                return self.select(index, scroll=False)
        return False

    # Scrolling

    def page(self, direction: float) -> bool:
        """Scroll so many pages; False at the end, where nothing moved."""
        left = self.max_scroll_y - self.scroll_offset.y if direction > 0 else self.scroll_offset.y
        if left <= 0:
            return False
        height = max(1, self.scrollable_content_region.height - 2)
        self.scroll_relative(y=round(direction * height), animate=False, immediate=True)
        return True

    def next_unit(self, states: Mapping[Position, UnitChanged]) -> str:
        """``above`` or ``below`` where the unit to send next is out of view, else empty."""
        stop = self.current
        if stop is None or not self._page.content_size.width or not _is_open(stop, states):
            return ""
        head, top = self._page.now.stops[self._current][0], self.scroll_offset.y
        if head < top:
            return "above"
        return "below" if head >= top + self.scrollable_content_region.height else ""

    def lines_in_view(self) -> str:
        """``all shown``, ``lines 1-21 of 26``; where a pause hides more, ``part 1 of 3``."""
        total, height = self.virtual_size.height, self.scrollable_content_region.height
        part = self._shown.part_words if self._shown is not None else ""
        if total <= height:
            return part or "all shown"
        first = self.scroll_offset.y + 1
        lines = f"lines {first}-{min(total, first + height - 1)} of {total}"
        return f"{lines}, {part}" if part else lines

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell whoever writes which lines are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def watch_virtual_size(self) -> None:
        """A part was revealed, or a unit says more: other lines are below.

        No resize tells it: that is sent for what takes another region of the screen.
        """
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another height shows other lines."""
        self.post_message(self.Moved())


def _node_index(unit: Unit, nodes: tuple[str, ...]) -> int:
    return nodes.index(unit.node) if unit.node in nodes else 0


def _is_open(stop: UnitStop, states: Mapping[Position, UnitChanged]) -> bool:
    state = states.get(stop.unit.position)
    return state is None or state.phase not in _DONE
