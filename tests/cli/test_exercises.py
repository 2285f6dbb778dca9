"""``swarmlab test DECK`` does a deck's exercises and says what came of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from swarmlab.cli.exercise_lines import ExerciseLines, wrapped
from swarmlab.deck.model import Position
from swarmlab.deck.remark import read_deck
from swarmlab.runs.exercises.outcome import Done, Outcome
from swarmlab.runs.exercises.plan import plan
from tests.fakes.swarms import WORKER_TOKEN
from tests.runs.exercises.decks import deck, exercise, slide

if TYPE_CHECKING:
    from swarmlab.cli.output import Styled
    from swarmlab.runs.ground import Wanted
    from tests.cli.conftest import Place

INIT = "bash docker swarm init"
FIRST = 6
"""The line of a deck's first action."""


def give(place: Place, *actions: str, name: str = "deck.md") -> None:
    """A deck in one file, whose only slide does these."""
    hidden = "\n".join(f"```{action}```" for action in actions)
    text = f"# A slide\n\n.lab[\n\n<!--\n{hidden}\n-->\n\n]\n"
    (place.folder / name).write_text(text, encoding="utf-8")


def test_a_good_deck_is_exit_code_0_with_a_line_an_action(place: Place) -> None:
    give(place, INIT, "wait initialized", "open http://node1")
    shown = place.run("test", "deck.md")
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    assert lines[0] == "  A slide"
    assert lines[1].startswith("✓ deck.md:6  bash       docker swarm init")
    assert lines[2].startswith("✓ deck.md:7  wait       initialized")
    assert "came" in lines[2]
    assert lines[3].startswith("– deck.md:8  open       http://node1")
    assert lines[4].strip() == "nothing of a deck is opened on this machine"
    assert lines[-1].startswith("deck: 3 actions, none failed, 1 skipped, ")
    assert "3 actions in 1 exercise, on 1 node\n" in shown.stderr
    assert not place.ground.nodes_of


def test_a_fault_is_exit_code_1_with_place_status_and_output(place: Place) -> None:
    give(place, "bash docker node ls")
    report = place.folder / "report.xml"
    shown = place.run("test", "deck.md", "--junit", str(report))
    assert shown.exit_code == 1
    assert "✗ deck.md:6  bash" in shown.stdout
    assert "    deck.md:6:1: exit 1\n    | Error response from daemon" in shown.stdout
    assert shown.stdout.splitlines()[-1].startswith("deck: 1 of 1 action failed, ")
    root = ET.parse(report).getroot()
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    case = root.find(".//testcase")
    assert case is not None
    assert case.get("name") == "deck.md:6 bash docker node ls"
    assert "not a swarm manager" in (case.findtext("failure") or "")


def test_an_unknown_verb_is_an_error_at_its_place_and_the_rest_is_done(place: Place) -> None:
    give(place, INIT, "bsah true", "bash docker node ls")
    shown = place.run("test", "deck.md")
    assert shown.exit_code == 1
    lines = shown.stdout.splitlines()
    assert lines[1].startswith("✓ deck.md:6")
    assert lines[2].startswith("! deck.md:7  bsah")
    assert lines[2].endswith("unknown")
    assert "did you mean bash?" in lines[3]
    assert lines[4].startswith("✓ deck.md:8")
    assert "1 fault; swarmlab lint deck.md shows what" in shown.stderr


def test_a_manifest_is_a_deck_too(place: Place) -> None:
    give(place, INIT, name="one.md")
    give(place, "bash docker node ls", name="two.md")
    manifest = "title: Both\ncontent:\n- one.md\n- - two.md\n"
    (place.folder / "both.yml").write_text(manifest)
    shown = place.run("test", "both.yml")
    assert shown.exit_code == 0, shown.output
    assert "✓ one.md:6" in shown.stdout
    assert "✓ two.md:6" in shown.stdout
    assert shown.stdout.splitlines()[-1].startswith("both: 2 actions, none failed")


