"""Names of owners: what may be one, and a list of them as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.errors import UsageError
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 64
TEST_OWNER = "test-"
"""Owners of runs that only prove a lab; nothing of them is worth keeping."""


def checked(name: str) -> str:
    """The name itself, where it can be one: it is shown on screens and stored in labels.

    Raises:
        UsageError: it cannot; the message says why.
    """
    if not name.strip():
        raise UsageError("an owner's name is empty", next_step="give it letters")
    shown = clean(name, keep_newlines=False)
    if shown != name or not name.isprintable() or name.strip() != name:
        raise UsageError(
            f"the owner's name {shown!r} holds characters that do not show, or blanks at an end",
            next_step="leave them out",
        )
    if len(name) > LONGEST:
        raise UsageError(
            f"the owner's name {shown[:20]}… is longer than {LONGEST} characters",
            next_step="shorten it",
        )
    return name


def several(words: Iterable[str]) -> tuple[str, ...]:
    """The names of a class, each word one or more with commas between them.

    Raises:
        UsageError: one cannot be a name, or stands there twice.
    """
    names: list[str] = []
    for word in words:
        for part in word.split(","):
            name = checked(part.strip())
            if name in names:
                raise UsageError(
                    f"{name} is named twice", next_step="each learner has one run: name each once"
                )
            if name.startswith(TEST_OWNER):
                raise UsageError(
                    f"{name} is no learner: runs of {TEST_OWNER}… are proofs, and are cleared away",
                    next_step="choose another name",
                )
            names.append(name)
    return tuple(names)
