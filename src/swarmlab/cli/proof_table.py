"""The table of ``swarmlab test``, while proofs are made and at the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Self, TextIO

from swarmlab.cli.output import Styled, result, safe, sign, tell
from swarmlab.runs.prooftable import COLUMNS, Cell, ProofTable, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from swarmlab.cli.output import Part
    from swarmlab.runs.model import BoundChapter
    from swarmlab.runs.prooftable import Row
    from swarmlab.runs.report import Proof, Report

HEADS = ("step", *COLUMNS, "seconds")
_STATES = {Cell.HOLDS: "passed", Cell.FAILS: "failed", Cell.ABSENT: "skipped"}
_FRAME_LINES = 6
"""Of a terminal's height: head, rule, last line, and a prompt's room."""
_TIMES_A_SECOND = 4


def print_report(report: Report, chapters: Sequence[BoundChapter]) -> None:
    """Write a report to stdout: the table, each fault with its place, and the verdict."""
    rows = table_of(report, chapters)
    if _is_screen(sys.stdout):
        from rich.console import Console

        Console().print(_drawn(rows))
    else:
        widths = _widths(row.label for row in rows)
        result(*_head(widths))
        for row in rows:
            result(*_line(row, widths))
    for proof in report.proofs:
        if not proof.holds:
            for line in _faults(proof):
                result(*line)
    for skip in report.skips:
        result(sign("skipped"), f" {skip}")
    result(_verdict(report))


class Shown:
    """Shows on stderr how far the proofs are: a table that fills, or its rows as they end."""

    def __init__(self, chapters: Sequence[BoundChapter], *, once: bool = False) -> None:
        self._table = ProofTable(chapters, once=once)
        self._view = (_Screen if _is_screen(sys.stderr) else _Lines)(self._table)
        self._lock = threading.Lock()

    def __call__(self, proof: Proof) -> None:
        """A proof has ended; called from any thread."""
        with self._lock:
            if not proof.holds:
                for line in _faults(proof):
                    self._view.say(line)
            self._view.completed(self._table.add(proof))

    def __enter__(self) -> Self:
        self._view.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._view.end()


class _Lines:
    """For logs and pipes: a row is written once, when nothing more is to come."""

    def __init__(self, table: ProofTable) -> None:
        self._widths = _widths(table.labels)

    def begin(self) -> None:
        tell(*_head(self._widths))

    def completed(self, rows: Iterable[Row]) -> None:
        for row in rows:
            tell(*_line(row, self._widths))

    def say(self, line: Sequence[Part]) -> None:
        tell(*line)

    def end(self) -> None:
        """Nothing is held back."""


class _Screen:
    """For a terminal: the table in place, and faults above it as they are found."""

    def __init__(self, table: ProofTable) -> None:
        from rich.console import Console
        from rich.live import Live

        self._table = table
        self._begun = time.monotonic()
        self._console = Console(stderr=True)
        self._live = Live(
            console=self._console,
            get_renderable=self._draw,
            refresh_per_second=_TIMES_A_SECOND,
            transient=True,
        )

    def begin(self) -> None:
        self._live.start()
        # A signal may end the program between two pictures: the cursor is never taken away.
        self._console.show_cursor(True)

    def completed(self, rows: Iterable[Row]) -> None:
        """The next picture has them."""

    def say(self, line: Sequence[Part]) -> None:
        from rich.text import Text

        self._console.print(Text("".join(_plain(part) for part in line)))

    def end(self) -> None:
        self._live.stop()

    def _draw(self) -> RenderableType:
        rows = self._table.rows()
        shown = rows_that_fit(rows, self._console.height - _FRAME_LINES)
        drawn = _drawn(shown)
        left_out = len(rows) - len(shown)
        more = f", {left_out} more steps" if left_out else ""
        drawn.caption = f"{time.monotonic() - self._begun:.0f} s{more}"
        return drawn


def rows_that_fit(rows: Sequence[Row], height: int) -> tuple[Row, ...]:
    """What to show of a table that is too high: what goes on now, then faults, in its order."""

    def rank(row: Row) -> int:
        return 0 if row.begun and not row.complete else 1 if row.fails else 2 if row.begun else 3

    chosen = sorted(range(len(rows)), key=lambda place: rank(rows[place]))[: max(height, 1)]
    return tuple(rows[place] for place in sorted(chosen))


def _is_screen(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") not in {"dumb", "unknown", None}


def _drawn(rows: Iterable[Row]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    drawn.add_column("step", overflow="fold")
    for name in COLUMNS:
        drawn.add_column(name, justify="center")
    drawn.add_column("seconds", justify="right")
    for row in rows:
        cells = [_sign(row.cells[name]) for name in COLUMNS]
        drawn.add_row(
            Text(safe(row.label), style="red" if row.fails else ""),
            *(Text(_plain(cell), style=cell.fg or "") for cell in cells),
            _seconds(row),
        )
    return drawn


def _sign(cell: Cell) -> Styled:
    return Styled("") if cell is Cell.OPEN else sign(_STATES[cell])


def _seconds(row: Row) -> str:
    return f"{row.seconds:.1f}" if row.begun else ""


def _widths(labels: Iterable[str]) -> tuple[int, ...]:
    longest = max((len(safe(label)) for label in labels), default=0)
    return (max(longest, len("step")), *(len(head) for head in HEADS[1:]))


def _head(widths: Sequence[int]) -> list[Part]:
    return ["  ".join(head.ljust(width) for head, width in zip(HEADS, widths, strict=True))]


def _line(row: Row, widths: Sequence[int]) -> list[Part]:
    parts: list[Part] = [safe(row.label).ljust(widths[0])]
    for name, width in zip(COLUMNS, widths[1:], strict=False):
        mark = _sign(row.cells[name])
        parts += ["  ", mark, " " * (width - len(mark.text))]
    return [*parts, "  ", _seconds(row).rjust(widths[-1])]


def _faults(proof: Proof) -> list[list[Part]]:
    lines: list[list[Part]] = [[sign("failed"), f" {proof.name.ljust(8)}  {proof.step}"]]
    lines += [[f"    {fault}"] for fault in proof.faults]
    return lines


def _verdict(report: Report) -> str:
    failing = sum(not proof.holds for proof in report.proofs)
    number, seconds = len(report.proofs), f"{report.seconds:.0f} s"
    proofs = f"{number} proofs hold" if report.holds else f"{failing} of {number} proofs fail"
    skipped = len(report.skips)
    skips = f", {skipped} {'task' if skipped == 1 else 'tasks'} skipped" if skipped else ""
    return f"{report.lab}: {proofs}{skips}, {seconds}"


def _plain(part: Part) -> str:
    return str(safe(part if isinstance(part, str) else part.text))
