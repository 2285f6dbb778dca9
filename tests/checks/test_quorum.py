from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    judged,
    scene,
)
from tests.fakes.swarms import BARE, EMPTY, inside, member, outside, seen, silent, snapshot

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Member, OwnView, Snapshot

LEADER = "the swarm has a leader"
NO_LEADER = "the swarm has no leader"
FIRST = "manager1 is the leader"
ALL = "3 of 3 managers can be reached"
TWO = "2 of 3 managers can be reached"
LOST = "manager3 is unreachable as a manager"
SENTENCES = (LEADER, NO_LEADER, FIRST, ALL, TWO, LOST)
WORDS = (
    "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too "
    "few managers are online. Make sure more than half of the managers are online."
)
NAMES = ("manager1", "manager2", "manager3")


def manager(name: str, *, leads: bool = False, reach: str = "reachable") -> Member:
    """A manager in the list; with ``reach=""`` it has no vote."""
    return replace(member(name, "manager"), leader=leads, reachability=reach)


def managed(*dead: str, silent_too: bool = True) -> Snapshot:
    """Three managers, manager1 leading, and a worker; the dead are unreachable."""
    gone = set(dead) if silent_too else set()
    views = {n: silent(n) if n in gone else inside(n, "manager") for n in NAMES}
    return seen(
        {**views, "worker1": inside("worker1", "worker")},
        *(manager(n, leads=n == "manager1", reach="unreachable" if n in dead else "reachable")
          for n in NAMES),
        member("worker1", "worker"),
    )  # fmt: skip


def leaderless(*answer: str) -> Snapshot:
    """The managers that answer say that there is no leader; the others do not answer."""
    views: dict[str, OwnView] = {
        n: replace(inside(n, "manager"), error=WORDS) if n in answer else silent(n) for n in NAMES
    }
    views["worker1"] = inside("worker1", "worker")
    found = seen(views)
    return replace(found, swarm=None, seen_from=None, problem=f"manager1: its engine said {WORDS}")


WELL = managed()
ONE_DEAD = managed("manager3")
TWO_DEAD = managed("manager2", "manager3")
FROZEN = leaderless("manager1")
SEARCHING = replace(
    seen(
        {
            "manager1": replace(silent("manager1"), searching=True, problem="its engine answers"),
            **{n: silent(n) for n in NAMES[1:]},
            "worker1": inside("worker1", "worker"),
        }
    ),
    swarm=None,
    seen_from=None,
)
BEGAN_WELL = Baseline.take(WELL)


def after(now: Snapshot, before: Snapshot = WELL) -> Scene:
    return scene(now, baseline=Baseline.take(before))


def listed(now: Snapshot, *members: Member) -> Snapshot:
    """The same, with these members in the list instead of those of their ids."""
    others = tuple(m for m in now.members if m.id not in {new.id for new in members})
    return replace(now, members=(*others, *members))


@pytest.mark.parametrize("sentence", [LEADER, FIRST, ALL])
def test_three_managers_and_their_leader_pass(sentence: str) -> None:
    assert_passed(sentence, scene(WELL))


@pytest.mark.parametrize("sentence", [LEADER, FIRST, TWO, LOST])
def test_one_of_three_may_die(sentence: str) -> None:
    assert_passed(sentence, scene(ONE_DEAD))
    assert_passed(sentence, after(ONE_DEAD))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    now = snapshot(manager1=None, manager2=None, manager3=None)
    assert_waiting(sentence, scene(now), "there is no swarm yet")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_silent_manager_is_an_error_and_no_proof_of_anything(sentence: str) -> None:
    now = seen({**{n: silent(n) for n in NAMES}, "worker1": inside("worker1", "worker")})
    assert_error(sentence, scene(now), "Could not look at manager1")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_another_problem_of_a_manager_is_an_error_and_no_lost_majority(sentence: str) -> None:
    views = {n: replace(inside(n, "manager"), error="rpc error: out of memory") for n in NAMES}
    now = replace(seen(views), swarm=None, seen_from=None, problem="manager1: out of memory")
    assert_error(sentence, scene(now), "out of memory")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_locked_manager_has_not_lost_its_majority(sentence: str) -> None:
    views = {n: replace(outside(n), state="locked") for n in NAMES}
    assert_error(sentence, scene(seen(views)), "manager1 is locked")


