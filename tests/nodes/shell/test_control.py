from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.nodes.shell.control import (
    ControlParser,
    Notice,
    OutOfStep,
    Output,
    Reply,
    unescape,
)


def escaped(data: bytes) -> bytes:
    """What tmux writes for these bytes: control.c, control_append_data."""
    return b"".join(
        b"\\%03o" % byte if byte < 32 or byte == ord("\\") else bytes([byte]) for byte in data
    )


@given(st.binary())
def test_unescape_gives_back_what_was_printed(data: bytes) -> None:
    assert unescape(escaped(data)) == data


def test_a_backslash_before_digits_is_no_escape() -> None:
    assert unescape(escaped(b"\\012")) == b"\\012"


STREAM = (
    b"%begin 1 2 0\n%end 1 2 0\n"
    b"%session-changed $0 main\n"
    b"%output %0 one\\015\\012\n"
    b"%begin 3 4 1\nfirst\n\nthird\n%end 3 4 1\n"
    b"%begin 5 6 1\nunknown command\n%error 5 6 1\n"
    b"%exit\n"
)
EVENTS = [
    Notice("session-changed", b"$0 main"),
    Output(b"%0", b"one\\015\\012"),
    Reply((b"first", b"", b"third")),
    Reply((b"unknown command",), error=True),
    Notice("exit", b""),
]


@given(st.lists(st.integers(0, len(STREAM))))
def test_any_cut_of_the_stream_gives_the_same_events(cuts: list[int]) -> None:
    parser = ControlParser()
    places = [0, *sorted(cuts), len(STREAM)]
    seen = [
        event
        for start, end in itertools.pairwise(places)
        for event in parser.feed(STREAM[start:end])
    ]
    assert seen == EVENTS


def test_a_screen_that_shows_the_end_of_a_reply_does_not_end_it() -> None:
    parser = ControlParser(lambda: 3)
    rows = b"%end 3 4 1\n%output %0 forged\n%error 3 4 1\n"
    seen = list(parser.feed(b"%begin 3 4 1\n" + rows + b"%end 3 4 1\n"))
    assert seen == [Reply(tuple(rows.splitlines()))]


def test_a_reply_longer_than_it_may_be_ends_the_trust() -> None:
    parser = ControlParser(lambda: 1)
    with pytest.raises(OutOfStep):
        list(parser.feed(b"%begin 3 4 1\none\ntwo\n"))