def test_blanks_at_the_end_of_keys_are_typed(place: Place) -> None:
    give(place, "keys docker node ", "keys ls", "key Enter", "check")
    shown = place.run("test", "deck.md", "--start", "swarm")
    assert "✓ deck.md:6  keys" in shown.stdout
    (found,) = read_deck(place.folder / "deck.md").deck.chapters  # type: ignore[union-attr]
    assert plan(deck(*found.slides))[0].action.text == "docker node "


def test_programs_get_the_report_on_stdout_and_people_the_lines(place: Place) -> None:
    give(place, INIT, "bash nonsense")
    shown = place.run("test", "deck.md", "--json")
    assert shown.exit_code == 1
    told = json.loads(shown.stdout)
    assert (told["deck"], told["holds"]) == ("deck", False)
    first, second = told["actions"]
    assert (first["outcome"], first["line"], first["is_fault"]) == ("ran", FIRST, False)
    assert (second["outcome"], second["words"]) == ("failed", "exit 127")
    assert "✗ deck.md:7" in shown.stderr


def test_nodes_and_start_are_as_asked_for(place: Place) -> None:
    wanted: list[Wanted] = []
    place.ground.before_up = wanted.append
    give(place, "bash docker node ls")
    shown = place.run("test", "deck.md", "--nodes", "2", "--start", "swarm")
    assert shown.exit_code == 0, shown.output
    assert [node.name for node in wanted[0].nodes] == ["node1", "node2"]
    assert wanted[0].manager == "node1"
    assert "on 2 nodes in a swarm" in shown.stderr


def test_what_is_skipped_is_a_fault_with_strict(place: Place) -> None:
    give(place, "open http://node1")
    assert place.run("test", "deck.md").exit_code == 0
    assert place.run("test", "deck.md", "--strict").exit_code == 1


def test_secrets_and_control_characters_are_not_shown(place: Place) -> None:
    token = WORKER_TOKEN.reveal()
    give(place, f"bash echo {token} \x1b]0;evil\x07")
    for words in ((), ("--json",)):
        shown = place.run("test", "deck.md", "--junit", "report.xml", *words)
        assert "echo" in shown.output
        assert token not in shown.output
        assert "\x1b" not in shown.output
        assert token not in (place.folder / "report.xml").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("deck.md", "other.md"), "a deck is tested alone"),
        (("deck.md", "small"), "a deck is tested alone"),
        (("deck.md", "--walks", "2"), "--walks is for labs"),
        (("small", "--nodes", "2"), "--nodes and --start are for decks"),
        (("--start", "swarm"), "--nodes and --start are for decks"),
        (("deck.md", "--nodes", "99"), "1 to 24 nodes"),
        (("slides/first.md",), "swarmlab's own format"),
    ],
)
def test_words_that_do_not_fit_are_exit_code_2(
    place: Place, words: tuple[str, ...], said: str
) -> None:
    give(place, INIT)
    shown = place.run("test", *words)
    assert shown.exit_code == 2, shown.output
    assert said in " ".join(shown.stderr.split())


def test_what_cannot_run_is_exit_code_2(place: Place) -> None:
    (place.folder / "deck.md").write_text("# A slide\n\nWords.\n")
    assert place.run("test", "deck.md").exit_code == 2
    give(place, INIT)
    place.ground.fails = "node1 did not start"
    shown = place.run("test", "deck.md")
    assert shown.exit_code == 2
    assert "node1 did not start" in shown.stderr


def test_a_deck_that_is_not_there_is_said(place: Place) -> None:
    shown = place.run("test", "nowhere.md")
    assert shown.exit_code == 2
    assert "nowhere.md" in shown.stderr


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


def test_what_is_wrong_stays_below_its_line_and_in_the_terminal(place: Place) -> None:
    give(place, "bash docker node ls")
    shown = place.run("test", "deck.md", env={"COLUMNS": "50"})
    below = shown.stdout.splitlines()[2:-1]
    assert below[0] == "    deck.md:6:1: exit 1"
    assert len(below) > 2
    assert all(line.startswith("    | ") and len(line) <= 50 for line in below[1:])


def test_a_line_without_text_is_kept() -> None:
    assert wrapped("", 40) == [""]
    assert wrapped("x" * 50, 40) == ["x" * 40, "x" * 10]
