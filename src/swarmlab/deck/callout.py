"""Block quotes: plain ones, callouts such as ``> [!NOTE]``, and quizzes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from swarmlab.deck import lists, words
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.lists import RawList
from swarmlab.deck.model import Callout, Quiz, Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.model import Block, CalloutKind, Position
    from swarmlab.deck.reading import Reading

MARK = re.compile(r"\[!(?P<word>[^\]\n]*)\](?P<beside>[^\n]*)(?:\n|$)")
"""The first line of a callout."""


def callout_kind(mark: re.Match[str], position: Position, reading: Reading) -> str | None:
    """The kind a callout's mark names, in lower case; None after reporting another word."""
    kind = mark["word"].upper()
    known = [word.upper() for word in (*words.CALLOUTS, words.QUIZ)]
    if kind not in known:
        near = did_you_mean(kind, known)
        listed = ", ".join(f"[!{word}]" for word in known)
        message = f"`[!{mark['word'][:40]}]` is no callout"
        reading.faults.add("unknown-callout", message, position, near or f"there are {listed}")
        return None
    if mark["beside"].strip():
        message = f"git hosts show no callout when text stands beside `[!{mark['word']}]`"
        reading.faults.add("text-beside-callout", message, position,
                           "begin the text on the next line")  # fmt: skip
    return kind.lower()


def quote_block(
    kind: str | None, inside: Sequence[Block | RawList], position: Position, reading: Reading
) -> Block:
    """The quote, callout or quiz of what stands in a block quote."""
    if kind == words.QUIZ:
        return _quiz(inside, position, reading)
    blocks = _blocks(inside)
    if kind is None:
        return Quote(blocks, position)
    if not blocks:
        reading.faults.add("empty-callout", "this callout says nothing", position)
    return Callout(cast("CalloutKind", kind), blocks, position)


def _quiz(inside: Sequence[Block | RawList], position: Position, reading: Reading) -> Quiz:
    choices = [block for block in inside if isinstance(block, RawList)]
    at = inside.index(choices[0]) if choices else len(inside)
    question, explanation = _blocks(inside[:at]), _blocks(inside[at:])
    if not question or len(choices) != 1:
        message = "a quiz is a question and then one list of answers"
        reading.faults.add("bad-quiz", message, position)
        return Quiz(question, (), position)
    return Quiz(question, lists.answers(choices[0], reading), position, explanation)


def _blocks(inside: Sequence[Block | RawList]) -> tuple[Block, ...]:
    return tuple(block for block in inside if not isinstance(block, RawList))
