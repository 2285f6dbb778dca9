"""Output made from a pattern matches it, and nothing else does by accident."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from swarmlab.deck.expectation import match
from swarmlab.deck.gap import even
from swarmlab.deck.model import Expectation, Position
from tests.deck.writing import PATH

BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE64 = "ABCabc019+/"


def exactly(alphabet: str, size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=size, max_size=size)


VALUES: dict[str, st.SearchStrategy[str]] = {
    "id": st.one_of(exactly(BASE36, 25), exactly("0123456789abcdef", 12)),
    "ip": st.ip_addresses(v=4).map(str),
    "int": st.integers(0, 10**9).map(str),
    "age": st.one_of(
        st.sampled_from(["Less than a second", "About a minute ago", "1 second", "2 weeks ago"]),
        st.integers(2, 59).map(lambda n: f"{n} minutes"),
    ),
    "token": st.builds(lambda a, b: f"SWMTKN-1-{a}-{b}", exactly(BASE36, 50), exactly(BASE36, 25)),
    "key": exactly(BASE64, 43).map(lambda s: f"SWMKEY-1-{s}"),
    "any": st.text("abc 1.-", min_size=1).map(even).filter(str.strip),
}
LITERAL = st.text("abcXYZ:/=[]()*+?\\^$|", min_size=1, max_size=8)
"""Signs of regular expressions, but none that a gap or ``...`` may hold."""


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A line of an expectation with one output of it; pieces are kept apart by blanks."""
    pattern, output = [], []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from([*VALUES, "literal", "..."]))
        if kind == "literal":
            text = draw(LITERAL)
            pattern.append(text)
            output.append(text)
        elif kind == "...":
            pattern.append("x ...")
            output.append(draw(st.sampled_from(["x", "x y", "x y 1"])))
        else:
            pattern.append(f"{{{{{kind}}}}}")
            output.append(draw(VALUES[kind]))
        # A sign that no gap may hold, so that open gaps cannot reach into their neighbours.
        pattern.append("~")
        output.append("~")
    blanks = st.sampled_from([" ", "  ", "\t "])
    return draw(blanks).join(pattern), draw(blanks).join(output)


PAGES = st.lists(written(), min_size=1, max_size=5)


def expectation(lines: list[str], *, contains: bool = False) -> Expectation:
    return Expectation(tuple(lines), contains, None, Position(PATH, 1))


@given(PAGES)
def test_output_made_from_a_pattern_matches_it(page: list[tuple[str, str]]) -> None:
    found = match(expectation([line for line, _ in page]), "\n".join(line for _, line in page))
    assert found.reason == ""
    assert found.ok


@given(PAGES, st.data())
def test_a_changed_literal_does_not_match(page: list[tuple[str, str]], data: st.DataObject) -> None:
    lines = [line for _, line in page]
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = lines[at].replace("~", "#", 1)
    assert not match(expectation([line for line, _ in page]), "\n".join(lines)).ok


@given(PAGES, st.data())
def test_a_missing_or_added_line_does_not_match(
    page: list[tuple[str, str]], data: st.DataObject
) -> None:
    expected = expectation([line for line, _ in page])
    lines = [line for _, line in page]
    at = data.draw(st.integers(0, len(lines) - 1))
    assert not match(expected, "\n".join(lines[:at] + lines[at + 1 :])).ok
    assert not match(expected, "\n".join([*lines[:at], "added", *lines[at:]])).ok


@given(PAGES, st.lists(st.sampled_from(["p", "q r", ""])), st.lists(st.sampled_from(["p", "q"])))
def test_other_lines_may_stand_around_what_is_contained(
    page: list[tuple[str, str]], before: list[str], after: list[str]
) -> None:
    lines = before + [line for _, line in page] + after
    assert match(expectation([line for line, _ in page], contains=True), "\n".join(lines)).ok
    wild = ["...", *(line for line, _ in page), "..."]
    assert match(expectation(wild), "\n".join(lines)).ok


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(expected: str, printed: str) -> None:
    found = match(expectation(expected.split("\n")), printed)
    assert found.ok is not bool(found.reason)


WORD = st.text("ab ", max_size=6).map(lambda word: even(word).strip())


@given(st.lists(WORD, min_size=1, max_size=6), st.text("ab ", max_size=20))
def test_open_gaps_match_like_a_backtracking_pattern(words: list[str], printed: str) -> None:
    """Never going back loses nothing: checked against a search that does go back."""
    import re  # noqa: PLC0415

    line = even(printed).strip()
    pattern = "...".join(words)
    slow = ".*".join(re.escape(word) for word in words)
    if not line or not pattern.strip(" .") or not words[0]:
        return
    assert match(expectation([pattern]), line).ok is bool(re.fullmatch(slow, line))
