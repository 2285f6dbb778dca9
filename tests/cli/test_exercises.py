"""``swarmlab test DECK`` does a deck's exercises and says what came of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from swarmlab.cli import exercises
from swarmlab.cli.exercise_lines import ExerciseLines
from swarmlab.deck.model import Position
from swarmlab.runs.exercises.outcome import Done, Outcome
from swarmlab.runs.exercises.plan import plan
from tests.fakes.swarms import WORKER_TOKEN
from tests.runs.exercises.decks import deck, deck_of, exercise, slide

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.cli.output import Styled
    from swarmlab.deck.deck import Deck
    from swarmlab.runs.ground import Wanted
    from tests.cli.conftest import Place
    from tests.runs.exercises.decks import Said

INIT = ("bash", "docker swarm init")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What the reader makes of ``deck.md``."""

    def give(*said: Said, whole: Deck | None = None) -> None:
        monkeypatch.setattr(exercises, "_read", lambda _: whole or deck_of(*said))

    return give


def test_a_good_deck_is_exit_code_0_with_a_line_an_action(
    place: Place, given: Callable[..., None]
) -> None:
    given(INIT, ("wait", "initialized"), ("open", "http://node1"))
    shown = place.run("test", "deck.md")
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    assert lines[0] == "  A slide"
    assert lines[1].startswith("✓ deck.md:11  bash       docker swarm init")
    assert lines[2].startswith("✓ deck.md:12  wait       initialized")
    assert "came" in lines[2]
    assert lines[3].startswith("– deck.md:13  open       http://node1")
    assert lines[4].strip() == "nothing of a deck is opened on this machine"
    assert lines[-1].startswith("deck: 3 actions, none fails, 1 skipped, ")
    assert "3 actions in 1 exercises, on 1 node\n" in shown.stderr
    assert not place.ground.nodes_of


def test_a_fault_is_exit_code_1_with_place_status_and_output(
    place: Place, given: Callable[..., None]
) -> None:
    given(("bash", "docker node ls"), ("bsah", "true"))
    report = place.folder / "report.xml"
    shown = place.run("test", "deck.md", "--junit", str(report))
    assert shown.exit_code == 1
    assert "✗ deck.md:11  bash" in shown.stdout
    assert "    deck.md:11:1: exit 1\n    | Error response from daemon" in shown.stdout
    assert "! deck.md:12  bsah" in shown.stdout
    assert "did you mean bash?" in shown.stdout
    assert shown.stdout.splitlines()[-1].startswith("deck: 2 of 2 actions fail, ")
    root = ET.parse(report).getroot()
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    case = root.find(".//testcase")
    assert case is not None
    assert (case.get("classname"), case.get("name")) == (
        "only#A slide", "deck.md:11 bash docker node ls",
    )  # fmt: skip
    assert "not a swarm manager" in (case.findtext("failure") or "")


def test_programs_get_the_report_on_stdout_and_people_the_lines(
    place: Place, given: Callable[..., None]
) -> None:
    given(INIT, ("bash", "nonsense"))
    shown = place.run("test", "deck.md", "--json")
    assert shown.exit_code == 1
    told = json.loads(shown.stdout)
    assert (told["deck"], told["holds"]) == ("deck", False)
    first, second = told["actions"]
    assert (first["outcome"], first["line"], first["is_fault"]) == ("ran", 11, False)
    assert (second["outcome"], second["words"]) == ("failed", "exit 127")
    assert "✗ deck.md:12" in shown.stderr


def test_nodes_and_start_are_as_asked_for(place: Place, given: Callable[..., None]) -> None:
    wanted: list[Wanted] = []
    place.ground.before_up = wanted.append
    given(("bash", "docker node ls"))
    shown = place.run("test", "deck.yml", "--nodes", "2", "--start", "swarm")
    assert shown.exit_code == 0, shown.output
    assert [node.name for node in wanted[0].nodes] == ["node1", "node2"]
    assert wanted[0].manager == "node1"
    assert "on 2 nodes in a swarm" in shown.stderr


def test_what_is_skipped_is_a_fault_with_strict(place: Place, given: Callable[..., None]) -> None:
    given(("open", "http://node1"))
    assert place.run("test", "deck.md").exit_code == 0
    assert place.run("test", "deck.md", "--strict").exit_code == 1


def test_secrets_and_control_characters_are_not_shown(
    place: Place, given: Callable[..., None]
) -> None:
    token = WORKER_TOKEN.reveal()
    given(("bash", f"echo {token} \x1b]0;evil\x07"), whole=None)
    shown = place.run("test", "deck.md", "--json")
    assert token not in shown.output
    assert "\x1b" not in shown.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("deck.md", "other.md"), "a deck is tested alone"),
        (("deck.md", "small"), "a deck is tested alone"),
        (("deck.md", "--walks", "2"), "--walks is for labs"),
        (("small", "--nodes", "2"), "--nodes and --start are for decks"),
        (("--start", "swarm"), "--nodes and --start are for decks"),
        (("deck.md", "--nodes", "99"), "1 to 24 nodes"),
    ],
)
def test_words_that_do_not_fit_are_exit_code_2(
    place: Place, given: Callable[..., None], words: tuple[str, ...], said: str
) -> None:
    given(INIT)
    shown = place.run("test", *words)
    assert shown.exit_code == 2, shown.output
    assert said in shown.stderr


def test_what_cannot_run_is_exit_code_2(place: Place, given: Callable[..., None]) -> None:
    given(whole=deck(slide()))
    assert place.run("test", "deck.md").exit_code == 2
    given(INIT)
    place.ground.fails = "node1 did not start"
    shown = place.run("test", "deck.md")
    assert shown.exit_code == 2
    assert "node1 did not start" in shown.stderr


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_a_line_fits_its_terminal(columns: int) -> None:
    at = Position(Path("a-rather-long-name-of-a-file.md"), 1234)
    longs = exercise(("bash", "docker service create --name web " + "字" * 40 + "\nmore"))
    action = longs.actions[0]
    moved = type(action)(action.verb, action.text, at)
    (planned,) = plan(deck(slide(type(longs)((), (moved,), at))))
    written: list[str] = []

    def write(*parts: str | Styled) -> None:
        written.append("".join(p if isinstance(p, str) else p.text for p in parts))

    ExerciseLines([planned], write, columns)(Done(planned, Outcome("came", seconds=12.34)))
    from rich.cells import cell_len  # noqa: PLC0415 - beside its use

    assert cell_len(written[-1]) == columns
    assert written[-1].endswith("came after 12.3 s")
    assert "1234" in written[-1]
