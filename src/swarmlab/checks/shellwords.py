"""A command line taken apart as a shell would, as far as leading words and status need it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

_OPERATORS = "();<>|&\n"
_IN_FRONT = frozenset({"sudo", "time", "command"})
"""Programs that run what follows them, with its status."""
_PIPES = frozenset({"", "|", "|&"})
"""A line joined by these alone has the status of its last command; after ``&&`` or ``;`` status
and output may be another command's."""


class Unreadable(ValueError):
    """Quotes that do not close."""


@dataclass(frozen=True, slots=True)
class Simple:
    """One simple command of a line."""

    words: tuple[str, ...]
    decides: bool
    """Whether the line's status is this command's own."""

    def begins_with(self, words: tuple[str, ...]) -> bool:
        """Whether these are its leading words, each the whole word."""
        return self.words[: len(words)] == words


def split(text: str) -> tuple[str, ...]:
    """Words and operators of a line, quotes removed; operators are tokens of their own.

    Raises:
        Unreadable: quotes do not close.
    """
    flat = _without_substitutions(text.replace("\\\n", ""))
    lexer = shlex.shlex(flat, posix=True, punctuation_chars=_OPERATORS)
    lexer.whitespace = " \t\r"
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return tuple(lexer)
    except ValueError as error:
        raise Unreadable("its quotes do not close") from error


def _without_substitutions(text: str) -> str:
    """The text with every ``$(…)`` that the shell would fill in written ``$_``.

    What runs inside has no part in the leading words, and its status is not the line's.
    """
    kept: list[str] = []
    place = 0
    while place < len(text):
        length = _length_of_next(text, place)
        part = text[place : place + length]
        kept.append("$_" if part.startswith("$(") else part)
        place += length
    return "".join(kept)


def _length_of_next(text: str, place: int) -> int:
    """One character, one that is escaped, a whole 'quotation', or a whole ``$(…)``."""
    if text[place] == "\\":
        return 2
    if text[place] == "'":
        end = text.find("'", place + 1)
        return end + 1 - place if end > 0 else 1
    if text.startswith("$(", place):
        return _closing(text, place + 1) + 1 - place
    return 1


def _closing(text: str, place: int) -> int:
    """Where the bracket that opens here closes; the text's end when it does not."""
    depth = 0
    for at in range(place, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


def is_operator(token: str) -> bool:
    """Whether a token of ``split`` ends or redirects a command."""
    return bool(token) and all(c in _OPERATORS for c in token)


def commands(text: str) -> tuple[Simple, ...]:
    """The simple commands of a line; none when its quotes do not close."""
    try:
        parts = _parts(split(text.strip()))
    except Unreadable:
        return ()
    last = len(parts) - 1
    piped = all(before in _PIPES for before, _ in parts)
    return tuple(Simple(words, piped and i == last) for i, (_, words) in enumerate(parts))


def _parts(tokens: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Each command's words with the operator before it; redirections are left out."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    before, words, skip = "", list[str](), False
    for token in tokens:
        if skip:
            skip = False
        elif is_operator(token) and ("<" in token or ">" in token):
            skip = True
            if words and words[-1].isdigit():
                words.pop()
        elif is_operator(token):
            parts.append((before, _without_front(words)))
            before, words = token, []
        else:
            words.append(token)
    parts.append((before, _without_front(words)))
    return [part for part in parts if part[1] or part[0] not in {"", ";", "\n"}]


def _without_front(words: list[str]) -> tuple[str, ...]:
    rest = list(words)
    while rest and (rest[0] in _IN_FRONT or _is_assignment(rest[0])):
        rest.pop(0)
    comment = next((i for i, word in enumerate(rest) if word.startswith("#")), len(rest))
    return tuple(rest[:comment])


def _is_assignment(word: str) -> bool:
    """``NAME=value``; not ``DOCKER_…``, which turns the command to another engine."""
    name, sign, _ = word.partition("=")
    return bool(sign) and name.isidentifier() and not name.startswith("DOCKER_")
