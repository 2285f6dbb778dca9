"""The map's board: cards of nodes, and under them who holds what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, pad, row, spread
from swarmlab.tui.draw.swarm import change_line, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.tui.draw.holdings import Cell, Group, Holding
    from swarmlab.tui.draw.map_look import MapLook
    from swarmlab.tui.draw.swarm import NodeLook

ROOMY = 90
"""Cells from which on the names of things have a wider column."""
NARROWEST = 15
"""Cells a column needs at least."""
WIDEST = 34
MOST_IN_ROW = 4

LEGEND = (
    (signs.HOLDS, "holds"),
    (signs.LENT, "lent while a task runs"),
    (signs.NOT_YET, "has nothing"),
    ("+", "new"),
    ("-", "gone"),
)


def per_row(nodes: int, width: int) -> int:
    """How many nodes stand side by side."""
    room = max(1, (width - _label_width(width)) // NARROWEST)
    return max(1, min(nodes, room, MOST_IN_ROW))


def _label_width(width: int) -> int:
    return 15 if width >= ROOMY else 13


def board_lines(look: MapLook, width: int, *, listed: bool = False) -> list[Content]:
    """Cards, table, legend and changes, each line at most ``width`` cells wide.

    Args:
        look: what the map says.
        width: cells.
        listed: a line a node instead of cards, for narrow screens.
    """
    if not look.nodes:
        return [Content.styled("No nodes are up", "$muted")]
    many = per_row(len(look.nodes), width)
    columns = _Columns(look, width, many)
    one_row = many == len(look.nodes) and not listed
    found: list[Content] = []
    if listed:
        found += [_list_line(look, index, width) for index in range(len(look.nodes))]
    elif one_row:
        found += columns.cards()
    else:
        found += _wrapped_cards(look, width, many)
    if not one_row:
        found += [*([Content()] * listed), columns.heading()]
    for group in look.groups:
        found += columns.group(group)
    found += [Content(), _legend(width)]
    if look.changes:
        found += [Content(), Content.styled("Changes", "bold")]
        found += [change_line(change, width) for change in look.changes]
    return found


def row_of_selected(look: MapLook, width: int, *, listed: bool = False) -> tuple[int, int]:
    """The first line of the selected node's card, and the one after its last."""
    if listed:
        return look.selected, look.selected + 1
    many = per_row(len(look.nodes), width)
    if many == len(look.nodes):
        return 0, 4
    first = look.selected // many * 3
    return first, first + 3


