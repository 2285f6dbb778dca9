"""The closed vocabulary: from a sentence's words to a check, and from a check to a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from swarmlab.checks import (
    attempts,
    calls,
    certificates,
    commands,
    copies,
    files,
    keys,
    locks,
    membership,
    networks,
    ports,
    published,
    quorum,
    removal,
    secrets,
    services,
    tokens,
    updates,
    values,
    zones,
)
from swarmlab.checks.fields import FIELDS, BadField, NoSuchNode
from swarmlab.checks.judging import judge
from swarmlab.checks.registry import Sentence, registered, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import parse

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.source import Source
    from swarmlab.checks.verdict import Verdict

__all__ = ["BoundCheck", "Sentence", "SentenceFault", "UnknownNode", "UnknownSentence",
           "bind", "sentence", "sentences"]  # fmt: skip

SUBJECTS = (
    membership, tokens, files, certificates, keys, copies, calls, secrets, values, services,
    updates, zones, ports, published, networks, locks, quorum, removal, attempts, commands,
)  # fmt: skip
"""Importing a subject registers its sentences."""


class SentenceFault(Exception):
    """A sentence that means nothing in this lab.

    Args:
        message: what is wrong, in plain words.
        suggestion: what to write instead; may be empty.
        offset: where in the sentence, counted in characters from 0.
    """

    def __init__(self, message: str, suggestion: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
        self.offset = offset


class UnknownSentence(SentenceFault):
    """No sentence of the vocabulary reads like this, or a word in it means nothing."""


class UnknownNode(SentenceFault):
    """The sentence names a node the lab does not have."""


@dataclass(frozen=True)
class BoundCheck:
    """A sentence with its words given meaning."""

    text: str
    sentence: Sentence
    arguments: Mapping[str, Any]
    nodes: tuple[str, ...]
    """The nodes it names, in order."""

    @property
    def reads(self) -> frozenset[Source]:
        """What it looks at."""
        return self.sentence.reads

    def evaluate(self, scene: Scene) -> Verdict:
        """Judge the scene within 5 s; never raises."""
        return judge(self.sentence, self.arguments, self.nodes, scene)


def sentences() -> Sequence[Sentence]:
    """The whole vocabulary, in the order of the subjects."""
    order = {module.__name__: place for place, module in enumerate(SUBJECTS)}
    return sorted(registered(), key=lambda known: order.get(known.judge.__module__, len(order)))


def bind(text: str, nodes: Sequence[str]) -> BoundCheck:
    """Give a sentence its meaning among the nodes of a lab.

    Raises:
        UnknownNode: it names a node that is not among them.
        UnknownSentence: it is not in the vocabulary.
    """
    words = text.strip()
    for known in sentences():
        found = known.parser.parse(words)
        if found is not None:
            indent = len(text) - len(text.lstrip())
            return _bound(words, known, found, nodes, indent)
    raise UnknownSentence("this sentence is not in the vocabulary", _suggestion(words))


def _bound(
    text: str, known: Sentence, found: parse.Result, nodes: Sequence[str], indent: int
) -> BoundCheck:
    arguments: dict[str, Any] = {}
    for name, kind in known.fields.items():
        try:
            arguments[name] = FIELDS[kind].read(found.named[name], nodes)
        except BadField as bad:
            fault = UnknownNode if isinstance(bad, NoSuchNode) else UnknownSentence
            offset = indent + found.spans[name][0]
            raise fault(bad.message, bad.suggestion, offset) from None
    named = tuple(arguments[name] for name, kind in known.fields.items() if kind == "node")
    return BoundCheck(text, known, arguments, named)


def _suggestion(text: str) -> str:
    """The example nearest to the text, names and quotations set aside."""
    shape = _shape(text[:400])
    near = max(sentences(), key=lambda s: _likeness(shape, _shape(s.example)))
    if _likeness(shape, _shape(near.example)) < 0.5:
        return "`swarmlab checks` prints every sentence there is"
    return f"the nearest sentence is: {near.example}"


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _shape(text: str) -> str:
    """The sentence with its quoted parts, paths and node names made alike."""
    text = re.sub(r"`[^`]*`", "`…`", text.lower())
    text = re.sub(r'"[^"]*"', '"…"', text)
    text = re.sub(r"(?<!\S)/\S+", "/…", text)
    return re.sub(r"\b[a-z]+\d+\b,?", "node", text)
