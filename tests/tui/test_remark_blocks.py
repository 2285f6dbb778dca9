"""What only remark decks hold, as the slide view, the links and the search show it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from swarmlab.deck.model import (
    Code,
    Exercise,
    Group,
    ListBlock,
    Paragraph,
    Position,
    ShellUnit,
    Span,
)
from swarmlab.tui.draw.captures import CapturesLook
from swarmlab.tui.draw.links import Link, links_of
from swarmlab.tui.draw.page import page_of, stops_of
from swarmlab.tui.draw.slide import Shown
from swarmlab.tui.draw.unit import UnitLook
from swarmlab.tui.search import texts
from tests.tui import decks

PLACE = Position(Path("t.md"), 1)
LINKED = Paragraph((Span("see "), Span("docs", href="https://docs.example/")), PLACE)
PICTURE = Paragraph((Span("An arrow", image="a.png"), Span(" points")), PLACE)
UNIT = ShellUnit("manager1", "docker info\n", PLACE)
LAB = Exercise((LINKED, Code("bash", "docker node ls\n", PLACE)), (), PLACE)
BLOCKS = (
    Group(("small",), (PICTURE, Group(("red",), (UNIT,), PLACE)), PLACE),
    LAB,
    Exercise((), (), PLACE),
    ListBlock(False, 1, ((Group((), (PICTURE,), PLACE), LAB),), PLACE),
)
SHOWN = Shown(replace(decks.LAB.chapters[0].chapter.slides[0], blocks=BLOCKS), ("manager1",))


@pytest.mark.parametrize("width", [40, 77])
def test_groups_labs_and_pictures_are_drawn(width: int) -> None:
    looks = [UnitLook(stop, 0, n) for n, stop in enumerate(stops_of(SHOWN)) if stop == UNIT]
    assert len(looks) == 1
    page = page_of(SHOWN, looks, CapturesLook(), width)
    assert max(line.cell_length for line in page.lines) <= width
    shown = [line.plain.strip() for line in page.lines if line.plain.strip()]
    assert shown[0] == "[picture: An arrow] points"
    assert "docker info" in shown[2]
    assert shown[3:] == [
        "▌ Lab", "▌ see docs", "▌", "▌ docker node ls",
        "- [picture: An arrow] points", "see docs", "docker node ls",
    ]  # fmt: skip


def test_their_links_and_their_text_are_found() -> None:
    assert links_of(SHOWN) == (Link("docs", "https://docs.example/"),)
    assert list(texts(BLOCKS[:2])) == [
        "An arrow points", "docker info\n", "see docs", "docker node ls\n",
    ]  # fmt: skip
