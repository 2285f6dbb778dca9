"""The last row of a shell while the learner looks back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, row, spread

if TYPE_CHECKING:
    from swarmlab.tui.past import Past

GAP = "  "
_QUERY_ROOM = 24


def past_line(past: Past, width: int) -> Content:
    """Where one is, what was found, and the keys that work here."""
    if past.typing:
        left, keys = _question(past), [("enter", "find", "enter"), ("esc", "stop", "escape")]
    else:
        left = _found(past) if past.query else _place(past)
        more = [("n", "older", "n"), ("N", "newer", "N")] if past.matches else []
        keys = [*more, ("/", "search", "slash"), ("esc", "to the end", "escape")]
    right = Content(GAP).join([_key(*each) for each in keys])
    if left.cell_length + right.cell_length + 3 > width:
        right = Content(GAP).join([_key(key, "", name) for key, _, name in keys])
    return row(" ", spread(left, right, width - 2), " ")


def _place(past: Past) -> Content:
    where = f"  {words.counted(past.back, 'row')} up"
    return row(("Looking back", "bold $accent"), where, (f" of {past.farthest}", "$muted"))


def _question(past: Past) -> Content:
    found = "" if not past.query else "nowhere" if not past.matches else str(len(past.matches))
    return row(("/", "bold $accent"), f" {_query(past)}", ("_", "bold"), (f"  {found}", "$muted"))


def _found(past: Past) -> Content:
    if not past.matches:
        return row((signs.FAILED, "bold $warning"), f" {_query(past)}", (" is nowhere", "$muted"))
    place = f"  {past.here + 1} of {len(past.matches)}"
    return row(("Found ", "bold $accent"), _query(past), (place, "$muted"))


def _query(past: Past) -> str:
    query = words.line(past.query)
    return query if len(query) <= _QUERY_ROOM else f"{query[:_QUERY_ROOM]}…"


def _key(key: str, word: str, name: str) -> Content:
    text = row((key, "bold $accent"), (f" {word}" if word else "", "$muted"))
    return clickable(text, name)
