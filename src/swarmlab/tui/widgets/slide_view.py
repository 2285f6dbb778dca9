"""The slide: prose, units and boxes, scrolled by the learner only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from swarmlab.deck.model import Callout, Details, Quiz, Quote, plain
from swarmlab.tui import words
from swarmlab.tui.draw.captures import CapturesLook, captures_lines
from swarmlab.tui.draw.prose import block_lines
from swarmlab.tui.draw.row import clickable, row
from swarmlab.tui.draw.slide import BOXES, UNITS, drawn
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.quiz_view import QuizView
from swarmlab.tui.widgets.unit_view import UnitView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.widget import Widget

    from swarmlab.deck.model import Block, Position
    from swarmlab.runs.events import UnitChanged
    from swarmlab.tui.draw.quiz import QuizLook
    from swarmlab.tui.draw.slide import Shown

NONE = -1
_DONE = frozenset({"ran", "skipped"})


@dataclass(slots=True)
class _Stops:
    views: list[UnitView | QuizView] = field(default_factory=list)
    current: int = NONE


class _Prose(Flow):
    def __init__(self, block: Block) -> None:
        super().__init__(classes="prose")
        self._block = block

    def lines(self, width: int) -> list[Content]:
        return block_lines(self._block, width)


class _BoxTitle(Flow):
    def __init__(self, title: Content) -> None:
        super().__init__(classes="box--title")
        self._title = title

    def lines(self, width: int) -> list[Content]:
        return self._title.wrap(width)


class _More(Flow):
    def lines(self, width: int) -> list[Content]:
        text = row(("space", "bold $accent"), (" shows what comes next", "$muted"))
        return [clickable(row(("···  ", "$faint"), text), "on").truncate(width, ellipsis=True)]


class _Captures(Flow):
    look: reactive[CapturesLook] = reactive(CapturesLook(), layout=True)

    def lines(self, width: int) -> list[Content]:
        return captures_lines(self.look, width)

    def watch_look(self, look: CapturesLook) -> None:
        """It takes no room while nothing was captured."""
        self.display = bool(look.captures)


class SlideView(VerticalScroll, inherit_bindings=False):
    """One slide at a time."""

    class Moved(Message):
        """Another part of the slide is in view."""

    can_focus = True

    def __init__(self) -> None:
        super().__init__(id="slide")
        self._stops = _Stops()
        self._shown: Shown | None = None

    @property
    def units(self) -> list[UnitView]:
        """The units on it, in order."""
        return [view for view in self._stops.views if isinstance(view, UnitView)]

    @property
    def current(self) -> UnitView | None:
        """The unit that the send key means."""
        view = self._selected
        return view if isinstance(view, UnitView) else None

    @property
    def quiz(self) -> QuizView | None:
        """The quiz that is selected, if one is."""
        view = self._selected
        return view if isinstance(view, QuizView) else None

    @property
    def _selected(self) -> UnitView | QuizView | None:
        at = self._stops.current
        return self._stops.views[at] if 0 <= at < len(self._stops.views) else None

    async def show(self, shown: Shown) -> bool:
        """Draw a slide; whether it is another one.

        The place stays where it is the same slide with more shown.
        """
        same = self._shown is not None and self._shown.slide is shown.slide
        current = self._stops.current if same else NONE
        self._shown = shown
        self._stops = _Stops()
        widgets = list(self._widgets(drawn(shown.blocks), shown.nodes))
        widgets += [_More(classes="more")] if shown.goes_on else []
        widgets += [self._box(details, shown.nodes, title) for title, details in shown.details]
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all([*widgets, _Captures(classes="captures")])
        self._stops.current = min(current, len(self._stops.views) - 1)
        if not same:
            self.scroll_home(animate=False, immediate=True)
        return not same

    def _widgets(self, blocks: Iterable[Block], nodes: tuple[str, ...]) -> Iterable[Widget]:
        for block in blocks:
            if isinstance(block, UNITS):
                yield self._unit(block, nodes)
            elif isinstance(block, Quiz):
                yield self._stop(QuizView(block, index=len(self._stops.views)))
            elif isinstance(block, BOXES):
                yield self._box(block, nodes)
            else:
                yield _Prose(block)

    def _unit(self, unit: Block, nodes: tuple[str, ...]) -> Widget:
        assert isinstance(unit, UNITS)
        index = nodes.index(unit.node) if unit.node in nodes else 0
        return self._stop(UnitView(unit, node=index, index=len(self._stops.views)))

    def _stop(self, view: UnitView | QuizView) -> Widget:
        self._stops.views.append(view)
        return view

    def _box(
        self, box: Callout | Quote | Details, nodes: tuple[str, ...], title: str = ""
    ) -> Widget:
        kind, head = _box_head(box, title)
        children: list[Widget] = [_BoxTitle(head)] if head else []
        children += self._widgets(drawn(box.blocks), nodes)
        return Vertical(*children, classes=f"box -{kind}")

    def draw_units(self, states: Mapping[Position, UnitChanged], *, keys_here: bool) -> None:
        """Bring every unit's corner up to date."""
        for index, view in enumerate(self._stops.views):
            if isinstance(view, UnitView):
                view.show(
                    state=states.get(view.unit.position),
                    current=index == self._stops.current,
                    keys_here=keys_here,
                )

    def draw_quizzes(self, look_of: Callable[[Quiz], QuizLook], *, keys_here: bool) -> None:
        """Bring every quiz up to date."""
        for index, view in enumerate(self._stops.views):
            if isinstance(view, QuizView):
                current = index == self._stops.current
                view.show(look_of(view.quiz), current=current, keys_here=keys_here)

    def draw_captures(self, look: CapturesLook) -> None:
        """What was captured stands under the slide."""
        for captures in self.query(_Captures):
            captures.look = look

    def show_captures(self) -> None:
        """Bring what was captured into view: the learner asked to see it."""
        for captures in self.query(_Captures):
            captures.scroll_visible(animate=False, immediate=True)

    def select(self, index: int, *, scroll: bool = True) -> bool:
        """Make another unit or quiz the current one; False where there is none."""
        if not 0 <= index < len(self._stops.views):
            return False
        self._stops.current = index
        if scroll:
            self._stops.views[index].scroll_visible(animate=False, immediate=True)
        return True

    def select_next(self, step: int) -> bool:
        """The unit or quiz above or below becomes the current one."""
        return self.select(self._stops.current + step)

    def leave_quiz(self) -> None:
        """Digits mean the shells again."""
        if self.quiz is not None:
            self._stops.current = NONE

    def pass_on(self, states: Mapping[Position, UnitChanged]) -> None:
        """After the current one is done, the next unit not yet run is current; nothing scrolls."""
        self._select_open(states, self._stops.current + 1)

    def pass_over(self, states: Mapping[Position, UnitChanged]) -> None:
        """Where the current unit has run, the next one not yet run is current."""
        view = self.current
        if view is not None and not is_open(view, states):
            self.pass_on(states)

    def select_open(self, states: Mapping[Position, UnitChanged]) -> None:
        """The first unit that has not run is current; the first of all where each has.

        A quiz is never selected by itself, since digits then mean its answers.
        """
        if not self._select_open(states, 0):
            self._stops.current = next(
                (n for n, view in enumerate(self._stops.views) if isinstance(view, UnitView)), NONE
            )

    def _select_open(self, states: Mapping[Position, UnitChanged], first: int) -> bool:
        for index, view in enumerate(self._stops.views[first:], first):
            if isinstance(view, UnitView) and is_open(view, states):
                return self.select(index, scroll=False)
        return False

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
        view = self.current
        if view is None or not view.region.height or not is_open(view, states):
            return ""
        inside, head = self.content_region, view.region.y
        if head < inside.y:
            return "above"
        return "below" if head >= inside.bottom else ""

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

    def on_resize(self) -> None:
        """Another height shows other lines."""
        self.post_message(self.Moved())


def is_open(view: UnitView, states: Mapping[Position, UnitChanged]) -> bool:
    """The unit has not run."""
    state = states.get(view.unit.position)
    return state is None or state.phase not in _DONE


def _box_head(box: Callout | Quote | Details, title: str) -> tuple[str, Content]:
    match box:
        case Callout(kind="warning"):
            return "warning", Content.styled("! Warning", "bold $warning")
        case Callout():
            return box.kind, Content.styled(box.kind.capitalize(), "bold")
        case Details():
            summary = words.line(plain(box.summary))
            return "details", row((title, "bold"), (f"  {summary}" if summary else "", "$muted"))
        case Quote():
            return "quote", Content()
