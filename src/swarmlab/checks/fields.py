"""The typed fields of sentences: what a word may look like, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

import parse

from swarmlab.checks import readonly, shellwords
from swarmlab.checks.refusal import REASONS
from swarmlab.swarm.rpc import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class BadField(Exception):
    """A word is in the right place and means nothing there."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class NoSuchNode(BadField):
    """The word stands where a node's name belongs, and the lab has no such node."""


@dataclass(frozen=True, slots=True)
class Field:
    """A type of word in a sentence's pattern, ``{name:type}``."""

    name: str
    regex: str
    """Without groups."""
    means: str
    read: Callable[[str, Sequence[str]], Any]
    """From the word and the lab's nodes to the value; raises BadField."""


class Label(NamedTuple):
    """A label as docker's command line writes it; case matters in both parts."""

    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


def nearest(word: str, known: Iterable[str]) -> str:
    """``did you mean X?`` for the nearest known word, or the empty string."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def _node(word: str, nodes: Sequence[str]) -> str:
    if word not in nodes:
        suggestion = nearest(word, nodes) or f"the nodes are {', '.join(nodes)}"
        raise NoSuchNode(f"there is no node {word}", suggestion)
    return word


def _reason(word: str, _nodes: Sequence[str]) -> str:
    if word not in REASONS:
        suggestion = nearest(word, REASONS) or f"the reasons are {', '.join(REASONS)}"
        raise BadField(f"{word} is no reason of a refusal", suggestion)
    return word


def _count(word: str, _nodes: Sequence[str]) -> int:
    number = word.partition(" ")[0]
    return 0 if number == "no" else int(number)


def _lifetime(word: str, _nodes: Sequence[str]) -> int:
    number, _, unit = word.partition(" ")
    return int(number) * (24 * 3600 if unit.startswith("day") else 3600)


def _command(word: str, _nodes: Sequence[str]) -> tuple[str, ...]:
    try:
        words = shellwords.split(word)
    except shellwords.Unreadable as error:
        raise BadField(f"`{word}`: {error}") from error
    if not words or any(shellwords.is_operator(w) for w in words):
        raise BadField(
            f"`{word}` is not one plain command", "write its leading words, without any operator"
        )
    return words


def _look(word: str, _nodes: Sequence[str]) -> tuple[str, ...]:
    try:
        return readonly.parse(word)
    except readonly.NotReadOnly as error:
        suggestion = "`swarmlab checks` lists the commands that only look"
        raise BadField(f"`{word}`: {error}", suggestion) from error


def _path(word: str, _nodes: Sequence[str]) -> str:
    if ".." in word.split("/"):
        raise BadField(f"{word} leads upwards", "write the path without `..`")
    return word


def _label(word: str, _nodes: Sequence[str]) -> Label:
    key, _, value = word.partition("=")
    return Label(key, value)


def _method(word: str, _nodes: Sequence[str]) -> str:
    if word not in METHODS:
        suggestion = nearest(word, METHODS) or f"the calls are {', '.join(METHODS)}"
        raise BadField(f"{word} is no call that only looks", suggestion)
    return word


def _port(word: str, _nodes: Sequence[str]) -> int:
    if int(word) > 65535:
        raise BadField(f"{word} is no port", "a port is a number from 1 to 65535")
    return int(word)


def _as_written(word: str, _nodes: Sequence[str]) -> str:
    return word


_DASHED = r"[A-Za-z0-9](?:[A-Za-z0-9_\-]*[A-Za-z0-9])?"
"""What swarmkit lets a service be called; its DNS name has no dots."""
_DOTTED = r"[A-Za-z0-9](?:[A-Za-z0-9_.\-]*[A-Za-z0-9])?"
"""What secrets, configs and networks may be called."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_./\-]*[A-Za-z0-9])?=[A-Za-z0-9_./:\-]+"

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("node", r"[A-Za-z0-9][A-Za-z0-9_.\-]*", "a node of the lab", _node),
        Field("role", r"manager|worker", "manager or worker", _as_written),
        Field(
            "managers", r"1 manager|(?:[2-9]|[1-9]\d+) managers", "1 manager, 3 managers", _count
        ),
        Field(
            "workers",
            r"no workers|1 worker|(?:[2-9]|[1-9]\d+) workers",
            "no workers, 1 worker, 2 workers",
            _count,
        ),
        Field(
            "lifetime",
            r"1 hour|1 day|(?:[2-9]|[1-9]\d+) (?:hours|days)",
            "1 hour, 12 hours, 90 days",
            _lifetime,
        ),
        Field("count", r"0|[1-9]\d*", "a plain number", _count),
        Field(
            "tasks",
            r"no tasks|1 task|(?:[2-9]|[1-9]\d+) tasks",
            "no tasks, 1 task, 3 tasks",
            _count,
        ),
        Field("service", _DASHED, "the name of a service", _as_written),
        Field("secret", _DOTTED, "the name of a secret", _as_written),
        Field("network", _DOTTED, "the name of a network", _as_written),
        Field(
            "image", r"[a-z0-9](?:[a-z0-9._/:\-]*[a-z0-9])?", "the name of an image", _as_written
        ),
        Field("mode", r"0[0-7]{3}", "a file's rights as four octal digits, 0400", _as_written),
        Field("label", _LABEL, "a label, key=value", _label),
        Field("tried", r"[^`]+", "the leading words of a command", _command),
        Field("look", r"[^`]+", "a command that only looks", _look),
        Field("reason", r"[a-z][a-z0-9\-]*", "why it is refused", _reason),
        Field("path", r"/\S+", "an absolute path on the node", _path),
        Field("method", r"[A-Z]\w*/[A-Z]\w*", "a call of a manager's port", _method),
        Field("port", r"[1-9]\d*", "a TCP port", _port),
        Field("text", r'[^"]+', "words as they are printed", _as_written),
    )
}


def compiled(pattern: str) -> parse.Parser:
    """The pattern for the ``parse`` library, with these fields; case matters."""
    types = {name: _converter(field.regex) for name, field in FIELDS.items()}
    return parse.compile(pattern, types, case_sensitive=True)


def _converter(regex: str) -> Callable[[str], str]:
    """A converter that keeps the word as it is; ``parse`` hangs the pattern on the function."""

    def keep(word: str) -> str:
        return word

    converter: Callable[[str], str] = parse.with_pattern(regex)(keep)
    return converter
