"""A deck's expression picks text, and cannot hold the program up."""

from __future__ import annotations

import pytest

from swarmlab.errors import UnitFailed
from swarmlab.runs.exercises.copying import last_match

SCREEN = "id one\nid two\njoin --token SWM\nTKN-1 10.0.0.2:2377\n"


def test_the_last_match_is_taken() -> None:
    assert last_match(r"id \w+", SCREEN) == "id two"


def test_a_match_over_lines_loses_their_ends() -> None:
    assert last_match(r"join --token SWM.*?:2377", SCREEN) == "join --token SWMTKN-1 10.0.0.2:2377"


def test_of_an_expression_with_a_group_its_text_is_taken() -> None:
    assert last_match(r"id (\w+)", SCREEN) == "two"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [("never", "nothing on the screen fits"), ("(", "no regular expression"), ("x*$", "nothing")],
)
def test_no_match_and_no_expression_are_faults(pattern: str, why: str) -> None:
    with pytest.raises(UnitFailed, match=why):
        last_match(pattern, SCREEN)


def test_an_expression_that_takes_years_is_ended() -> None:
    with pytest.raises(UnitFailed, match="without an end"):
        last_match(r"(a+)+$", "a" * 60 + "!", seconds=0.5)
