"""A link to a node that does not exist: scripted API answers, files and commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swarmlab.swarm.link import ApiRefused, Completed, FileMissing, LinkLost

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.swarm.link import Conversation


@dataclass
class FakeLink:
    """Implements ``swarm.link.Link``. An exception among the answers is raised.

    What was not scripted is refused as a real node would: 404, no such file, status 127.
    """

    node: str
    answers: dict[str, Any] = field(default_factory=dict)
    """By path of the API; the query is not looked at."""
    files: dict[str, bytes] = field(default_factory=dict)
    commands: dict[tuple[str, ...], Completed] = field(default_factory=dict)
    lost: bool = False
    """Every call raises LinkLost."""
    held: threading.Event | None = None
    """Every call waits until it is set, whatever the timeout says: a link that breaks its word."""
    talk: Callable[[Sequence[str]], Conversation] | None = None
    """Gives the program that is talked with."""
    calls: list[tuple[str, ...]] = field(default_factory=list)
    """What was asked: ``("get", path)``, ``("read", path)``, ``("run", *argv)``."""

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, timeout: float = 5.0
    ) -> Any:
        self._asked("get", path)
        if path not in self.answers:
            raise ApiRefused(404, "page not found")
        return _raised(self.answers[path])

    def read(self, path: str, *, limit: int = 1 << 20, timeout: float = 5.0) -> bytes:
        self._asked("read", path)
        if path not in self.files:
            raise FileMissing(path)
        return self.files[path][:limit]

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        self._asked("run", *argv)
        missing = Completed(127, "", f"{argv[0]}: not found")
        answer: Completed = _raised(self.commands.get(tuple(argv), missing))
        return answer

    def converse(self, argv: Sequence[str], *, timeout: float = 5.0) -> Conversation:
        self._asked("converse", *argv)
        if self.talk is None:
            raise LinkLost(f"{argv[0]}: nothing to talk with")
        return self.talk(argv)

    def _asked(self, *call: str) -> None:
        self.calls.append(call)
        if self.held is not None:
            self.held.wait()
        if self.lost:
            raise LinkLost("no answer within 5 s")


def _raised(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer
