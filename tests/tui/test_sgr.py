"""A terminal's rows as styled cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from swarmlab.tui.sgr import segments

PLAIN = Style()


def drawn(text: str) -> list[tuple[str, str]]:
    return [(segment.text, str(segment.style)) for segment in segments(text, PLAIN)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("plain", [("plain", "none")]),
        ("\x1b[1mbold\x1b[0m off", [("bold", "bold"), (" off", "none")]),
        ("\x1b[31mred\x1b[39mnot", [("red", "color(1)"), ("not", "none")]),
        ("\x1b[97;44mx", [("x", "color(15) on color(4)")]),
        ("\x1b[38;5;208mx", [("x", "color(208)")]),
        ("\x1b[48;2;1;2;3mx", [("x", "on #010203")]),
        ("\x1b[38:2::1:2:3mx", [("x", "#010203")]),
        ("\x1b[4:3mx\x1b[4:0my", [("x", "underline"), ("y", "none")]),
        ("\x1b[1;7mx\x1b[22my", [("x", "bold reverse"), ("y", "reverse")]),
        ("\x1b[mx", [("x", "none")]),
        ("\x1b[38;5mx", [("x", "none")]),
        ("\x1b[38;5;999mx", [("x", "none")]),
        ("日本", [("日本", "none")]),
    ],
)
def test_sgr_becomes_styles(row: str, expected: list[tuple[str, str]]) -> None:
    assert drawn(row) == expected


@pytest.mark.parametrize(
    "row",
    ["\x1b]52;c;aGk=\x07shown", "\x1b[2Jshown", "\x1b]0;title\x1b\\shown", "\x1bPq\x1b\\shown",
     "\x1b[?1049hshown", "sh\u202eown", "\x07shown", "\x1b(0shown", "\x9b2Jshown"],
)  # fmt: skip
def test_anything_but_sgr_is_dropped(row: str) -> None:
    shown = "".join(text for text, _ in drawn(row))
    assert shown.endswith("shown")
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert "\u202e" not in shown


@given(st.text(alphabet=st.sampled_from("ab[]0;:m?\x1b\x07\\52P38 \x9b\u202e\t")))
def test_no_row_can_drive_the_terminal(row: str) -> None:
    for text, _ in drawn(row):
        assert all(char.isprintable() for char in text), text
