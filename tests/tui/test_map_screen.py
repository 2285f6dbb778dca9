"""The map on the lab screen: keys, clicks, and what is told while it is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import NodeError
from swarmlab.runs.events import NodeChanged
from swarmlab.swarm.snapshot import Named, OwnView
from swarmlab.tui.widgets.map_pane import MapPane
from swarmlab.tui.widgets.swarm_pane import SwarmPane
from tests.tui import maps
from tests.tui.seen import gone, lab_app, see, text, until
from tests.tui.test_hostile import EVIL, SHOWN
from tests.tui.test_hostile import written as written  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from textual.pilot import Pilot


WIDE, MIDDLE, NARROW = (160, 45), (120, 36), (80, 24)


def selected(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(MapPane).look.node


async def open_map(pilot: Pilot[None]) -> None:
    await see(pilot, "manager1")
    await pilot.press("m")
    await see(pilot, "Swarm map", " MAP ")


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_m_opens_the_map_and_m_or_escape_lead_back(size: tuple[int, int]) -> None:
    async with lab_app(maps.session()).run_test(size=size) as pilot:
        for back in ("m", "escape", "0"):
            await open_map(pilot)
            await pilot.press(back)
            await see(pilot, " SLIDE ")
            await gone(pilot, "Swarm map")


async def test_m_reaches_a_shell_that_has_the_focus() -> None:
    session = maps.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await see(pilot, "manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        await pilot.press("m")
        await see(pilot, "root@manager1:~# m")
        await gone(pilot, "Swarm map")


async def test_a_click_on_the_swarm_leads_to_the_map_and_one_on_a_card_selects_it() -> None:
    async with lab_app(maps.session()).run_test(size=WIDE) as pilot:
        await see(pilot, "Swarm  3 members")
        await pilot.click(SwarmPane, offset=(40, 4))
        await see(pilot, "Swarm map", "► worker1")
        await pilot.press("m")
        await see(pilot, "Swarm  3 members")
        await pilot.click(SwarmPane, offset=(20, 13))
        await see(pilot, "Swarm map")
        await pilot.click("#map-board", offset=(80, 2))
        await until(pilot, lambda: selected(pilot) == "worker2")
        assert "id-worker2" in await see(pilot, "► worker2")


async def test_arrows_select_and_enter_goes_to_that_shell() -> None:
    async with lab_app(maps.session()).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        assert selected(pilot) == "manager1"
        await pilot.press("right", "right", "right", "left")
        assert selected(pilot) == "worker1"
        await see(pilot, "id-worker1", "/run/secrets/db_password")
        await pilot.press("enter")
        await see(pilot, "SHELL worker1", "root@worker1")
        await gone(pilot, "Swarm map")


async def test_arrows_go_through_rows_of_cards() -> None:
    async with lab_app(maps.session_of_twelve()).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        await pilot.press("down", "down", "right")
        assert selected(pilot) == "worker7"
        await pilot.press("down")  # there is none below
        assert selected(pilot) == "worker7"
        await pilot.press("up")
        assert selected(pilot) == "worker3"
        assert re.search(r"Who holds +worker2 +worker3 +worker4 +worker5", text(pilot))


async def test_a_selected_card_out_of_view_is_scrolled_into_it() -> None:
    async with lab_app(maps.session_of_twelve()).run_test(size=(100, 30)) as pilot:
        await open_map(pilot)
        board = pilot.app.screen.query_one("#map-board")
        for _ in range(40):  # through the cards, then line by line to the end of the table
            await pilot.press("down")
        await see(pilot, "asks API")
        assert board.scroll_y > 0
        for _ in range(6):
            await pilot.press("up")
        await until(pilot, lambda: board.scroll_y == 0)
        await see(pilot, "► manager1")


async def test_on_a_narrow_screen_enter_opens_a_node_and_escape_closes_it() -> None:
    async with lab_app(maps.session()).run_test(size=NARROW) as pilot:
        await open_map(pilot)
        await see(pilot, "► ▌ manager1", "enter open it", "m Map")
        await pilot.press("down", "enter")
        await see(pilot, "Certificate", "id-worker1", "enter its shell")
        await gone(pilot, "Who holds")
        await pilot.press("down", "down", "down", "down", "down", "down", "down", "down")
        await see(pilot, "Secrets in reach")
        await pilot.press("right")
        await see(pilot, "id-worker2")
        await pilot.press("escape")
        await see(pilot, "► ▌ worker2", "Who holds")
        await pilot.press("enter", "enter")
        await see(pilot, "SHELL worker2")


async def test_tab_goes_round_the_map_only_where_it_is_a_pane() -> None:
    async with lab_app(maps.session()).run_test(size=NARROW) as pilot:
        await see(pilot, "0 Slide")
        await pilot.press("shift+tab")
        await see(pilot, " MAP ")
        await pilot.press("tab")
        await see(pilot, " SLIDE ")
    async with lab_app(maps.session()).run_test(size=WIDE) as pilot:
        await see(pilot, "manager1")
        await pilot.press("shift+tab")
        await see(pilot, " TASKS ")


@pytest.mark.parametrize(
    ("key", "call"), [("K", "power worker1 kill"), ("S", "power worker1 start"),
                      ("P", "power worker1 pause")]
)  # fmt: skip
async def test_capitals_change_the_power_of_the_selected_node(key: str, call: str) -> None:
    session = maps.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        await pilot.press("right", key)
        await until(pilot, lambda: call in session.calls, call)
        await see(pilot, " MAP ")


async def test_a_paused_node_goes_on_and_a_stopped_one_starts() -> None:
    session = maps.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        assert "S start" not in await see(pilot, "K kill")
        session.tell(NodeChanged("manager1", alive=False, word="paused"))
        await see(pilot, "! paused", "P go on")
        await pilot.press("P")
        await until(pilot, lambda: "power manager1 unpause" in session.calls)
        session.tell(NodeChanged("manager1", alive=False, word="stopped"))
        await see(pilot, "✗ stopped", "S start")
        assert "K kill" not in text(pilot)
        session.tell(NodeChanged("manager1", alive=True, word="running"))
        await gone(pilot, "✗ stopped")


async def test_what_cannot_be_done_is_said_on_the_map() -> None:
    session = maps.session()
    session.refuse = NodeError("worker1 is not up", next_step="rebuild it")
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        await pilot.press("right", "K")
        await see(pilot, "! worker1 is not up", "rebuild it", " MAP ")


async def test_a_rebuild_asks_first_and_names_the_node() -> None:
    session = maps.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        await pilot.press("right", "right", "B")
        await see(pilot, "Rebuild worker2", "1 node is thrown away")
        await pilot.press("escape")
        await gone(pilot, "Rebuild worker2")
        assert "rebuild worker2" not in session.calls
        await pilot.press("B")
        await see(pilot, "Rebuild worker2")
        await pilot.press("enter")
        await until(pilot, lambda: "rebuild worker2" in session.calls)


async def test_changes_are_drawn_as_they_come_and_calm_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from swarmlab.tui.screens.lab import hearing  # noqa: PLC0415

    monkeypatch.setattr(hearing, "FRESH", 0.05)
    monkeypatch.setattr("swarmlab.tui.remembered.FRESH", 0.04)
    session = maps.session()
    async with lab_app(session).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        pane = pilot.app.screen.query_one(MapPane)
        session.see(maps.with_web(maps.three()))
        await see(pilot, "web.1 runs and holds db_password   ✗ task 2", "changed 14:31:07")
        await until(pilot, lambda: not any(change.fresh for change in pane.look.changes))
        await until(pilot, lambda: "+ web.1" not in text(pilot))
        session.see(replace(maps.three(), secrets=()))
        await see(pilot, "secret db_password removed", "secret api_key removed")
        await until(pilot, lambda: "on tmpfs" not in text(pilot))


async def test_the_map_keeps_its_node_over_a_change_of_size() -> None:
    async with lab_app(maps.session()).run_test(size=WIDE) as pilot:
        await open_map(pilot)
        await pilot.press("right")
        for size in (NARROW, MIDDLE, (70, 20), WIDE):
            await pilot.resize_terminal(*size)
            if size[0] == 70:
                await see(pilot, "swarmlab needs 80 x 24")
                assert "Swarm map" not in text(pilot)
            else:
                await see(pilot, "Swarm map", "►")
                assert selected(pilot) == "worker1"


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_hostile_names_and_labels_stay_text_on_the_map(
    size: tuple[int, int], written: list[str]
) -> None:
    now = maps.with_web(maps.three())
    members = tuple(
        replace(m, labels={EVIL: EVIL}, engine_labels={EVIL: EVIL}, engine_version=EVIL)
        for m in now.members
    )
    evil = replace(
        now,
        members=members,
        services=tuple(replace(s, name=EVIL) for s in now.services),
        tasks=tuple(replace(t, error=EVIL) for t in now.tasks),
        secrets=(Named("x1", EVIL), Named("x2", "api_key")),
        certificates={
            name: replace(c, role=EVIL, issuer=EVIL, node_id=EVIL, cluster_id="cluster1")
            for name, c in now.certificates.items()
        },
        views={**now.views,
               "worker2": OwnView("worker2", reachable=False, node_id="id-worker2", problem=EVIL)},
    )  # fmt: skip
    session = maps.session()
    async with lab_app(session).run_test(size=size) as pilot:
        await open_map(pilot)
        session.see(evil)
        await see(pilot, "[/b] [red]" if size == WIDE else "[/b] [re")
        await pilot.press("right", "right")
        if size == NARROW:
            await pilot.press("enter")
        await see(pilot, SHOWN)
    everything = re.sub(r"\x1b\]22;\w*\x07", "", "".join(written))
    assert "drowssap" in everything
    assert "\x1b]" not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b\x07]", everything)
    assert "\x1b[2J" not in everything
