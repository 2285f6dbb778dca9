"""``swarmlab slides stats``: how much a deck holds."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli.charset import speaks_utf8
from swarmlab.cli.output import Styled, result, result_json, safe
from swarmlab.cli.settings import takes
from swarmlab.cli.slides import finish, read_sound, words_argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.render.stats import DeckNumbers, Numbers

_GAP = "   "


@click.command()
@words_argument
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes()
@click.pass_context
def stats(context: click.Context, words: tuple[str, ...], *, as_json: bool) -> None:
    """Count slides, steps, commands, tasks and minutes.

    \b
    slides    what stands between two separators
    reveals   further keys they take: what shows only after one
    steps     slides with tasks, or with an exercise
    commands  units that solve the steps; those that do it wrong are not counted
    tasks     checks and guards
    minutes   as planned
    """  # noqa: D301 - the backspace is click's mark for lines to keep
    from swarmlab.render.stats import count

    reading = read_sound(context, words)
    deck, counted = reading.deck, count(reading.deck)
    if as_json:
        result_json(_record(deck, counted))
    else:
        _print(counted)
    finish(context, reading)


def _record(deck: Deck, counted: DeckNumbers) -> dict[str, Any]:
    chapters = [
        {
            "name": each.chapter.name,
            "title": each.chapter.title,
            "part": each.chapter.part,
            "file": str(each.chapter.path),
            **asdict(each.numbers),
        }
        for each in counted.chapters
    ]
    total = asdict(counted.total)
    return {"name": deck.name, "title": deck.title, "chapters": chapters, "total": total}


def _print(counted: DeckNumbers) -> None:
    """The table; below a rule the sum of several chapters."""
    names = [field.name for field in fields(counted.total)]
    rows = [(each.chapter.name, *_cells(each.numbers)) for each in counted.chapters]
    several = len(rows) > 1
    total = [("in all", *_cells(counted.total))] if several else []
    widths = _widths([("chapter", *names), *rows, *total])
    result(Styled(_row(("chapter", *names), widths), bold=True))
    for row in rows:
        result(_row(row, widths))
    if several:
        rule = "─" if speaks_utf8(sys.stdout) else "-"
        result(Styled(_row([rule * width for width in widths], widths), dim=True))
        result(Styled(_row(total[0], widths), bold=True))


def _cells(numbers: Numbers) -> list[str]:
    """The numbers; a time that nobody planned is none."""
    cells = [str(number) for number in asdict(numbers).values()]
    return [*cells[:-1], cells[-1] if numbers.minutes else ""]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(_columns(cell) for cell in column) for column in zip(*rows, strict=True)]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, numbers to the right."""
    name, *numbers = (safe(cell) for cell in cells)
    padded = [name + " " * (widths[0] - _columns(name))]
    padded += [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
    return _GAP.join(padded).rstrip()


def _columns(cell: str) -> int:
    """Columns a cell takes in a terminal."""
    from rich.cells import cell_len

    return cell_len(safe(cell))
