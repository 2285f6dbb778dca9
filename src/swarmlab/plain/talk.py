"""The conversation: lines out, answers in, and news that never cuts into either."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from swarmlab.plain.line import Line, Part

CTRL_C_AT_REST = "quit leaves, help lists the commands"
"""What is said to a ctrl+c that has nothing to stop."""


class Paper(Protocol):
    """Where lines go and answers come from. Whatever is written is cleaned and masked there."""

    @property
    def width(self) -> int:
        """Columns of the terminal now."""

    @property
    def echoes(self) -> bool:
        """Whether what is typed is seen without being written: so on a terminal, not in a pipe."""

    def write(self, *parts: Part) -> None:
        """Write a line."""

    def prompt(self, words: str) -> None:
        """Write words that an answer follows in the same line."""

    def read(self) -> str | None:
        """The next line that was typed, without its end; None at the end of the input."""


def yes_or_no(answer: str) -> bool | None:
    """Whether an answer is yes; None where it is neither yes nor no."""
    return {"y": True, "yes": True, "n": False, "no": False}.get(answer.lower())


class Talk:
    """One conversation on one paper; news may come from any thread."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.over = False
        """The input has ended: nobody answers any more."""
        self._lock = threading.RLock()
        self._prompt = ""
        self._news: list[Callable[[], Iterable[Line]]] = []

    def say(self, *parts: Part) -> None:
        """Write a line now; while an answer is waited for, as news."""
        with self._lock:
            if self._prompt:
                self.tell(parts)
            else:
                self.paper.write(*parts)

    def say_all(self, lines: Iterable[Line | str]) -> None:
        """Write lines now."""
        for line in lines:
            self.say(*((line,) if isinstance(line, str) else line))

    def tell(self, *lines: Line) -> None:
        """Write news: at once while an answer is waited for, else before the next prompt."""
        self.tell_late(lambda: lines)

    def tell_late(self, news: Callable[[], Iterable[Line]]) -> None:
        """The same for news that are put into words when they are written, if any are left."""
        with self._lock:
            self._news.append(news)
            if self._prompt and (lines := self._pending()):
                self.paper.write()
                self._write(lines)
                self.paper.prompt(self._prompt)

    def hear(self, prompt: str) -> str | None:
        """Wait for a line; None where the input has ended. ctrl+c gives up what was typed."""
        if self.over:
            return None
        with self._lock:
            self._write(self._pending())
            self._prompt = prompt
            self.paper.prompt(prompt)
        try:
            answer = self.paper.read()
        except KeyboardInterrupt:
            answer = ""
            self._close_line("", typed=False)
            self.say(CTRL_C_AT_REST)
        else:
            self.over = answer is None
            self._close_line(answer or "", typed=answer is not None)
        return None if answer is None else answer.strip()

    def agrees(self, *question: str, prompt: str = "yes or no> ") -> bool:
        """Ask until the answer is yes or no; the end of the input is no."""
        self.say_all(question)
        while True:
            answer = self.hear(prompt)
            if answer is None:
                return False
            if (agreed := yes_or_no(answer)) is not None:
                return agreed

    def _close_line(self, answer: str, *, typed: bool) -> None:
        with self._lock:
            self._prompt = ""
            if not typed:
                self.paper.write()
            elif not self.paper.echoes:
                self.paper.write(answer)

    def _pending(self) -> list[Line]:
        news, self._news = self._news, []
        return [line for each in news for line in each()]

    def _write(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.paper.write(*line)
