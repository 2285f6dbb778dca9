"""What the map says of a swarm: cards, who holds what, one node in full, changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import failed, passed
from swarmlab.swarm.snapshot import OwnView, Snapshot
from swarmlab.tui import clock, remembered
from swarmlab.tui.draw.holdings import groups
from swarmlab.tui.draw.map_board import board_lines, per_row, row_of_selected
from swarmlab.tui.draw.map_look import map_look
from swarmlab.tui.draw.map_node import facts_lines, node_facts
from swarmlab.tui.draw.swarm import card_lines, changes, node_looks
from swarmlab.tui.remembered import FRESH, Remembered, blamed
from tests.fakes.authority import Authority
from tests.fakes.session import AT
from tests.fakes.swarms import BARE, MANAGER_TOKEN, OTHER_TOKEN, member, with_tokens
from tests.tui import maps

if TYPE_CHECKING:
    from swarmlab.tui.draw.map_look import MapLook

NAMES = ("manager1", "worker1", "worker2")


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock that freshness goes by, to be set."""
    now = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    return now


def held(snapshot: Snapshot, thing: str, names: tuple[str, ...] = NAMES) -> list[str]:
    """The cells of one thing, as sign and words."""
    (row,) = [row for group in groups(snapshot, names) for row in group.rows if row.name == thing]
    return [f"{cell.sign} {cell.words}".strip() for cell in row.cells]


def look(
    snapshot: Snapshot | None, selected: str = "", memory: Remembered | None = None
) -> MapLook:
    names = tuple(snapshot.views) if snapshot else NAMES
    memory = memory or Remembered(names, snapshot)
    looks = node_looks(snapshot, names, names, {}, power=memory.powers, removed=memory.removed)
    return map_look(snapshot, looks, memory, selected, AT + 100)


def board(snapshot: Snapshot | None, width: int = 105, selected: str = "") -> str:
    found = board_lines(look(snapshot, selected), width)
    assert all(line.cell_length <= width for line in found)
    return "\n".join(line.plain.rstrip() for line in found)


def facts(snapshot: Snapshot, node: str, width: int = 48) -> str:
    chosen = look(snapshot, node)
    assert chosen.facts is not None
    found = facts_lines(chosen.facts, width)
    assert all(line.cell_length <= width for line in found)
    return "\n".join(line.plain.rstrip() for line in found)


def test_a_worker_holds_a_secret_only_while_a_task_runs_that_needs_it() -> None:
    before = maps.three()
    stored = "■ stored, sealed"
    assert held(before, "db_password") == [stored, "▼ on tmpfs, for api", "·"]
    assert held(maps.with_web(before), "db_password")[2] == "▼ on tmpfs, for web"
    assert held(maps.with_web(before), "app.conf")[1:] == ["·", "▼ a file, for web"]
    assert held(maps.with_web(before), "api_key") == [stored, "·", "·"]
    assert held(replace(before, tasks=()), "db_password") == [stored, "·", "·"]


def test_a_manager_holds_everything_and_says_what_a_task_of_its_own_was_lent() -> None:
    on_manager = maps.with_web(maps.three(), "manager1")
    assert held(on_manager, "db_password")[0] == "■ stored, sealed; for web"
    assert held(on_manager, "web") == ["● 1 running", "·", "·"]


def test_keys_and_rights_are_the_managers() -> None:
    now = maps.three()
    assert held(now, "certificate") == ["■ swarm-manager", "■ swarm-worker", "■ swarm-worker"]
    for thing in ("CA key", "raft log", "join tokens", "asks API"):
        manager, *workers = held(now, thing)
        assert manager.startswith("■"), thing
        assert workers == ["·", "·"], thing


def test_what_a_node_that_is_down_holds_is_not_known() -> None:
    down = maps.killed(maps.three(), "worker1")
    assert held(down, "api")[1] == "! not known"
    assert held(down, "db_password")[1] == "! not known"
    assert held(down, "certificate")[1] == "! not read"
    assert held(down, "db_password")[2] == "·"
    assert facts(down, "worker1").count("not known: no manager tells of it") == 2
    memory = Remembered(NAMES, maps.three())
    memory.compare(down)
    assert memory.fresh("secret x1", "worker1") == "", "it did not give it back"


def test_a_locked_manager_holds_what_nobody_can_list() -> None:
    now = maps.three()
    locked = OwnView("manager1", reachable=True, state="locked")
    alone = Snapshot(AT, {**now.views, "manager1": locked}, None, certificates=now.certificates)
    assert held(alone, "raft log") == ["■ locked", "·", "·"]
    assert held(alone, "CA key") == ["■ locked", "·", "·"]
    assert "no manager answers: nobody can list them" in board(alone)
    assert "! locked" in board(alone)
    assert "active, no manager seen" in board(alone)


