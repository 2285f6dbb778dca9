"""Looking back at what a shell printed: where one is, and what was searched for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from swarmlab.tui.cells import places
from swarmlab.tui.sgr import plain

Match = tuple[int, int, int]
"""Row, first column, and the column after the last."""


@dataclass(frozen=True, slots=True)
class Past:
    """All a terminal kept, as it was when the learner began to look back."""

    rows: tuple[str, ...]
    """The oldest first, the screen last; text with SGR sequences."""
    height: int
    """Rows that can be seen at once."""
    back: int = 0
    """How many rows above the end the last one in view is."""
    query: str = ""
    typing: bool = False
    """What to search for is being typed."""
    matches: tuple[Match, ...] = ()
    here: int = -1
    """Which match is the current one."""
    texts: tuple[str, ...] = ()
    """The rows as plain text, once somebody searches."""

    @property
    def farthest(self) -> int:
        """How far back one can go, in rows."""
        return max(0, len(self.rows) - self.height)

    @property
    def top(self) -> int:
        """The first row in view."""
        return max(0, len(self.rows) - self.height - self.back)

    def on_row(self, row: int) -> list[tuple[Match, bool]]:
        """The matches on a row, and whether each is the current one."""
        return [(match, n == self.here) for n, match in enumerate(self.matches) if match[0] == row]


def moved(past: Past, rows: int) -> Past | None:
    """So many rows further back; None at the end, where the present is."""
    back = min(past.back + rows, past.farthest)
    return replace(past, back=back) if back > 0 else None


def resized(past: Past, height: int) -> Past:
    """Another number of rows can be seen."""
    sized = replace(past, height=height)
    return replace(sized, back=max(1, min(past.back, sized.farthest)))


def asking(past: Past) -> Past:
    """What to search for is typed anew."""
    return replace(past, typing=True, query="", matches=(), here=-1)


def searched(past: Past, query: str) -> Past:
    """All matches, the nearest one at or above the last row in view being the current one."""
    texts = past.texts or tuple(plain(row) for row in past.rows)
    matches = tuple(
        (row, *place) for row, text in enumerate(texts) for place in places(text, query)
    )
    seen = past.top + past.height
    above = [n for n, match in enumerate(matches) if match[0] < seen]
    here = above[-1] if above else len(matches) - 1
    found = replace(past, query=query, matches=matches, here=here, texts=texts)
    return _in_view(found)


def entered(past: Past) -> Past:
    """The search is on: its keys go through the matches."""
    return replace(past, typing=False)


def next_match(past: Past, step: int) -> Past:
    """The next match in a direction, up being -1; round at the ends."""
    if not past.matches:
        return past
    return _in_view(replace(past, here=(past.here + step) % len(past.matches)))


def _in_view(past: Past) -> Past:
    if past.here < 0:
        return past
    row = past.matches[past.here][0]
    if past.top <= row < past.top + past.height:
        return past
    middle = len(past.rows) - row - past.height // 2 - 1
    return replace(past, back=max(1, min(middle, past.farthest)))
