"""The order of a deck's actions, and how the end of each command is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.deck.diagnostic import Diagnostic
from swarmlab.deck.model import Group, ListBlock, Position
from swarmlab.runs.exercises.plan import plan, with_unknown
from tests.runs.exercises.decks import PATH, deck, deck_of, exercise, slide


def texts(*slides_of: object) -> list[str]:
    return [one.action.text for one in plan(deck(*slides_of))]  # type: ignore[arg-type]


def test_actions_come_in_the_decks_order_with_the_slide_they_stand_on() -> None:
    first = slide(exercise(("bash", "a"), ("bash", "b")), title="One")
    second = slide(exercise(("bash", "c"), line=40), title="Two")
    planned = plan(deck(first, second))
    assert [(p.action.text, p.exercise, p.slide) for p in planned] == [
        ("a", 1, "One"), ("b", 1, "One"), ("c", 2, "Two"),
    ]  # fmt: skip
    assert {p.chapter for p in planned} == {"only"}


def test_exercises_are_found_inside_groups_and_lists() -> None:
    at = Position(PATH, 1)
    inner = exercise(("bash", "inner"))
    listed = ListBlock(False, 1, ((Group(("small",), (inner,), at),),), at)
    holder = slide()
    found = plan(deck(type(holder)(0, "t", "t", False, (listed,), at)))
    assert [one.action.text for one in found] == ["inner"]


def test_a_slide_that_repeats_the_one_before_it_does_its_exercise_once() -> None:
    same, new = exercise(("bash", "once"), line=10), exercise(("bash", "new"), line=20)
    assert texts(slide(same), slide(same, new), slide(same, new)) == ["once", "new"]


def test_an_exercise_that_comes_again_later_is_done_again() -> None:
    same = exercise(("bash", "again"))
    assert texts(slide(same), slide(), slide(same)) == ["again", "again"]


@pytest.mark.parametrize(
    ("following", "ending"),
    [
        ("wait", "text"), ("longwait", "text"), ("key", "keys"), ("keys", "keys"),
        ("paste", "keys"), ("tmux", "prompt"), ("bash", "prompt"), ("check", "prompt"),
        ("copy", "prompt"), ("open", "prompt"), ("copypaste", "prompt"),
    ],
)  # fmt: skip
def test_what_follows_a_command_decides_how_its_end_is_known(following: str, ending: str) -> None:
    first, second = plan(deck_of(("bash", "x"), (following, "y")))
    assert (first.ending, second.ending) == (ending, "prompt")


def test_keys_on_the_next_slide_end_a_command_of_this_one() -> None:
    first, _ = plan(deck(slide(exercise(("bash", "top"))), slide(exercise(("key", "^C"), line=30))))
    assert first.ending == "keys"


def test_a_deck_without_exercises_has_no_actions() -> None:
    assert plan(deck(slide())) == ()


def unknown(line: int, source: str, path: Path = PATH, code: str = "unknown-verb") -> Diagnostic:
    column = source.index("```") + 1
    return Diagnostic(code, "no directive", Position(path, line, column), source, "did you mean?")


def test_what_the_reader_made_no_action_of_stands_at_its_place() -> None:
    planned = plan(deck_of(("bash", "a"), ("bash", "b")))
    faults = [unknown(12, "  ```bsah ls```"), unknown(99, "```oops```"), unknown(1, "```wat```")]
    merged = with_unknown(planned, faults)
    assert [(one.action.verb, one.action.position.line, bool(one.unknown)) for one in merged] == [
        ("wat", 1, True), ("bash", 11, False), ("bash", 12, False), ("bsah", 12, True),
        ("oops", 99, True),
    ]  # fmt: skip
    assert merged[3].unknown == "no directive; did you mean?"
    assert {one.exercise for one in merged} == {1}


def test_what_is_unknown_in_a_file_without_actions_is_told_too() -> None:
    (only,) = with_unknown((), [unknown(3, "```oops```")])
    assert (only.action.verb, only.unknown != "") == ("oops", True)
    planned = plan(deck_of(("bash", "a")))
    assert [
        one.action.verb for one in with_unknown(planned, [unknown(3, "```oops```", Path("zz.md"))])
    ] == ["bash", "oops"]


def test_other_faults_of_a_deck_are_no_actions() -> None:
    assert with_unknown((), [unknown(3, "```x```", code="unclosed-fence")]) == ()
