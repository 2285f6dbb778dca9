"""The order of a deck's actions, and how the end of each command is known."""

from __future__ import annotations

import pytest

from swarmlab.deck.model import Group, ListBlock, Position
from swarmlab.runs.exercises.plan import plan
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
        ("paste", "keys"), ("tmux", "keys"), ("bash", "prompt"), ("check", "prompt"),
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