def _wrapped_cards(look: MapLook, width: int, many: int) -> list[Content]:
    """Two lines a card, rows of so many, a blank line below each row."""
    wide = min(WIDEST, width // many)
    found: list[Content] = []
    for first in range(0, len(look.nodes), many):
        nodes = look.nodes[first : first + many]
        cards = [
            _card(look, first + n, [_second_line(node, wide - 4)], wide)
            for n, node in enumerate(nodes)
        ]
        found += [row(*(card[line] for card in cards)) for line in range(2)]
        found.append(Content())
    return found


def _second_line(node: NodeLook, width: int) -> Content:
    """What it is, how many tasks run there, how many secrets it has."""
    counts = row(
        (f"{signs.ALIVE}{len(node.tasks)}" if node.tasks else "", "$success"),
        f" {_held(node)}" if _held(node) else "",
    )
    fits = cell_len(node.word) + 1 + counts.cell_length <= width
    word = node.word if fits else node.word.removesuffix(", active")
    return spread(Content.styled(word, "$muted" if node.is_gone else ""), counts, width)


def _held(node: NodeLook) -> str:
    if node.role == "manager":
        return f"{signs.HOLDS}{node.secrets.removeprefix('stores ')}" * (node.secrets != "none")
    lent = 0 if node.secrets in {"none", "not known"} else len(node.secrets.split())
    return f"{signs.LENT}{lent}" if lent else ""


def _card(look: MapLook, index: int, below: Sequence[Content], width: int) -> list[Content]:
    """Name and mark, then other lines, on the tone of a card; a click selects it."""
    node, selected, room = look.nodes[index], index == look.selected, width - 4
    background = "$panel" if selected else "$surface"
    bar = "$faint" if node.is_gone else signs.node_role(node.index)
    return [
        row(clickable(row((signs.BAR, bar), " ", pad(line, room), " ").stylize_before(
            f"on {background}"), f"choose_node({index})"), " ")
        for line in (_head(node, room, selected=selected), *below)
    ]  # fmt: skip


def _head(node: NodeLook, width: int, *, selected: bool) -> Content:
    cursor = (f"{signs.HERE} ", "$accent") if selected else ""
    name, mark = row(cursor, (words.line(node.name), _name_style(node))), mark_of(node)
    room = width - name.cell_length - 1
    if mark.cell_length > room and (node.red or node.trouble):
        said = mark.plain.split()
        number = said[-1] if said[-1].isdecimal() else ""
        mark = mark[: len(said[0])] + Content.styled(number, "bold $error")
    return spread(name, mark.truncate(max(0, room), ellipsis=True), width)


def _name_style(node: NodeLook) -> str:
    return "$muted" if node.is_gone else f"bold {signs.node_role(node.index)}"


class _Columns:
    """Nodes side by side, those of the selected card's row, beside the names of things."""

    def __init__(self, look: MapLook, width: int, many: int) -> None:
        self._look = look
        self._label = _label_width(width)
        self._width = min(WIDEST, (width - self._label) // many)
        first = look.selected // many * many
        self._shown = range(first, min(len(look.nodes), first + many))

    def cards(self) -> list[Content]:
        """Cards right above their columns, with the names of what they say at the left."""
        cards = [
            _card(self._look, index, _labelled_lines(node), self._width)
            for index, node in self._nodes()
        ]
        return [
            row(self._name(label, "$muted"), *(card[line] for card in cards))
            for line, label in enumerate(("", "role", "state", "address"))
        ]

    def heading(self) -> Content:
        """Whose columns these are, where the cards do not stand right above."""
        names = [
            self._cell(index, row((words.line(node.name), _name_style(node))))
            for index, node in self._nodes()
        ]
        return row(pad(row(("Who holds", "bold")), self._label), *names)

    def group(self, group: Group) -> list[Content]:
        """A title and a line a thing."""
        title = row((group.title, "bold"), (f" {group.more}" * bool(group.more), "$muted"))
        found = [self._empty(Content()), self._empty(title)]
        if not group.rows and group.empty:
            found.append(self._empty(row((f" {group.empty}", "$muted"))))
        return found + [self._row(thing) for thing in group.rows]

    def _empty(self, title: Content) -> Content:
        # A title may be longer than its column; the columns are empty there.
        blanks = row(*(self._cell(index, Content()) for index, _ in self._nodes()))
        over = max(0, title.cell_length - self._label)
        if over <= 0:
            return row(pad(title, self._label), blanks)
        return row(title.truncate(self._label + blanks.cell_length, ellipsis=True), blanks[over:])

    def _row(self, thing: Holding) -> Content:
        cells = (self._cell(i, _cell(thing.cells[i], self._width - 3)) for i in self._shown)
        return row(self._name(words.line(thing.name), ""), *cells)

    def _name(self, text: str, style: str) -> Content:
        return row(pad(row((f" {text}", style)), self._label - 1), " ")

    def _cell(self, index: int, said: Content) -> Content:
        text = pad(row("  ", said), self._width - 1)
        if index == self._look.selected:
            text = text.stylize_before("on $panel")
        return row(clickable(text, f"choose_node({index})"), " ")

    def _nodes(self) -> list[tuple[int, NodeLook]]:
        return [(index, self._look.nodes[index]) for index in self._shown]


def _labelled_lines(node: NodeLook) -> list[Content]:
    tone = "$muted" if node.is_gone else ""
    unknown = "none" if node.known else "not known"
    said = (node.role or unknown, node.state, node.address or unknown)
    return [Content.styled(each, tone) for each in said]


def _cell(cell: Cell, width: int) -> Content:
    role = {signs.ALIVE: "$success", signs.NOT_YET: "$faint", signs.ERROR: "$warning"}
    bold = "bold " if cell.fresh else ""
    room = width - 2 - 3 * bool(cell.fresh)
    said = cell.words if len(cell.words) <= room else cell.brief or cell.words
    return row(
        (cell.sign, f"{bold}{role.get(cell.sign, '')}".strip()),
        pad(row((f" {said}", bold.strip())), min(width - 1, cell_len(said) + 1)) if said else "",
        (f"  {cell.fresh}" if cell.fresh else "", "bold"),
    )


def _list_line(look: MapLook, index: int, width: int) -> Content:
    node, selected = look.nodes[index], index == look.selected
    tasks = f"tasks {' '.join(node.tasks) or 'none'}" if node.role else ""
    line = row(
        (f"{signs.HERE} ", "$accent") if selected else "  ",
        (signs.BAR, "$faint" if node.is_gone else signs.node_role(node.index)),
        " ",
        pad(row((words.line(node.name), _name_style(node))), 12),
        pad(Content(node.word), 24),
        pad(mark_of(node), 14),
        (f" {tasks}", "$muted"),
    )
    line = pad(line, width)
    return clickable(line.stylize_before("on $panel") if selected else line, f"open_node({index})")


def _legend(width: int) -> Content:
    parts = [row((f"{sign} {word}", "$muted")) for sign, word in LEGEND]
    return Content("   ").join(parts).truncate(width, ellipsis=True)
