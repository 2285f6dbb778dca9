from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from swarmlab.nodes.shell.marks import Mark, MarkScanner

NONCE = "0123abcd"
OTHER = b"\\033]133;C;another;x\\007"
TEXT = b"$'    1  \\134001echo a\\134n    2  \\134001for i in 1\\134ndo :\\134ndone\\134n'"
STREAM = (
    b"before\\033]13"
    b"\\033]133;C;0123abcd;0;" + TEXT + b"\\007out\\015\\012" + OTHER + b"\\033]133;D"
    b"\\033]133;D;0123abcd;7;2;" + TEXT + b"\\007"
    b"\\033]133;B;0123abcd;7;{ hook; } 2>/dev/null\\007$ "
)


def scan(*pieces: bytes) -> list[Mark | bytes]:
    """The items, with neighbouring output joined."""
    scanner = MarkScanner(NONCE)
    items: list[Mark | bytes] = []
    for piece in pieces:
        for item in scanner.feed(piece):
            if isinstance(item, bytes) and items and isinstance(items[-1], bytes):
                items[-1] += item
            else:
                items.append(item)
    return items


def test_marks_are_found_between_what_was_printed() -> None:
    before, began, output, ended, prompt, after = scan(STREAM)
    assert before == b"before\\033]13"
    assert isinstance(began, Mark)
    assert (began.kind, began.status) == ("C", 0)
    assert began.entries == ("echo a", "for i in 1\ndo :\ndone")
    assert output == b"out\\015\\012" + OTHER + b"\\033]133;D"
    assert isinstance(ended, Mark)
    assert (ended.kind, ended.status, ended.count) == ("D", 7, 2)
    assert isinstance(prompt, Mark)
    assert (prompt.kind, prompt.status) == ("B", 7)
    assert after == b"$ "


@given(st.lists(st.integers(0, len(STREAM))))
def test_any_cut_of_the_stream_gives_the_same_items(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[a:b] for a, b in itertools.pairwise(places)]
    assert scan(*pieces) == scan(STREAM)


@given(st.binary(max_size=200))
def test_nobody_without_the_nonce_makes_a_mark(noise: bytes) -> None:
    printed = b"\\033]133;D;" + noise.replace(b"0123abcd", b"") + b";0;0;''\\007"
    items = scan(printed, b"end of it" * 20)
    assert not any(isinstance(item, Mark) for item in items)


def test_a_mark_that_never_ends_holds_back_no_more_than_its_limit() -> None:
    scanner = MarkScanner(NONCE)
    begun = b"\\033]133;C;0123abcd;0;"
    assert list(scanner.feed(begun)) == []
    passed = list(scanner.feed(b"x" * (5 << 20)))
    assert passed == [begun + b"x" * (5 << 20)]
