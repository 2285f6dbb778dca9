"""``check``, ``hint``, ``solve``, ``reset``, ``goto``, ``node`` and ``logs``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.ground import Thing

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_check_is_1_before_the_work_and_0_after_it(up: Place) -> None:
    before = up.run("check")
    assert before.exit_code == 1
    assert "○ waiting  manager1 manages" in before.stdout
    assert "0 of 1 tasks hold" in before.stdout
    assert up.run("solve").exit_code == 0
    after = up.run("check", "first#make-it")
    assert after.exit_code == 0
    assert "✓ passed   manager1 manages" in after.stdout


def test_check_is_2_when_a_node_cannot_be_looked_at(up: Place) -> None:
    up.run("solve")
    assert up.run("node", "pause", "manager1").exit_code == 0
    shown = up.run("check", "first#make-it")
    assert shown.exit_code == 2
    assert "! error" in shown.stdout


def test_check_for_programs(up: Place) -> None:
    shown = up.run("check", "--json")
    step = json.loads(shown.stdout)
    assert (step["step"], step["holds"]) == ("first#make-it", False)
    assert step["tasks"][0]["state"] == "waiting"


def test_a_watch_ends_when_every_task_holds(up: Place) -> None:
    up.run("solve")
    shown = up.run("check", "first#make-it", "--watch", "--json")
    assert shown.exit_code == 0
    (line,) = shown.stdout.splitlines()
    assert json.loads(line)["holds"] is True


def test_a_step_that_is_not_there_is_exit_code_2_with_the_nearest(up: Place) -> None:
    shown = up.run("check", "first#make-its")
    assert shown.exit_code == 2
    assert "did you mean first#make-it?" in shown.stderr


def test_a_hint_is_plain_text_and_counted(up: Place) -> None:
    shown = up.run("hint")
    assert shown.stdout == "One\n\nType it.\n"
    assert shown.stderr == "hint 1 of 1\n"
    again = up.run("hint")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "no more hints" in again.stderr


def test_solve_prints_the_verdicts(up: Place) -> None:
    shown = up.run("solve")
    assert shown.exit_code == 0
    assert "1 of 1 tasks hold" in shown.stdout


def test_solve_tells_each_unit_as_it_ends(up: Place) -> None:
    shown = up.run("solve")
    place = f"manager1, {up.folder}/slides/first.md:16"
    assert shown.stderr.startswith(f"{place}: running\n{place}: ran  ")


def test_reset_and_goto_tell_how_far_they_are(up: Place) -> None:
    there = up.run("goto", "first#be-refused")
    assert "going there, unit 3 of 3: first#join-it" in there.stderr
    again = up.run("reset")
    assert "manager1: app loaded" in again.stderr
    assert "going there, unit 3 of 3: first#join-it" in again.stderr


def test_reset_says_what_it_proved(up: Place) -> None:
    shown = up.run("reset", "first#join-it")
    assert shown.exit_code == 0
    time, proof = shown.stdout.splitlines()
    assert time.startswith("reset of first#join-it: ")
    assert proof == (
        "proved: 2 nodes run, 1 task before holds; 1 check is red; nothing is left over"
    )


def test_goto_and_reset_for_programs(up: Place) -> None:
    assert json.loads(up.run("goto", "second", "--json").stdout)["holds"] is True
    proof = json.loads(up.run("reset", "--node", "worker1", "--json").stdout)
    assert proof["red"] == {"found": "worker1 is in no swarm", "wrong": [], "skipped": []}


def test_goto_from_nothing_is_proved(place: Place) -> None:
    place.run("up", "small", "--as", "ada")
    place.run("down")
    shown = place.run("goto", "first#be-refused", "--lab", "small", "--as", "ada")
    assert shown.exit_code == 0, shown.output
    assert "goto first#be-refused: " in shown.stdout
    assert "2 nodes run, 2 tasks before hold" in shown.stdout


@pytest.mark.parametrize("words", [("reset",), ("goto", "first"), ("reset", "--node", "worker1")])
def test_what_does_not_hold_is_exit_code_1_with_the_reason(
    up: Place, words: tuple[str, ...]
) -> None:
    up.ground.extra.append(Thing("network", "swarmlab-other", "before"))
    shown = up.run(*words)
    assert shown.exit_code == 1
    assert "not as it must be: left over: network swarmlab-other" in shown.stdout


def test_goto_brings_nodes_to_the_step(up: Place) -> None:
    assert up.run("goto", "first#be-refused").exit_code == 0
    assert "at first#be-refused" in up.run("status").stdout
    assert up.run("check", "first#join-it").exit_code == 0


def test_reset_makes_a_step_red_again(up: Place) -> None:
    up.run("solve")
    assert up.run("reset", "first#make-it").exit_code == 0
    assert up.run("check", "first#make-it").exit_code == 1


@pytest.mark.parametrize("words", [["first", "--all"], ["--all", "--node", "worker1"]])
def test_reset_takes_one_target(up: Place, words: list[str]) -> None:
    shown = up.run("reset", *words)
    assert shown.exit_code == 2
    assert "name one" in shown.stderr


def test_a_node_is_reset_alone(up: Place) -> None:
    up.run("goto", "first#be-refused")
    shown = up.run("reset", "--node", "worker1")
    assert shown.exit_code == 0
    assert up.run("check", "first#join-it").exit_code == 1
    assert up.run("check", "first#make-it").exit_code == 0


@pytest.mark.parametrize(
    ("verb", "state"), [("kill", "stopped"), ("pause", "paused"), ("restart", "running")]
)
def test_a_nodes_power_is_switched(up: Place, verb: str, state: str) -> None:
    shown = up.run("node", verb, "worker1")
    assert (shown.exit_code, shown.stderr) == (0, f"worker1: {state}\n")


def test_a_node_is_rebuilt(up: Place) -> None:
    said = up.run("node", "rebuild", "worker1").stderr
    assert said.startswith("fresh worker1: ")
    assert "worker1 is in no swarm; nothing is left over" in said


def test_an_unknown_node_is_exit_code_2_with_those_there_are(up: Place) -> None:
    shown = up.run("node", "kill", "worker9")
    assert shown.exit_code == 2
    assert "nodes up: manager1, worker1" in shown.stderr


def test_an_unknown_power_verb_is_exit_code_2(up: Place) -> None:
    assert up.run("node", "explode", "worker1").exit_code == 2


def test_logs_are_masked(up: Place) -> None:
    shown = up.run("logs", "worker1")
    assert shown.stdout.startswith("dockerd of worker1 says SWMTKN-1-")
    assert "…" in shown.stdout


def test_a_shell_needs_a_terminal(up: Place) -> None:
    shown = up.run("shell", "worker1")
    assert shown.exit_code == 2
    assert "a shell needs a terminal" in shown.stderr