def test_a_manager_that_says_so_has_no_leader() -> None:
    assert_passed(NO_LEADER, scene(FROZEN))
    assert_passed(NO_LEADER, after(FROZEN))
    assert_passed(NO_LEADER, scene(leaderless("manager2", "manager3")))


@pytest.mark.parametrize("sentence", [LEADER, FIRST, ALL, TWO, LOST])
def test_a_lost_majority_is_failed_when_the_step_lost_it(sentence: str) -> None:
    verdict = assert_failed(sentence, after(FROZEN), "manager1 says that the swarm does not have")
    assert "majority" in verdict.look_at


@pytest.mark.parametrize("sentence", [LEADER, FIRST, ALL, TWO, LOST])
def test_a_lost_majority_is_waited_for_when_the_step_began_so(sentence: str) -> None:
    assert_waiting(sentence, scene(FROZEN), "does not have a leader")
    assert_waiting(sentence, after(FROZEN, FROZEN), "does not have a leader")
    assert_waiting(sentence, after(FROZEN, BARE), "does not have a leader")


@pytest.mark.parametrize("sentence", ["1 of 1 manager", "2 of 2 managers", "2 of 4 managers"])
def test_a_lost_majority_is_waited_for_on_the_way_to_another_number(sentence: str) -> None:
    assert_waiting(f"{sentence} can be reached", after(FROZEN), "does not have a leader")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_manager_that_looks_for_a_leader_is_waited_for(sentence: str) -> None:
    assert_waiting(sentence, scene(SEARCHING), "manager1 gives no answer about the swarm")
    assert_waiting(sentence, after(SEARCHING), "looks for a leader")


def test_a_leader_without_a_majority_is_none_for_long() -> None:
    assert_waiting(LEADER, scene(TWO_DEAD), "has no majority left: 1 of 3 managers")


def test_a_swarm_that_is_led_has_a_leader() -> None:
    assert_waiting(NO_LEADER, scene(WELL), "manager1 is the leader; 3 of 3 managers")
    assert_waiting(NO_LEADER, scene(TWO_DEAD), "1 of 3 managers can be reached: manager1")


def test_one_manager_that_was_left_behind_does_not_make_the_swarm_leaderless() -> None:
    """A removed manager goes on with its old list, and has no majority in it."""
    ghost = replace(inside("manager2", "manager"), error=WORDS)
    now = replace(WELL, views={**WELL.views, "manager2": ghost})
    assert_waiting(NO_LEADER, scene(now), "manager1 is the leader")
    assert_passed(LEADER, scene(now))


def test_a_manager_that_looks_for_a_leader_counts_for_nothing_while_another_answers() -> None:
    lost = replace(silent("manager2"), searching=True)
    assert_passed(LEADER, scene(replace(WELL, views={**WELL.views, "manager2": lost})))


def test_a_list_without_a_leader_is_waited_for() -> None:
    now = listed(WELL, manager("manager1"))
    assert_waiting(LEADER, scene(now), "no manager is listed as the leader")
    assert_waiting(NO_LEADER, scene(now), "manager1 answers for the swarm")
    assert_waiting(FIRST, scene(now), "manager1 is a manager")


def test_the_leader_is_that_node_and_no_other() -> None:
    assert_waiting("manager2 is the leader", scene(WELL), "manager1 is the leader")
    assert_waiting("worker1 is the leader", scene(WELL), "worker1 is a worker")


def test_a_dead_leader_is_not_known_by_its_old_entry() -> None:
    now = replace(WELL, views={**WELL.views, "manager1": silent("manager1")})
    assert_error(FIRST, scene(now), "Could not look at manager1")


def test_a_node_that_calls_itself_like_the_leader_is_not_the_leader() -> None:
    now = listed(WELL, manager("manager1"), manager("manager10", leads=True))
    impostor = replace(manager("manager1", leads=True), id="id-x")
    assert_waiting(FIRST, scene(now), "manager10 is the leader")
    now = replace(now, members=(impostor, *now.members[:-1]))
    assert_waiting(FIRST, scene(now), "manager1 is a manager")


def test_too_few_and_too_many_that_can_be_reached_are_waited_for() -> None:
    assert_waiting(TWO, after(WELL), "3 of 3 managers can be reached")
    assert_waiting(ALL, after(ONE_DEAD), "2 of 3 managers can be reached: manager1 and manager2")
    assert_waiting(TWO, after(TWO_DEAD), "1 of 3 managers can be reached: manager1")


