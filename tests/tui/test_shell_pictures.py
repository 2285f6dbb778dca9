"""Pictures of shells on the lab screen, compared cell by cell.

``pytest tests/tui/test_shell_pictures.py --snapshot-update`` makes them anew; look at each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.tui import clock
from swarmlab.tui.widgets.shells import Shells
from tests.tui import decks
from tests.tui.seen import lab_app, see, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession

    Compare = Callable[..., bool]
    Before = Callable[[Pilot[None]], Awaitable[None]]

SIZES = [(160, 45), (80, 24)]
JOIN = "docker swarm join --token SWMTKN-1-" + "4qk7z1" * 8 + "-" + "9x2" * 8 + " 10.0.0.2:2377"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Both layouts."""
    return request.param


def session() -> FakeSession:
    """Three nodes that printed something."""
    found = decks.in_the_middle(decks.session())
    for node in found.node_names:
        found.shell(node).feed(*(
            f"time=\x1b[2m14:{n:02}\x1b[0m level=\x1b[3{2 + n % 2}minfo\x1b[0m {node} agent {n}"
            for n in range(60)
        ))  # fmt: skip
    return found


def pressed(*keys: str, sees: tuple[str, ...]) -> Before:
    """Press keys once the lab is there, then wait for these words."""

    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "goes only where")
        await pilot.press(*keys)
        await see(pilot, *sees)

    return before


def test_two_shells(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = pressed("vertical_line", "ctrl+g", "2", sees=("SHELL worker1", "root@manager1"))
    assert snap_compare(lab_app(session()), terminal_size=size, run_before=before)


def test_two_shells_on_the_whole_screen(snap_compare: Compare, size: tuple[int, int]) -> None:
    back = "z back" if size[0] > 80 else "|  z"
    before = pressed("vertical_line", "ctrl+g", "z", sees=(back, "root@worker1", "root@manager1"))
    assert snap_compare(lab_app(session()), terminal_size=size, run_before=before)


def test_looking_back(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = pressed("1", "shift+pageup", sees=("Looking back", "rows up of"))
    assert snap_compare(lab_app(session()), terminal_size=size, run_before=before)


def test_a_search(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("1", "shift+pageup", "slash", *"agent 3", "enter", "n", "n")
    before = pressed(*keys, sees=("Found agent 3", "of 11"))
    assert snap_compare(lab_app(session()), terminal_size=size, run_before=before)


def test_a_lost_extra_shell(snap_compare: Compare, size: tuple[int, int]) -> None:
    found = session()

    async def before(pilot: Pilot[None]) -> None:
        await pressed("plus", sees=("SHELL manager1 second",))(pilot)
        found.shell("manager1", "second").lose()
        await see(pilot, "- closes", "B rebuilds it")

    assert snap_compare(lab_app(found), terminal_size=size, run_before=before)


def test_a_selection(snap_compare: Compare, size: tuple[int, int]) -> None:
    found = session()

    async def before(pilot: Pilot[None]) -> None:
        await pressed("1", sees=("SHELL manager1",))(pilot)
        view = pilot.app.screen.query_one(Shells).halves[0].view
        width = view.size.width
        found.shell("manager1").feed(JOIN[:width], JOIN[width:])
        await until(pilot, lambda: "10.0.0.2:2377" in "".join(view.plain_rows()), "the command")
        y = next(n for n, row in enumerate(view.plain_rows()) if "docker swarm" in row)
        await pilot.click(view, offset=(40, y - view.first_row), times=2)
        await see(pilot, "Copied 82 characters")

    assert snap_compare(lab_app(found), terminal_size=size, run_before=before)
