"""What was printed against what must be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.expectation import MOST_LINES, match
from swarmlab.deck.model import Expectation, Position
from tests.deck.writing import PATH

if TYPE_CHECKING:
    from swarmlab.deck.expectation import Match

TOKEN = "SWMTKN-1-" + "0" * 25 + "a" * 25 + "-" + "b" * 25
KEY = "SWMKEY-1-" + "Kx/+" * 10 + "abc"
ID = "n4xkp2dqz0q1v7c8s9t0u1w2y"


def expect(*lines: str, contains: bool = False) -> Expectation:
    return Expectation(lines, contains, None, Position(PATH, 1))


def fits(expected: str, printed: str) -> bool:
    return match(expect(*expected.split("\n")), printed).ok


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("a", "a\n"),
        ("a", "\n\na  \r\n\n"),
        ("a  b", "a b"),
        ("a b", "a \t  b"),
        ("  a", " a"),
        ("...", ""),
        ("...\nb", "b"),
        ("a\n...\nd", "a\nb\nc\nd"),
        ("a\n...\nb\n...", "a\nb"),
        ("...\nb\nc", "b\nx\nb\nc"),
        ("a...d", "abcd"),
        ("a...d", "ad"),
        ("a ... d", "a b c d"),
        ("a ... d", "a d"),
        ("a ...", "a"),
        ("a ...", "a b"),
        ("... d", "d"),
        ("...d", "abcd"),
        ("a...b...c", "a-b-b-c-c"),
        ("{{int}}/{{int}}", "3/3"),
        ("took {{int}}s", "took 12s"),
        ("{{ip}}:2377", "10.0.0.1:2377"),
        ("at {{ip}}.", "at 255.10.0.99."),
        ("{{id}} *", f"{ID} *"),
        ("sha256:{{id}}", "sha256:" + "0f" * 32),
        ("{{id}}", "0123456789ab"),
        ("{{token}}", TOKEN),
        ("{{token}}", TOKEN.replace("SWMTKN-1-", "SWMTKN-2-1-")),
        ("'{{key}}'", f"'{KEY}'"),
        ("Up {{age}}", "Up Less than a second"),
        ("Up {{age}}", "Up About a minute"),
        ("Up {{age}}", "Up 2 minutes"),
        ("{{age}}", "3 seconds ago"),
        ("{{age}} ago", "About an hour ago"),
        ("[{{any}}] {{any}}", "[a ] b c"),
        ("{{a:int}} = {{a:int}}", "7 = 7"),
        ("{{a:any}} = {{b:any}}", "x = y = z"),
        ("", ""),
    ],
)
def test_output_as_expected_matches(expected: str, printed: str) -> None:
    assert match(expect(*expected.split("\n")), printed).reason == ""
    assert fits(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("3/3", "0/3"),
        ("3/3", "13/3"),
        ("a", "A"),
        ("a b", "ab"),
        ("a", "a\nb"),
        ("a\nb", "a"),
        ("a\n\nb", "a\nb"),
        ("a", ""),
        ("", "a"),
        ("...\nb\nc", "b\nc\nd"),
        ("a\n...\na", "a"),
        ("a...a", "a"),
        ("a...ab", "aab "[:2]),
        ("web ... 0/3", "web 10/3"),
        ("a ... d", "ab d"),
        ("a ...", "ab"),
        ("... d", "ad"),
        ("{{int}}", "x"),
        ("{{int}}", "3x"),
        ("n={{int}}", "n="),
        ("1{{int}}", "12"),
        ("{{ip}}", "256.1.1.1"),
        ("{{ip}}", "1.2.3.4.5"),
        ("{{id}}", ID + "0"),
        ("{{id}}", "not-an-id"),
        ("{{token}}", TOKEN[:-1]),
        ("{{key}}", KEY + "a"),
        ("Up {{age}}", "Up a while"),
        ("a{{any}}b", "ab"),
        ("{{a:int}} = {{a:int}}", "7 = 8"),
        ("{{a:any}}|{{a:any}}", "x|y"),
        ("{{a:int}}\n{{a:int}}", "1\n2"),
    ],
)
def test_other_output_does_not(expected: str, printed: str) -> None:
    assert not fits(expected, printed)


@pytest.mark.parametrize(
    ("lines", "printed", "ok"),
    [
        (("b",), "a\nb\nc", True),
        (("a", "c"), "a\nb\nc", True),
        (("c", "a"), "a\nb\nc", False),
        (("b",), "abc", False),
        (("...b...",), "abc", True),
        (("a", "a"), "a\nb", False),
        ((), "a", True),
    ],
)
def test_contained_lines_are_whole_and_in_order(
    lines: tuple[str, ...],
    printed: str,
    ok: bool,
) -> None:
    assert match(expect(*lines, contains=True), printed).ok is ok


def test_captures_have_a_name_a_type_and_a_value() -> None:
    found = match(
        expect("...", "join {{worker_token:token}} {{at:ip}}"), f"x\njoin {TOKEN} 1.2.3.4"
    )
    assert found.ok
    assert {name: (c.type, c.value, c.secret) for name, c in found.captures.items()} == {
        "worker_token": ("token", TOKEN, True),
        "at": ("ip", "1.2.3.4", False),
    }


def test_a_secret_capture_does_not_show_itself() -> None:
    assert TOKEN not in repr(match(expect("{{t:token}}"), TOKEN))


def test_a_value_captured_before_must_come_again() -> None:
    expected = expect("...", "id {{a:id}} ...", "...")
    other = ID[::-1]
    printed = f"id {other} x\nid {ID} y"
    assert match(expected, printed).captures["a"].value == other
    assert match(expected, printed, {"a": ID}).captures["a"].value == ID
    assert not match(expected, printed, {"a": "0" * 12}).ok


def test_a_bound_any_is_looked_for_as_it_is() -> None:
    assert match(expect("{{n:any}} b c"), "a b b c", {"n": "a b"}).ok
    assert not match(expect("{{n:any}} b c"), "a x b c", {"n": "a b"}).ok


def reason(*lines: str, printed: str) -> str:
    found: Match = match(expect(*lines), printed)
    assert not found.ok
    assert found.captures == {}
    return found.reason


def test_the_reason_names_the_line_and_what_was_printed() -> None:
    assert reason("a", "b  2", printed="a\nb 3") == "line 2: expected `b 2`, printed `b 3`"
    assert reason("a", "b", printed="a") == "line 2: expected `b`, which was not printed"
    assert reason("a", printed="a\nb") == "nothing more was expected, but it printed `b`"
    said = reason("...", "a", "b", "...", printed="a\nc\na\nd")
    assert said == "line 3: expected `b`, printed `c`"
    assert reason("...", "b", "...", printed="a") == "line 2: expected `b`, which was not printed"


def test_the_reason_is_masked_clean_and_short() -> None:
    said = reason("x", printed=f"{TOKEN} \x1b[31mred \u202e" + "y" * 1000)
    assert TOKEN not in said
    assert "SWMTKN-1-0000…" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) < 300


def test_a_flood_does_not_match_and_says_so() -> None:
    assert "lines were printed" in match(expect("..."), "a\n" * (MOST_LINES + 2)).reason
    assert not fits("a ... b", "a" * (1 << 20))
