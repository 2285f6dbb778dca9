"""What may be an owner's name, and a class's list of them."""

from __future__ import annotations

import pytest

from swarmlab.errors import UsageError
from swarmlab.runs.owners import LONGEST, checked, several


@pytest.mark.parametrize("name", ["ada", "Ada Lovelace", "jürgen", "a" * LONGEST, "uid-1000", "愛"])
def test_a_name_that_can_be_seen_is_one(name: str) -> None:
    assert checked(name) == name


@pytest.mark.parametrize(
    "name", ["", "  ", "ada\n", "a\tb", "\x1b[31mada", "ada\u202e", " ada", "a" * (LONGEST + 1)]
)
def test_what_does_not_show_is_no_name(name: str) -> None:
    with pytest.raises(UsageError) as fault:
        checked(name)
    assert str(fault.value).isprintable()
    assert fault.value.next_step


def test_names_come_one_by_one_or_with_commas() -> None:
    assert several(["ada,bob", "cem", "dana, eve"]) == ("ada", "bob", "cem", "dana", "eve")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ada,bob,ada"], "ada is named twice"),
        (["ada", "ada"], "ada is named twice"),
        (["ada,,bob"], "is empty"),
        (["ada,"], "is empty"),
        (["test-4f"], "is no learner"),
    ],
)
def test_a_list_with_a_slip_is_refused_as_a_whole(words: list[str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        several(words)