def test_nothing_is_said_of_a_swarm_that_is_not_there() -> None:
    assert held(BARE, "certificate") == ["·", "·", "·"]
    assert "not in the swarm" in board(BARE)
    assert "none: it is in no swarm" in facts(BARE, "worker1")
    assert "not looked at yet" in board(None)


def test_four_nodes_stand_over_their_columns_and_more_wrap_to_rows_of_four() -> None:
    assert [per_row(nodes, 105) for nodes in (1, 3, 4, 5, 12)] == [1, 3, 4, 4, 4]
    three, twelve = board(maps.three()), board(maps.twelve(), selected="worker5")
    assert "\n role " in three
    assert "Who holds" not in three
    (heading,) = [line for line in twelve.split("\n") if line.startswith("Who holds")]
    assert heading.split()[2:] == ["worker2", "worker3", "worker4", "worker5"]
    assert "► worker5" in twelve
    first, after = row_of_selected(look(maps.twelve(), "worker5"), 105)
    assert "► worker5" in twelve.split("\n")[first:after][0]


@pytest.mark.parametrize("width", [30, 55, 73, 105, 195])
def test_every_line_fits_at_every_width(width: int) -> None:
    long = maps.twelve()
    renamed = tuple(
        replace(s, name="a-service-with-a-very-long-name-indeed") for s in long.services
    )
    for snapshot in (maps.three(), long, replace(long, services=renamed), BARE):
        board(snapshot, width)
        facts(snapshot, "worker1", max(20, width // 2))


def test_a_killed_node_says_so_in_words_that_fit_its_card() -> None:
    down = maps.killed(maps.three(), "worker1")
    (_, card, _) = node_looks(down, NAMES, NAMES, {})
    said = [line.plain for line in card_lines(card, 26)]
    assert said[0].split() == ["worker1", "✗", "down"]
    assert said[1] == "worker, down"
    alone = maps.killed(replace(maps.three(), seen_from=None, members=()), "manager1")
    (_, card, _) = node_looks(alone, NAMES, NAMES, {})
    assert card_lines(card, 26)[1].plain == "active, no manager seen"
    assert card_lines(card, 26)[2].plain == "tasks   not known"


def test_a_stopped_or_paused_node_is_so_before_its_managers_know() -> None:
    memory = Remembered(NAMES, maps.three())
    memory.power("worker1", "paused")
    memory.power("worker2", "stopped")
    _, one, two = look(maps.three(), memory=memory).nodes
    assert (one.trouble, two.trouble) == ("! paused", "✗ stopped")
    memory.power("worker1", "running")
    assert look(maps.three(), memory=memory).nodes[1].trouble == ""


def test_a_removed_node_stays_as_a_muted_card_until_the_step_is_done() -> None:
    memory, after = Remembered(NAMES, maps.three()), maps.without(maps.three(), "worker2")
    left = OwnView("worker2", reachable=True, state="inactive")
    gone = replace(after, views={**after.views, "worker2": left})
    memory.compare(gone)
    card = look(gone, memory=memory).nodes[2]
    assert (card.trouble, card.is_gone) == ("✗ removed", True)
    memory.step_done()
    assert not look(gone, memory=memory).nodes[2].is_gone
    # It does not know yet: the managers' list alone tells.
    assert look(after).nodes[2].is_gone
    memory.compare(after)
    memory.compare(maps.three())
    assert memory.removed == set()
    memory.compare(gone)
    memory.power("worker2", "fresh shell")
    assert memory.removed == set(), "a rebuilt node is another one"


def test_a_node_in_a_swarm_of_somebody_else_was_not_removed() -> None:
    after = maps.without(maps.three(), "worker2")
    elsewhere = {**after.certificates, "worker2": maps.certificate("worker2", "worker", "other")}
    card = look(replace(after, certificates=elsewhere)).nodes[2]
    assert (card.word, card.is_gone) == ("in another swarm", False)


def test_what_has_just_changed_is_fresh_for_three_seconds(ticks: list[float]) -> None:
    memory = Remembered(NAMES, maps.three())
    memory.compare(maps.with_web(maps.three()))
    secret = memory.fresh("secret x1", "worker2"), memory.fresh("secret x1", "worker1")
    assert secret == ("+", "")
    assert memory.changes()[0].fresh
    ticks[0] += FRESH + 0.1
    assert memory.fresh("secret x1", "worker2") == ""
    assert not memory.changes()[0].fresh
    memory.compare(maps.three())
    assert memory.fresh("secret x1", "worker2") == "-"
    assert memory.changes()[0].sign == "-"


def test_changes_say_who_got_what() -> None:
    before = maps.three()
    told = {(t.node, t.words, t.sign) for t in changes(before, maps.with_web(before))}
    assert told == {("worker2", "web.1 runs and holds db_password", "+")}
    back = {(t.node, t.words, t.sign) for t in changes(maps.with_web(before), before)}
    assert back == {("worker2", "web.1 ended, db_password went with it", "-")}
    empty = replace(before, tasks=())
    (both,) = changes(empty, before)
    assert both == ("worker1", "api.1, api.2 run and hold db_password", "+")


def test_changes_say_who_came_went_and_got_another_label_or_certificate() -> None:
    before, gone = maps.three(), maps.without(maps.three(), "worker2")
    assert ("worker2", "removed from the swarm", "-") in changes(before, gone)
    assert ("worker2", "joined as a worker", "+") in changes(gone, before)
    bare = replace(before, members=tuple(replace(m, labels={}) for m in before.members))
    assert changes(bare, before) == [("worker1", "labelled zone=secure", "+")]
    assert changes(before, bare) == [("worker1", "label zone taken off", "-")]
    promoted = maps.certificate("worker1", "manager")
    after = replace(before, certificates={**before.certificates, "worker1": promoted})
    (told,) = changes(before, after)
    assert told == ("worker1", "has a certificate of swarm-manager now", "+")


def test_changes_say_that_keys_are_other_ones() -> None:
    before = maps.three()
    after = with_tokens(before, worker=OTHER_TOKEN, manager=MANAGER_TOKEN)
    assert changes(before, after) == [("", "the worker join token is another one now", "")]
    assert before.swarm is not None
    off = replace(before, swarm=replace(before.swarm, autolock=False))
    assert changes(before, off) == [("", "autolock is off now", "")]


def test_the_facts_of_a_node_name_its_certificate_and_what_is_in_its_reach() -> None:
    said = facts(maps.with_web(maps.three()), "worker2")
    assert "role        swarm-worker" in said
    assert "issuer      swarm-ca  the swarm's own root" in said
    assert "time left   89 d 22 h of 90 d" in said
    assert "renews      45 to 72 days from now" in said
    assert "/run/secrets/db_password" in said
    assert "in web.1, mode 0444, user 0" in said
    assert "Out of reach: api_key. No task here needs it." in said
    assert "volume      pages at /srv" in said
    assert "in web.1, read-only" in said


def test_a_certificate_of_another_root_or_past_its_end_is_named_so() -> None:
    now = maps.three()
    assert now.swarm is not None
    other = replace(now, swarm=replace(now.swarm, root_ca=Authority().root))
    assert "not the root this swarm has now" in facts(other, "worker1")
    looks = node_looks(now, NAMES, NAMES, {})
    late = node_facts(now, looks[1], AT + 91 * 86400)
    said = "\n".join(line.plain for line in facts_lines(late, 48))
    assert "none: it has ended" in said
    assert "renews      due" in said


def test_a_red_task_marks_who_it_is_about_not_the_manager_that_was_asked() -> None:
    too = failed(expected="manager1 is the only manager", observed="worker1 is a manager too",
                 node="manager1")  # fmt: skip
    own = failed(expected="another token", observed="the worker token is the same", node="manager1")
    on_worker = failed(expected="nowhere", observed="manager1 lent it", node="worker2")
    now = maps.three()
    assert blamed({1: too}, now, NAMES) == {"worker1": 1}
    assert blamed({2: own, 3: on_worker}, now, NAMES) == {"manager1": 2, "worker2": 3}
    assert blamed({1: passed(node="worker1")}, now, NAMES) == {}


def test_only_the_last_changes_are_kept() -> None:
    memory, snapshots = Remembered(NAMES, maps.three()), (maps.with_web(maps.three()), maps.three())
    for _ in range(remembered.CHANGES_KEPT):
        for each in snapshots:
            memory.compare(each)
    assert len(memory.changes()) == remembered.CHANGES_KEPT


def test_a_node_the_lab_does_not_know_is_no_card() -> None:
    stranger = replace(maps.three(), members=(*maps.three().members, member("rogue", "worker")))
    assert len(look(stranger).nodes) == 3
    assert ("rogue", "joined as a worker", "+") in changes(maps.three(), stranger)
