"""What units captured: kept on the nodes' tmpfs as shell variables, masked everywhere else."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.deck.expectation import Capture
from swarmlab.deck.gap import named_gaps
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swarmlab.runs.model import BoundChapter
    from swarmlab.swarm.command import FinishedCommand

_SHORTEST = 6
"""A shorter secret would mask half the text it happens to occur in."""


def restored(chapters: Iterable[BoundChapter], published: Mapping[str, str]) -> Iterator[Capture]:
    """What the nodes of a kept run still have of what these chapters' units captured.

    Args:
        chapters: those whose units led to where the nodes are.
        published: variables of the nodes' shells, name to value.
    """
    slides = (slide for bound in chapters for slide in bound.chapter.slides)
    expected = (getattr(unit, "expectation", None) for slide in slides for unit in slide.solution)
    for expectation in filter(None, expected):
        for name, type_ in named_gaps(expectation.lines):
            if name in published:
                yield Capture(name, type_, published[name])


class Captures:
    """The captures of a run, in memory only, and the mask of its secrets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Capture] = {}
        self._secrets: set[str] = set()

    @property
    def values(self) -> Mapping[str, str]:
        """Name to value, for matching and for the nodes' shells."""
        with self._lock:
            return {name: capture.value for name, capture in self._known.items()}

    @property
    def known(self) -> tuple[Capture, ...]:
        """Every capture, in the order of the first time; for this program's own screen only."""
        with self._lock:
            return tuple(self._known.values())

    def add(self, captures: Iterable[Capture]) -> None:
        """Remember captures; a secret stays masked after it was captured anew."""
        with self._lock:
            for capture in captures:
                self._known[capture.name] = capture
                if capture.secret and len(capture.value) >= _SHORTEST:
                    self._secrets.add(capture.value)

    def clear(self) -> None:
        """The nodes are fresh: nothing is captured."""
        with self._lock:
            self._known.clear()

    def mask(self, text: str) -> str:
        """The text with every captured secret, token and key cut short."""
        text = mask(text)
        with self._lock:
            known = sorted(self._secrets, key=len, reverse=True)
        for secret in known:
            text = text.replace(secret, f"{secret[:2]}…")
        return text

    def masked(self, command: FinishedCommand) -> FinishedCommand:
        """A command as it may be shown and stored."""
        return replace(
            command,
            text=self.mask(clean(command.text)),
            output=self.mask(clean(command.output)),
        )
