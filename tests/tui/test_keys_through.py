"""What a learner's terminal sends for a key is what the program in the node gets."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from swarmlab.tui.alt_keys import let_alt_through
from swarmlab.tui.keys import key_bytes
from swarmlab.tui.widgets.shell_view import GUIDE_KEY

CONTROLS = [bytes([code]) for code in range(0x20) if code not in {0x07, 0x1B}]
ALTS = [b"\x1b" + key for key in (
    *(letter.encode() for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN0123456789.,-=<>_/:"),
    b"\x7f", b"\r", b" ", b"\x03", b"\x05",
)]  # fmt: skip
FUNCTIONS = [b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS",
             *(b"\x1b[%d~" % code for code in (15, 17, 18, 19, 20, 21, 23, 24))]  # fmt: skip
CURSORS = [b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[2~", b"\x1b[3~", b"\x1b[5~",
           b"\x1b[6~", b"\x1b[Z", b"\x1b[1;5A", b"\x1b[1;5C", b"\x1b[1;2D", b"\x1b[1;3B",
           b"\x1b[3;5~"]  # fmt: skip


def keys_of(sent: bytes) -> list[events.Key]:
    """The keys as Textual reads them from a terminal."""
    let_alt_through()
    parser = XTermParser()
    found = [*parser.feed(sent.decode()), *parser.feed("")]
    return [event for event in found if isinstance(event, events.Key)]


@pytest.mark.parametrize("sent", [*CONTROLS, b"\x7f", *ALTS, *FUNCTIONS, *CURSORS])
def test_the_node_gets_what_the_terminal_sent(sent: bytes) -> None:
    (key,) = keys_of(sent)
    assert key_bytes(key.key, key.character) == sent


@pytest.mark.parametrize("letter", "ABCD")
def test_arrows_take_the_form_that_the_program_asked_for(letter: str) -> None:
    for sent in (f"\x1b[{letter}", f"\x1bO{letter}"):
        (key,) = keys_of(sent.encode())
        assert key_bytes(key.key, key.character, application=True) == f"\x1bO{letter}".encode()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(b"\x1b[H", b"\x1b[1~"), (b"\x1bOH", b"\x1b[1~"), (b"\x1b[1~", b"\x1b[1~"),
     (b"\x1b[F", b"\x1b[4~"), (b"\x1b[4~", b"\x1b[4~")],
)  # fmt: skip
def test_home_and_end_are_those_of_the_nodes_terminal(sent: bytes, expected: bytes) -> None:
    (key,) = keys_of(sent)
    assert key_bytes(key.key, key.character) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(b"\x1b[105;5u", b"\t"), (b"\x1b[109;5u", b"\r"), (b"\x1b[97;5u", b"\x01"),
     (b"\x1b[98;3u", b"\x1bb"), (b"\x1b[27u", b"\x1b"), (b"\x1b[98;4u", b"\x1bB"),
     (b"\x1b[46;3u", b"\x1b."), (b"\x1b[47;5u", b"\x1f"), (b"\x1b[51;5u", b"\x1b"),
     (b"\x1b[127;3u", b"\x1b\x7f"), (b"\x1b[32;3u", b"\x1b "), (b"\x1b[91;5u", b"\x1b")],
)  # fmt: skip
def test_keys_of_kittys_protocol_are_the_plain_ones(sent: bytes, expected: bytes) -> None:
    (key,) = keys_of(sent)
    assert key_bytes(key.key, key.character) == expected


def test_escape_and_what_is_typed_right_after_it_both_arrive() -> None:
    keys = keys_of(b"\x1b:wq\r")
    assert b"".join(key_bytes(key.key, key.character) for key in keys) == b"\x1b:wq\r"


def test_the_guide_key_is_the_one_control_key_that_stays() -> None:
    (key,) = keys_of(b"\x07")
    assert key.key == GUIDE_KEY
    assert [key.key for key in keys_of(b"\x1b\x07")] == ["escape", GUIDE_KEY]
