"""A whole slide as lines: prose, units beside their node's bar, boxes, quizzes, captures.

One widget draws it: a widget for each of its pieces would make a slide's change slow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from swarmlab.deck.model import Callout, Details, Exercise, PowerUnit, ShellUnit, plain
from swarmlab.tui import signs, words
from swarmlab.tui.draw.captures import captures_lines
from swarmlab.tui.draw.prose import WIDEST, block_lines
from swarmlab.tui.draw.quiz import quiz_lines
from swarmlab.tui.draw.row import clickable, pad, row
from swarmlab.tui.draw.slide import BOXES, STOPS, drawn
from swarmlab.tui.draw.unit import UnitLook, body_lines, head_lines, prints_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from swarmlab.deck.model import Block, Quiz, Quote, Unit
    from swarmlab.tui.draw.captures import CapturesLook
    from swarmlab.tui.draw.quiz import QuizLook
    from swarmlab.tui.draw.slide import Shown

_BARS = {"attack": "╏", "power": "║", "shell": signs.BAR}
_FRAME = 4
"""Columns of a unit that are not its text: marker, bar, and a blank at both sides."""


@dataclass(slots=True)
class Page:
    """A slide as drawn for one width."""

    lines: list[Content] = field(default_factory=list)
    stops: list[tuple[int, int]] = field(default_factory=list)
    """First row and number of rows of each unit and quiz, in order."""
    captures: tuple[int, int] = (0, 0)
    """Of what was captured."""


def stops_of(shown: Shown) -> Iterator[Unit | Quiz]:
    """The units and quizzes of a slide in the order in which they are drawn."""
    yield from _stops(shown.blocks)
    for _, details in shown.details:
        yield from _stops(details.blocks)


def _stops(blocks: Iterable[Block]) -> Iterator[Unit | Quiz]:
    for block in drawn(tuple(blocks)):
        if isinstance(block, STOPS):
            yield block
        elif isinstance(block, BOXES):
            yield from _stops(block.blocks)


def page_of(
    shown: Shown, looks: Sequence[UnitLook | QuizLook], captures: CapturesLook, width: int
) -> Page:
    """Draw a slide; ``looks`` are those of its stops, in order."""
    page = Page()
    waiting = iter(looks)
    for piece in _pieces(shown.blocks, waiting, width):
        _add(page, piece)
    if shown.goes_on:
        _add(page, _Piece([_more()]))
    for title, details in shown.details:
        _add(page, _box(details, waiting, width, title))
    if listed := captures_lines(captures, min(width, WIDEST) - 3):
        page.captures = len(page.lines), len(listed)
        _add(page, _Piece([_raised(line, min(width, WIDEST) - 1) for line in listed]))
    return page


@dataclass(slots=True)
class _Piece:
    lines: list[Content]
    stops: list[tuple[int, int]] = field(default_factory=list)


def _add(page: Page, piece: _Piece) -> None:
    page.stops += [(len(page.lines) + first, rows) for first, rows in piece.stops]
    page.lines += [*piece.lines, Content()]


def _more() -> Content:
    text = row(("space", "bold $accent"), (" shows what comes next", "$muted"))
    return row(" ", clickable(row(("···  ", "$faint"), text), "on"))


def _raised(line: Content, width: int) -> Content:
    return row(" ", pad(row(" ", line), width).stylize_before("on $surface"))


def _pieces(
    blocks: Sequence[Block], looks: Iterator[UnitLook | QuizLook], width: int, margin: str = " "
) -> Iterator[_Piece]:
    """Pieces as wide as given. Only stops need the margin, for the marker of what is current."""
    for block in drawn(blocks):
        if isinstance(block, STOPS):
            look = next(looks)
            lines = (
                _unit_lines(look, width) if isinstance(look, UnitLook)
                else _quiz_lines(look, width)
            )  # fmt: skip
            yield _Piece(lines, [(0, len(lines))])
        elif isinstance(block, BOXES):
            yield _box(block, looks, width, margin=margin)
        else:
            lines = block_lines(block, width - len(margin))
            yield _Piece([row(margin, line) for line in lines])


def _unit_lines(look: UnitLook, width: int) -> list[Content]:
    width = min(width, WIDEST + 1)
    room = width - _FRAME
    prints = prints_lines(getattr(look.unit, "expectation", None), room)
    raised = [*head_lines(look, room), *body_lines(look.unit, room)]
    found = [_framed(look, line, width, "on $panel") for line in raised]
    found += [_framed(look, line, width, "on $surface") for line in prints]
    found[0] = _marked(found[0], current=look.current)
    return [_selects(line, look.index) for line in found]


def _framed(look: UnitLook, line: Content, width: int, tone: str) -> Content:
    bar = (_BARS[kind_of(look.unit)], signs.node_role(look.node))
    return row(" ", pad(row(bar, " ", line), width - 1).stylize_before(tone))


def kind_of(unit: Unit) -> str:
    """``attack``, ``power`` or ``shell``: what its bar looks like."""
    if isinstance(unit, PowerUnit):
        return "power"
    return "attack" if isinstance(unit, ShellUnit) and unit.refused else "shell"


def _quiz_lines(look: QuizLook, width: int) -> list[Content]:
    width = min(width, WIDEST + 1)
    found = []
    for line in quiz_lines(look, width - _FRAME + 1):
        framed = pad(row((signs.BAR, "$muted"), " ", line), width - 1)
        found.append(row(" ", framed.stylize_before("on $surface") if look.current else framed))
    found[0] = _marked(found[0], current=look.current)
    return [_selects(line, look.index) for line in found]


def _marked(line: Content, *, current: bool) -> Content:
    return row((signs.HERE, "$accent"), line[1:]) if current else line


def _selects(line: Content, index: int) -> Content:
    return line.stylize_before(Style.from_meta({"act": f"select({index})"}))


def _box(
    box: Callout | Quote | Details | Exercise,
    looks: Iterator[UnitLook | QuizLook],
    width: int,
    title: str = "",
    margin: str = " ",
) -> _Piece:
    role, head = _box_head(box, title)
    width = min(width - len(margin), WIDEST) - 2
    inner = _Piece([*head.wrap(width)] if head else [])
    if head and isinstance(box, Details):
        inner.lines.append(Content())
    for number, piece in enumerate(_pieces(box.blocks, looks, width, margin="")):
        if number:
            inner.lines.append(Content())
        inner.stops += [(len(inner.lines) + first, rows) for first, rows in piece.stops]
        inner.lines += piece.lines
    lines = [row(margin, (signs.BAR, role), " ", line) for line in inner.lines]
    return _Piece(lines, inner.stops)


def _box_head(box: Callout | Quote | Details | Exercise, title: str) -> tuple[str, Content]:
    match box:
        case Callout(kind="warning"):
            return "$warning", Content.styled("! Warning", "bold $warning")
        case Callout():
            return "$muted", Content.styled(box.kind.capitalize(), "bold")
        case Details():
            summary = words.line(plain(box.summary))
            said = row((title, "bold"), (f"  {summary}" if summary else "", "$muted"))
            return "$accent", said
        case Exercise():
            return "$accent", Content.styled("Lab", "$muted")
        case _:
            return "$muted", Content()
