from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.nodes.shell.screen import safe_row, safe_rows

SGR = re.compile(r"\x1b\[[0-9;:]*m")
pieces = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "\x1b",
            "\x1b[",
            "\x1b]8;;http://x\x1b\\",
            "\x9b31m",
            "\x1b[2J",
            "\x1b[31",
            "\x07",
            "\x0e",
            "\x1b[1;31m",
        ]
    ),
)


@given(st.lists(pieces).map("".join))
def test_nothing_but_text_and_sgr_passes(row: str) -> None:
    rest = SGR.sub("", safe_row(row))
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", rest)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_text_stays_as_it_is(row: str) -> None:
    assert safe_row(row) == row


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b]0;title\x07",
        "\x1b]52;c;c3RvbGVu\x07",
        "\x1b]8;;http://evil/\x1b\\",
        "\x1bPq#0\x1b\\",
        "\x1b[2J",
        "\x1b[6n",
        "\x1b[?1049h",
        "\x1b_x\x1b\\",
        "\x1bc",
        "\x9b2J",
        "\u202e",
    ],
)
def test_what_drives_a_terminal_is_dropped(attack: str) -> None:
    assert safe_row(f"a{attack}b") == "ab"


def test_line_drawing_becomes_unicode() -> None:
    assert safe_row("\x0elq\x1b[1mk\x0f lqk") == "┌─\x1b[1m┐ lqk"


def test_each_row_repeats_the_attributes_it_begins_with() -> None:
    rows = list(safe_rows(["\x1b[1m\x1b[31mred", "still", "\x1b[0mplain\x1b[42m", "on green", ""]))
    assert rows == [
        "\x1b[1m\x1b[31mred",
        "\x1b[1m\x1b[31mstill",
        "\x1b[1m\x1b[31m\x1b[0mplain\x1b[42m",
        "\x1b[42mon green",
        "\x1b[42m",
    ]
