"""``up --for``, ``down --for`` and ``--all``; and which engine is meant, said where it matters."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import StartFailed
from swarmlab.runs.ground import Room

if TYPE_CHECKING:
    from swarmlab.runs.ground import Wanted
    from tests.cli.conftest import Place

GB = 1 << 30


@pytest.fixture
def several(place: Place) -> Place:
    """The lab is up, for three."""
    shown = place.run("up", "small", "--for", "ada,bob", "--for", "cem")
    assert shown.exit_code == 0, shown.output
    return place


def owners(place: Place) -> dict[str, str]:
    runs = json.loads(place.run("status", "--json").stdout)
    return {run["owner"]: run["state"] for run in runs}


def test_a_class_is_up_with_a_line_each(place: Place) -> None:
    shown = place.run("up", "small", "--for", "ada,bob", "--for", "cem")
    assert shown.exit_code == 0, shown.stderr
    assert [line.split()[:2] for line in shown.stdout.splitlines()] == [
        ["ada", "up"], ["bob", "up"], ["cem", "up"],
    ]  # fmt: skip
    assert "3 of 3 are up" in shown.stderr
    assert "swarmlab small --as ada opens one" in shown.stderr
    assert owners(place) == dict.fromkeys(("ada", "bob", "cem"), "kept")


def test_a_class_is_for_programs_too(place: Place) -> None:
    shown = place.run("up", "small", "--for", "ada", "--json")
    (learner,) = json.loads(shown.stdout)
    assert (learner["owner"], learner["state"], learner["is_up"]) == ("ada", "up", True)
    (again,) = json.loads(place.run("up", "small", "--for", "ada", "--json").stdout)
    assert (again["state"], again["run"]) == ("up already", learner["run"])


def test_one_failed_start_is_told_and_the_others_are_up(place: Place) -> None:
    def begin(wanted: Wanted) -> None:
        if wanted.owner == "bob":
            raise StartFailed("dockerd said no\nthe log", place="worker1", next_step="look there")

    place.ground.before_up = begin
    shown = place.run("up", "small", "--for", "ada,bob")
    assert shown.exit_code == 2
    assert "bob  failed  " in " ".join(shown.stdout.split("\n"))
    assert "worker1: dockerd said no\n" in shown.stdout
    assert "1 of 2 is up" in shown.stderr
    assert "next step: look there" in shown.stderr
    assert "swarmlab up small --for 'bob' tries again" in shown.stderr
    assert owners(place)["ada"] == "kept"


def test_ctrl_c_ends_the_queue_in_order(place: Place) -> None:
    def begin(wanted: Wanted) -> None:
        if wanted.owner == "bob":
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    place.ground.before_up = begin
    shown = place.run("up", "small", "--for", "ada,bob,cem", "--at-once", "1")
    assert shown.exit_code == 2
    assert "called off: who is up stays, what is half made is removed" in shown.stderr
    told = {line.split()[0]: line.split()[1] for line in shown.stdout.splitlines()}
    assert (told["ada"], told["cem"]) == ("up", "not")
    assert "--for 'cem' tries again" in shown.stderr or "--for 'bob,cem'" in shown.stderr
    assert signal.getsignal(signal.SIGINT) is before
    assert "cem" not in owners(place)


def test_the_queue_is_told_and_a_size_overrules_it(place: Place) -> None:
    place.ground.machine = Room(2, GB, in_all=GB)
    refused = place.run("up", "small", "--for", "ada")
    assert refused.exit_code == 2
    assert "there is too little memory: 0.5 of 1.0 GB" in refused.stdout
    assert "--per-node SIZE" in refused.stderr
    assert place.run("up", "small", "--for", "ada", "--per-node", "100M").exit_code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("up small --for ada,ada", "ada is named twice"),
        ("up small --for ada,", "name is empty"),
        ("up small --for test-1", "is no learner"),
        ("up small --for ada --as bob", "--as is for one owner"),
        ("up small --per-node 1G", "say --for"),
        ("up small --for ada --per-node lots", "is no size"),
        ("up small --for ada --at-once 0", "at-once"),
        ("up small --for ada --at third", "no chapter third"),
        ("up none --for ada", "none"),
        ("down small --for ada --all", "say one"),
        ("down small --yes", "say --for or --all"),
        ("down small --all --as ada", "--as is for one owner"),
    ],
)
def test_words_that_do_not_fit_begin_nothing(place: Place, words: str, says: str) -> None:
    shown = place.run(*words.split())
    assert shown.exit_code == 2
    assert says in shown.stderr
    assert not place.ground.nodes_of


def test_a_name_that_does_not_show_is_no_owner(place: Place) -> None:
    shown = place.run("up", "small", "--as", "a\x1b[2Jda")
    assert shown.exit_code == 2
    assert "characters that do not show" in shown.stderr
    assert "\x1b" not in shown.stderr


def test_down_for_some_says_who_and_leaves_the_others(several: Place) -> None:
    shown = several.run("down", "small", "--for", "ada,cem,eve")
    assert shown.exit_code == 0, shown.stderr
    assert [line.split() for line in shown.stdout.splitlines()] == [
        ["ada", "removed"], ["cem", "removed"], ["eve", "not", "up"],
    ]  # fmt: skip
    assert "the nodes of 2 runs of small are gone; progress stays" in shown.stderr
    assert owners(several) == {"ada": "down", "bob": "kept", "cem": "down"}


def test_down_for_everybody_asks_first(several: Place) -> None:
    asked = several.run("down", "small", "--all")
    assert asked.exit_code == 2
    assert "nobody is here to ask" in asked.stderr
    assert "kept" in owners(several).values()
    told = several.run("down", "small", "--all", "--yes", "--json")
    assert {one["owner"]: one["state"] for one in json.loads(told.stdout)} == dict.fromkeys(
        ("ada", "bob", "cem"), "removed"
    )
    assert not several.ground.nodes_of
    assert "0 runs" in several.run("down", "small", "--all").stderr


def test_the_engine_is_said_once_where_it_is_another(several: Place) -> None:
    several.ground.elsewhere = "ssh://ada@lab.example, as told"
    for words in ("up small --for dana,eve", "reset --lab small --as ada", "goto second --as bob",
                  "down small --for dana", "down small --as ada"):  # fmt: skip
        shown = several.run(*words.split())
        assert shown.exit_code == 0, (words, shown.stderr)
        assert shown.stderr.count("on ssh://ada@lab.example, as told\n") == 1
        assert "ssh://" not in shown.stdout
    several.ground.elsewhere = ""
    assert "on " not in several.run("down", "small", "--as", "eve").stderr.split("\n")[0][:3]
