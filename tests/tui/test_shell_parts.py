"""The pure parts of a shell's widget: mouse reports, cells, selections, looking back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.tui.cells import cells, cut, places, wraps
from swarmlab.tui.draw.past import past_line
from swarmlab.tui.mouse import LEFT, NONE, RIGHT, WHEEL_UP, MouseAct, mouse_bytes
from swarmlab.tui.past import Past, asking, entered, moved, next_match, resized, searched
from swarmlab.tui.selection import Selection, line_at, selected_text, word_at

PRESS, MOVE, RELEASE = MouseAct.PRESS, MouseAct.MOVE, MouseAct.RELEASE
TOKEN = "docker swarm join --token SWMTKN-1-4qk7 10.0.0.2:2377"
ROWS = [TOKEN[:20], TOKEN[20:40], TOKEN[40:], "", "é 日本 end"]


@pytest.mark.parametrize(
    ("act", "button", "cell", "expected"),
    [
        (PRESS, LEFT, (0, 0), b"\x1b[<0;1;1M"),
        (RELEASE, RIGHT, (9, 4), b"\x1b[<2;10;5m"),
        (MOVE, LEFT, (300, 4), b"\x1b[<32;301;5M"),
        (MOVE, NONE, (1, 1), b"\x1b[<35;2;2M"),
        (PRESS, WHEEL_UP, (1, 1), b"\x1b[<64;2;2M"),
    ],
)
def test_a_report_in_sgr_form(
    act: MouseAct, button: int, cell: tuple[int, int], expected: bytes
) -> None:
    assert mouse_bytes(act, button, cell) == expected


def test_modifiers_come_along() -> None:
    assert mouse_bytes(PRESS, LEFT, (0, 0), alt=True, ctrl=True) == b"\x1b[<24;1;1M"


def test_a_report_in_the_old_form() -> None:
    assert mouse_bytes(PRESS, LEFT, (0, 0), sgr=False) == b"\x1b[M !!"
    assert mouse_bytes(RELEASE, LEFT, (1, 2), sgr=False) == b"\x1b[M#\x22#"
    assert mouse_bytes(PRESS, LEFT, (222, 0), sgr=False) == b"\x1b[M \xff!"
    assert mouse_bytes(PRESS, LEFT, (223, 0), sgr=False) == b""


@given(st.text(st.characters(categories=["L", "N", "P", "Mn"])), st.integers(0, 30))
def test_cut_in_two_nothing_is_lost(text: str, at: int) -> None:
    assert cut(text, 0, at) + cut(text, at, 1000) == "".join(cells(text))


def test_a_wide_character_takes_two_cells() -> None:
    assert cells("a日b") == ["a", "日", "", "b"]
    assert cut("a日b", 3, 4) == "b"
    assert list(places("a日b 日B", "b")) == [(3, 4), (7, 8)]
    assert list(places("aB ab", "aB")) == [(0, 2)]
    assert list(places("abc", "")) == []


def test_a_full_row_goes_on_in_the_next() -> None:
    assert wraps("x" * 20, 20)
    assert wraps("x" * 19 + " ", 20)
    assert not wraps("x" * 18 + "  ", 20)
    assert not wraps("x" * 19, 20)


def test_a_word_is_selected_over_the_end_of_its_row() -> None:
    chosen = word_at(ROWS, (1, 14), 20)
    assert chosen is not None
    assert selected_text(ROWS, chosen, 20) == "SWMTKN-1-4qk7"
    assert word_at(ROWS, (0, 6), 20) is None
    assert word_at(ROWS, (3, 0), 20) is None


def test_a_line_is_all_the_rows_it_was_wrapped_to() -> None:
    assert selected_text(ROWS, line_at(ROWS, 1, 20), 20) == TOKEN
    assert selected_text(ROWS, line_at(ROWS, 4, 20), 20) == "é 日本 end"


def test_a_selection_may_be_made_backwards_and_has_no_blanks_at_line_ends() -> None:
    rows = ["one   ", "two   ", "three "]
    assert selected_text(rows, Selection((2, 1), (0, 1)), 20) == "ne\ntwo\nth"
    assert selected_text(ROWS, Selection((0, 0), (1, 2)), 20, joins=False) == (
        f"{TOKEN[:20].rstrip()}\n{TOKEN[20:23].rstrip()}"
    )


def past(rows: int = 100, height: int = 10) -> Past:
    return Past(tuple(f"\x1b[3{n % 8}mrow {n}\x1b[0m" for n in range(rows)), height)


def test_looking_back_ends_at_the_oldest_row_and_at_now() -> None:
    back = moved(past(), 15)
    assert back is not None
    assert (back.back, back.top) == (15, 75)
    oldest = moved(back, 10_000)
    assert oldest is not None
    assert (oldest.back, oldest.top) == (90, 0)
    assert moved(back, -15) is None
    assert moved(past(rows=5), 3) is None


def test_another_height_keeps_the_last_row_in_view() -> None:
    back = moved(past(), 15)
    assert back is not None
    assert resized(back, 20).top + 20 == back.top + 10
    assert resized(back, 200).back == 1


def test_a_search_begins_at_what_is_in_view_and_goes_round() -> None:
    back = moved(past(), 15)
    assert back is not None
    found = entered(searched(asking(back), "row 1"))
    assert [match[0] for match in found.matches] == [1, *range(10, 20)]
    assert found.matches[found.here] == (19, 0, 5)
    assert found.top <= 19 < found.top + found.height
    older = next_match(found, -1)
    assert older.matches[older.here][0] == 18
    assert next_match(found, 1).here == 0
    assert (found.on_row(19), found.on_row(50)) == ([((19, 0, 5), True)], [])


def test_what_is_nowhere_moves_nothing() -> None:
    back = moved(past(), 15)
    assert back is not None
    found = searched(back, "nothing")
    assert (found.matches, found.back, next_match(found, -1)) == ((), 15, found)
    assert "nothing is nowhere" in past_line(found, 80).plain


@pytest.mark.parametrize("width", [38, 78, 97, 200])
def test_the_line_says_how_far_back_and_keeps_to_its_width(width: int) -> None:
    back = moved(past(), 15)
    assert back is not None
    lines = [past_line(each, width) for each in (back, asking(back), searched(back, "row" * 20))]
    assert all(line.cell_length == width for line in lines)
    assert "Looking back  15 rows up of 90" in past_line(back, 97).plain
    assert "esc" in lines[0].plain
