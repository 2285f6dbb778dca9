"""The slide: prose, units and boxes, scrolled by the learner only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from swarmlab.deck.model import Callout, Details, Quiz, Quote, plain
from swarmlab.tui import words
from swarmlab.tui.draw.prose import block_lines
from swarmlab.tui.draw.row import row
from swarmlab.tui.draw.slide import BOXES, UNITS, drawn, inside
from swarmlab.tui.widgets.flow import Flow
from swarmlab.tui.widgets.unit_view import UnitView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.widget import Widget

    from swarmlab.deck.model import Block, Position
    from swarmlab.runs.events import UnitChanged
    from swarmlab.tui.draw.slide import Shown


@dataclass(slots=True)
class _Units:
    views: list[UnitView] = field(default_factory=list)
    current: int = 0


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


class SlideView(VerticalScroll, inherit_bindings=False):
    """One slide at a time."""

    class Moved(Message):
        """Another part of the slide is in view."""

    can_focus = True

    def __init__(self) -> None:
        super().__init__(id="slide")
        self._units = _Units()
        self._shown: Shown | None = None

    @property
    def units(self) -> list[UnitView]:
        """The units on it, in order."""
        return self._units.views

    @property
    def current(self) -> UnitView | None:
        """The unit that the send key means."""
        views = self._units.views
        return views[self._units.current] if views else None

    async def show(self, shown: Shown) -> bool:
        """Draw a slide; whether it is another one.

        The place stays where it is the same slide with more shown.
        """
        same = self._shown is not None and self._shown.slide is shown.slide
        current = self._units.current if same else 0
        self._shown = shown
        self._units = _Units()
        widgets = list(self._widgets(drawn(shown.slide.blocks), shown.nodes))
        boxes = [self._box(details, shown.nodes, title) for title, details in shown.details]
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all([*widgets, *boxes])
        self._units.current = min(current, max(0, len(self._units.views) - 1))
        if not same:
            self.scroll_home(animate=False, immediate=True)
        return not same

    def _widgets(self, blocks: Iterable[Block], nodes: tuple[str, ...]) -> Iterable[Widget]:
        for block in blocks:
            if isinstance(block, UNITS):
                yield self._unit(block, nodes)
            elif isinstance(block, BOXES):
                yield self._box(block, nodes)
            else:
                yield _Prose(block)

    def _unit(self, unit: Block, nodes: tuple[str, ...]) -> UnitView:
        assert isinstance(unit, UNITS)
        index = nodes.index(unit.node) if unit.node in nodes else 0
        view = UnitView(unit, node=index, index=len(self._units.views))
        self._units.views.append(view)
        return view

    def _box(
        self, box: Callout | Quote | Quiz | Details, nodes: tuple[str, ...], title: str = ""
    ) -> Widget:
        kind, head = _box_head(box, title)
        children: list[Widget] = [_BoxTitle(head)] if head else []
        children += self._widgets(drawn(inside(box)), nodes)
        return Vertical(*children, classes=f"box -{kind}")

    def draw_units(self, states: Mapping[Position, UnitChanged], *, keys_here: bool) -> None:
        """Bring every unit's corner up to date."""
        for index, view in enumerate(self._units.views):
            view.show(
                state=states.get(view.unit.position),
                current=index == self._units.current,
                keys_here=keys_here,
            )

    def select(self, index: int, *, scroll: bool = True) -> bool:
        """Make another unit the current one; False where there is none."""
        if not 0 <= index < len(self._units.views):
            return False
        self._units.current = index
        if scroll:
            self._units.views[index].scroll_visible(animate=False, immediate=True)
        return True

    def select_next(self, step: int) -> bool:
        """The unit above or below becomes the current one."""
        return self.select(self._units.current + step)

    def pass_on(self, states: Mapping[Position, UnitChanged]) -> None:
        """After the current unit ran, the next one not yet run is current; nothing scrolls."""
        self._select_open(states, self._units.current + 1)

    def select_open(self, states: Mapping[Position, UnitChanged]) -> None:
        """The first unit that has not run is current; the first of all where each has."""
        if not self._select_open(states, 0):
            self.select(0, scroll=False)

    def _select_open(self, states: Mapping[Position, UnitChanged], first: int) -> bool:
        for index, view in enumerate(self._units.views[first:], first):
            state = states.get(view.unit.position)
            if state is None or state.phase not in {"ran", "skipped"}:
                return self.select(index, scroll=False)
        return False

    def page(self, direction: int) -> bool:
        """Scroll a page; False at the end, where nothing moved."""
        left = self.max_scroll_y - self.scroll_offset.y if direction > 0 else self.scroll_offset.y
        if left <= 0:
            return False
        height = max(1, self.scrollable_content_region.height - 2)
        self.scroll_relative(y=direction * height, animate=False, immediate=True)
        return True

    def lines_in_view(self) -> str:
        """``all shown``, or ``lines 1-21 of 26``."""
        total, height = self.virtual_size.height, self.scrollable_content_region.height
        if total <= height:
            return "all shown"
        first = self.scroll_offset.y + 1
        return f"lines {first}-{min(total, first + height - 1)} of {total}"

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell whoever writes which lines are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another height shows other lines."""
        self.post_message(self.Moved())


def _box_head(box: Callout | Quote | Quiz | Details, title: str) -> tuple[str, Content]:
    match box:
        case Callout(kind="warning"):
            return "warning", Content.styled("! Warning", "bold $warning")
        case Callout():
            return box.kind, Content.styled(box.kind.capitalize(), "bold")
        case Quiz():
            return "quiz", Content.styled("Quiz", "bold")
        case Details():
            summary = words.line(plain(box.summary))
            return "details", row((title, "bold"), (f"  {summary}" if summary else "", "$muted"))
        case Quote():
            return "quote", Content()
