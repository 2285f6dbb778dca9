"""``up``, ``down``, ``status``, and how a run is chosen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.store import Store

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_up_tells_people_the_progress_and_prints_the_run(place: Place) -> None:
    shown = place.run("up", "small", "--as", "ada")
    assert shown.exit_code == 0
    assert "manager1: app loaded" in shown.stderr
    assert shown.stdout.startswith("small  for ada  kept until ")
    assert "  manager1  running\n  worker1   running\n" in shown.stdout
    assert place.ground.sweepers[-1].watching is False


def test_up_twice_is_refused_with_a_way_out(up: Place) -> None:
    shown = up.run("up", "small", "--as", "ada")
    assert shown.exit_code == 2
    assert "lab small is up already for ada" in shown.stderr
    assert "swarmlab down" in shown.stderr


def test_up_at_a_chapter_replays_what_comes_before(place: Place) -> None:
    shown = place.run("up", "small", "--at", "second")
    assert shown.exit_code == 0, shown.stderr
    assert "going there" in shown.stderr
    assert "at second#rotate" in shown.stdout


def test_up_without_a_lab_lists_them_when_there_are_several(place: Place) -> None:
    shown = place.run("up")
    assert shown.exit_code == 2
    assert "  small\n" in shown.stderr


def test_a_lab_may_be_a_path(place: Place) -> None:
    path = str(place.folder / "labs" / "small.toml")
    assert place.run("up", path).exit_code == 0
    shown = place.run("down", path)
    assert shown.exit_code == 0, shown.stderr


def test_a_failed_start_says_why_and_leaves_nothing(place: Place) -> None:
    place.ground.fails = "worker1: dockerd said no"
    shown = place.run("up", "small")
    assert shown.exit_code == 2
    assert "worker1: dockerd said no" in shown.stderr
    assert not place.ground.nodes_of


def test_the_engine_named_is_the_engine_asked(place: Place) -> None:
    place.run("up", "small", "--engine", "unix:///elsewhere.sock")
    assert place.targets == ["unix:///elsewhere.sock"]


def test_a_node_image_may_be_asked_for_where_a_run_may_start(place: Place) -> None:
    for words in ("up small --image a", "test second --image b", "small --as eve --image c",
                  "--image d --as bob small"):  # fmt: skip
        shown = place.run(*words.split())
        assert shown.exit_code == 0, shown.output
    assert place.images == ["a", "b", "c", "d"]
    assert place.run("down", "--image", "a").exit_code == 2


def test_down_removes_nodes_and_keeps_the_run(up: Place) -> None:
    shown = up.run("down")
    assert shown.exit_code == 0
    assert "progress stays" in shown.stderr
    assert not up.ground.nodes_of
    assert "small  for ada  down" in up.run("status").stdout


def test_down_with_nothing_up_is_exit_code_2(place: Place) -> None:
    shown = place.run("down")
    assert shown.exit_code == 2
    assert "next step: " in shown.stderr


def test_two_runs_that_fit_are_listed(up: Place) -> None:
    assert up.run("up", "small", "--as", "bob").exit_code == 0
    shown = up.run("down")
    assert shown.exit_code == 2
    assert "--lab small --as ada" in shown.stderr
    assert "--lab small --as bob" in shown.stderr
    assert up.run("--as", "bob", "down").exit_code == 0


def test_status_is_for_programs_too(up: Place) -> None:
    (run,) = json.loads(up.run("status", "--json").stdout)
    assert (run["lab"], run["owner"], run["state"], run["held"]) == ("small", "ada", "kept", False)
    assert run["nodes"] == {"manager1": "running", "worker1": "running"}


def test_status_tells_points_and_help(up: Place) -> None:
    up.run("hint")
    up.run("solve")
    shown = up.run("status")
    assert "  0 of 4 points, 1 hint, 1 solution, 0 attempts, 0 min\n" in shown.stdout
    (run,) = json.loads(up.run("status", "--json").stdout)
    assert (run["points"], run["of"], run["hints"], run["solutions"]) == (0, 4, 1, 1)
    assert run["attempts"] == 0
    assert 0 <= run["seconds"] < 60


def test_status_without_runs_is_empty_and_no_error(place: Place) -> None:
    shown = place.run("status")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert json.loads(place.run("status", "--json").stdout) == []


def test_status_says_when_another_program_shows_the_run(up: Place) -> None:
    with Store() as store:
        hold = Hold.take(store, registry.all_runs(store)[0])
        assert "open in another program" in up.run("status").stdout
        hold.end()


def test_a_damaged_progress_file_is_named(up: Place) -> None:
    (up.folder / "state" / "progress.sqlite").write_bytes(b"not a database at all" * 100)
    shown = up.run("status")
    assert "was damaged; it is kept as" in shown.stderr
    assert shown.exit_code == 0