def test_only_managers_with_a_vote_are_counted() -> None:
    """The dead ones stay listed as managers after ``--force-new-cluster``."""
    now = listed(TWO_DEAD, manager("manager2", reach=""), manager("manager3", reach=""))
    assert_passed("1 of 1 manager can be reached", after(now))
    assert_waiting(TWO, scene(now), "1 of 1 manager can be reached")
    assert_waiting(LOST, scene(now), "takes no part in the Raft")
    assert_passed(LEADER, scene(now))


def test_a_demoted_manager_is_not_a_lost_one() -> None:
    views = {**WELL.views, "manager3": inside("manager3", "worker")}
    now = listed(replace(WELL, views=views), member("manager3", "worker"))
    assert_failed(TWO, after(now), "2 of 2 managers can be reached: manager1 and manager2")
    assert_failed(LOST, after(now), "manager3 is a worker, and was a manager")
    assert_waiting(LOST, scene(now), "manager3 is a worker")


def test_a_removed_manager_is_not_a_lost_one() -> None:
    now = replace(ONE_DEAD, members=tuple(m for m in WELL.members if m.hostname != "manager3"))
    assert_failed(TWO, after(now), "2 of 2 managers can be reached")
    assert_waiting(LOST, after(now), "do not list manager3")
    assert_waiting(LOST, scene(now), "do not list manager3")


def test_one_manager_too_many_is_failed() -> None:
    before = snapshot(manager1="manager", manager2="worker", manager3="worker", worker1="worker")
    now = listed(WELL, manager("worker1"))
    assert_failed(ALL, after(now, before), "4 of 4 managers can be reached")
    assert_waiting(ALL, after(now, now), "4 of 4 managers can be reached")
    assert_waiting(ALL, scene(now), "4 of 4 managers can be reached")


def test_managers_on_their_way_are_waited_for() -> None:
    """Promoted: listed in the role at once, with a vote two seconds later."""
    before = snapshot(manager1="manager", manager2="worker", manager3="worker")
    now = listed(WELL, manager("manager2", reach=""), manager("manager3", reach=""))
    assert_waiting(ALL, after(now, before), "1 of 1 manager can be reached: manager1")


def test_a_manager_that_has_just_died_is_not_counted_as_reached() -> None:
    now = replace(WELL, views={**WELL.views, "manager3": silent("manager3")})
    assert_waiting(ALL, scene(now), "manager3 is listed as reachable and gives no answer")
    assert_waiting(LOST, after(now), "manager3 is a manager and can be reached")


def test_a_manager_the_others_do_not_reach_is_lost_though_it_answers_us() -> None:
    cut_off = managed("manager3", silent_too=False)
    assert_passed(LOST, scene(cut_off))
    assert_passed(TWO, scene(cut_off))


def test_a_dead_worker_is_no_lost_manager() -> None:
    now = replace(WELL, views={**WELL.views, "worker1": silent("worker1")})
    now = listed(now, member("worker1", "worker", "down"))
    assert_waiting("worker1 is unreachable as a manager", after(now), "worker1 is a worker")


def test_a_dead_node_is_known_by_its_id_and_not_by_another_of_its_name() -> None:
    """It joined again before the step: the old entry of that name is not it."""
    again = replace(manager("manager3"), id="new")
    old = manager("manager3", reach="unreachable")
    before = listed(WELL, again)
    before = replace(before, views={
        **before.views, "manager3": replace(inside("manager3", "manager"), node_id="new"),
    })  # fmt: skip
    now = replace(before, members=(*WELL.members[:2], old, again))
    dead = replace(now, views={**now.views, "manager3": silent("manager3")})
    assert_waiting(LOST, after(now, before), "can be reached")
    assert_waiting(LOST, after(dead, before), "can be reached")
    assert_waiting(LOST, scene(dead), "do not list manager3")


@pytest.mark.parametrize("name", ["manager30", "manager"])
def test_a_lost_manager_of_a_similar_name_is_not_the_one(name: str) -> None:
    now = replace(ONE_DEAD, members=(*WELL.members[:2], manager(name, reach="unreachable")))
    assert_waiting(LOST, scene(now), "do not list manager3")


def test_nothing_at_all_passes_nothing() -> None:
    for sentence in SENTENCES[:2]:
        assert_error(sentence, scene(EMPTY), "no node of this run is up")


@pytest.mark.parametrize("sentence", [FIRST, LOST])
def test_every_verdict_names_its_node(sentence: str) -> None:
    assert judged(sentence, scene(ONE_DEAD)).node == sentence.partition(" ")[0]
