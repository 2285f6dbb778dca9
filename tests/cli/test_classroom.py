"""``swarmlab class``, ``results`` and ``hand``, on nodes that are acted out."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.runs import registry
from swarmlab.runs.classroom import board
from swarmlab.runs.store import Store

if TYPE_CHECKING:
    from tests.cli.conftest import Place


@pytest.fixture
def both(up: Place) -> Place:
    """The lab is up, for ada and bob."""
    shown = up.run("up", "small", "--as", "bob")
    assert shown.exit_code == 0, shown.output
    return up


def told(place: Place, *words: str, code: int = 0) -> Any:
    shown = place.run(*words, "--json")
    assert shown.exit_code == code, shown.output
    return json.loads(shown.stdout)


def run_of(store: Store, owner: str) -> str:
    found = registry.find_run(store, "small", owner)
    assert found is not None
    return found.id


def test_status_shows_everybody(both: Place) -> None:
    both.run("solve", "--as", "bob")
    shown = both.run("class", "status")
    assert shown.exit_code == 0
    head, ada, bob = shown.stdout.splitlines()
    assert head.split()[:3] == ["learner", "standing", "at"]
    assert ada.split()[:4] == ["ada", "away", "first#make-it", "0/4"]
    assert bob.split()[:4] == ["bob", "away", "first#make-it", "1/4"]
    found = told(both, "class", "status")
    assert [one["owner"] for one in found["learners"]] == ["ada", "bob"]
    assert found["learners"][1]["cells"]["first#make-it"]["state"] == "done"


def test_a_message_for_one_or_all(both: Place) -> None:
    shown = both.run("class", "say", "--for", "bob", "Look", "here")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("done  bob  the message is shown when the lab is opened")
    assert len(told(both, "class", "say", "--all", "Break")) == 2
    with Store() as store:
        assert [m.text for m in board.unread(store, run_of(store, "bob"))] == [
            "Look here", "Break",
        ]  # fmt: skip
        assert [m.text for m in board.unread(store, run_of(store, "ada"))] == ["Break"]


@pytest.mark.parametrize("words", [("say", "hi"), ("hint",), ("reset",), ("extend", "5")])
def test_for_whom_must_be_said(both: Place, words: tuple[str, ...]) -> None:
    shown = both.run("class", *words)
    assert shown.exit_code == 2
    assert "--for NAME" in shown.stderr
    assert both.run("class", *words, "--for", "cyd").exit_code == 2
    assert both.run("class", *words, "--all", "--for", "ada").exit_code == 2


def test_a_hint_is_counted(both: Place) -> None:
    (acted,) = told(both, "class", "hint", "--for", "ada")
    assert (acted["done"], acted["words"]) == (True, "hint 1 of 1 of first#make-it")
    shown = both.run("class", "hint", "--all")
    assert shown.exit_code == 2
    assert "not   ada  every hint of this step was shown" in shown.stdout
    assert "done  bob" in shown.stdout
    assert told(both, "status")[0]["hints"] == 1


def test_a_reset_of_one_asks_nothing_and_leaves_the_other(both: Place) -> None:
    both.run("solve", "--as", "ada")
    both.run("solve", "--as", "bob")
    (acted,) = told(both, "class", "reset", "--for", "ada")
    assert acted["done"], acted
    done = {line["owner"]: line["steps_done"] for line in told(both, "status")}
    assert done == {"ada": 0, "bob": 1}


def test_a_reset_of_several_wants_a_yes(both: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = both.run("class", "reset", "--all")
    assert shown.exit_code == 2
    assert "--yes" in shown.stderr
    assert both.run("class", "reset", "--progress", "--for", "ada").exit_code == 2
    monkeypatch.setattr("swarmlab.cli.class_helping._somebody_is_here", lambda: True)
    refused = both.run("class", "reset", "--all", input="y\n")
    assert refused.exit_code != 0
    assert "2 learners" in refused.stderr
    agreed = both.run("class", "reset", "--all", input="2\n")
    assert agreed.exit_code == 0, agreed.output
    assert agreed.stdout.count("done  ") == 2
    assert len(told(both, "class", "reset", "--all", "--yes", "--node", "worker1")) == 2
    shown = both.run("class", "reset", "--all", "--node", "worker1", "--chapter")
    assert shown.exit_code == 2


def test_progress_is_dropped_on_request(both: Place) -> None:
    both.run("solve", "--as", "ada")
    (acted,) = told(both, "class", "reset", "--progress", "--yes", "--for", "ada")
    assert "all progress dropped" in acted["words"]
    assert told(both, "status", "--as", "ada")[0]["solutions"] == 0


def test_learners_are_brought_to_a_step(both: Place) -> None:
    acted = told(both, "class", "goto", "first#join-it", "--all")
    assert [one["done"] for one in acted] == [True, True]
    assert all(one["words"].startswith("goto first#join-it, proved in ") for one in acted)
    assert told(both, "status", "--as", "bob")[0]["step"] == "first#join-it"
    wrong = both.run("class", "goto", "first#join-its", "--all")
    assert "did you mean" in wrong.stderr


def test_time_is_added(both: Place) -> None:
    before = told(both, "status", "--as", "ada")[0]["expires"]
    assert both.run("class", "extend", "30", "--for", "ada").exit_code == 0
    assert told(both, "status", "--as", "ada")[0]["expires"] == before + 1800
    assert both.run("class", "extend", "0", "--for", "ada").exit_code == 2


def test_the_class_is_paused_and_goes_on(both: Place) -> None:
    assert told(both, "class", "pause", "Look", "here")["paused"] == "Look here"
    assert "paused: Look here" in both.run("class", "status").stdout
    assert told(both, "class", "resume")["paused"] is None


def test_a_chapter_is_locked_and_released(place: Place) -> None:
    # Before the class begins, too.
    assert told(place, "class", "lock", "second", "--lab", "small")["locked"] == ["second"]
    assert place.run("up", "small", "--as", "ada").exit_code == 0
    assert "locked: second" in place.run("class", "status").stdout
    wrong = place.run("class", "lock", "secnd")
    assert (wrong.exit_code, "did you mean second?" in wrong.stderr) == (2, True)
    assert told(place, "class", "release", "second")["locked"] == []


def test_a_hand_is_raised_seen_and_lowered(both: Place) -> None:
    assert both.run("hand", "--as", "bob", "why", "two?").exit_code == 0
    assert both.run("hand").exit_code == 2  # whose?
    (up,) = told(both, "class", "hands")
    assert (up["owner"], up["question"]) == ("bob", "why two?")
    shown = both.run("class", "hands").stdout
    assert "bob" in shown
    assert "why two?" in shown
    assert both.run("class", "status").stdout.splitlines()[1].startswith("bob")
    assert "hand is down" in both.run("class", "hands", "--lower", "--for", "bob").stdout
    assert "no hand is up" in both.run("class", "hands").stderr
    both.run("hand", "--as", "ada")
    assert "your hand is down" in both.run("hand", "--as", "ada", "--down").stderr
    assert "was not up" in both.run("hand", "--as", "ada", "--down").stderr
    assert both.run("hand", "--as", "ada", "--down", "why?").exit_code == 2


def test_a_question_only_ever_prints(both: Place) -> None:
    both.run("hand", "--as", "bob", "\x1b]0;owned\x07\x1b[31mred\u202e")
    for words in (("class", "hands"), ("class", "status"), ("class", "hands", "--json")):
        shown = both.run(*words)
        assert "red" in shown.stdout
        assert "\x1b" not in shown.stdout
        assert "\u202e" not in shown.stdout
        assert "owned" not in shown.stdout


def test_results_for_a_spreadsheet_and_for_a_program(both: Place) -> None:
    both.run("solve", "--as", "ada")
    rows = list(csv.DictReader(io.StringIO(both.run("results").stdout)))
    assert len(rows) == 8
    assert (rows[0]["learner"], rows[0]["state"], rows[0]["solutions"]) == ("ada", "done", "1")
    found = json.loads(both.run("results", "small", "--format", "json").stdout)
    assert found[0]["step"] == "first#make-it"
    shown = both.run("results", "--out", "class.csv")
    assert "2 learners: class.csv" in shown.stderr
    assert (both.folder / "class.csv").read_text(encoding="utf-8").startswith("lab,learner,")


def test_two_labs_must_be_told_apart(both: Place) -> None:
    with Store() as store:
        registry.make_run(store, "other", "ada", "/x")
    for words in (("class", "status"), ("results",), ("class", "pause")):
        shown = both.run(*words)
        assert shown.exit_code == 2
        assert "--lab other" in shown.stderr
        assert both.run(*words, "--lab", "small").exit_code == 0
