"""Shells of nodes that act out one small swarm, and a look over their shoulder."""

from __future__ import annotations

import shlex
import time
from typing import TYPE_CHECKING

from swarmlab.nodes.shell.offer import OfferPhase
from swarmlab.nodes.shell.result import UnitResult
from swarmlab.swarm.command import FinishedCommand
from tests.fakes.shell import FakeShell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.ground import FakeNode
    from tests.fakes.shell import FakeScreen


class FakeNodeShell(FakeShell):
    """A shell whose units are acted out by the swarm."""

    def __init__(self, node: FakeNode) -> None:
        super().__init__(node.name)
        self._home = node
        self.is_busy = False
        self.pasted: list[str] = []
        self.ran: list[str] = []
        self.variables: dict[str, str] = {}
        """What a learner's next line would see; a unit that is run reads them first."""
        self._finished: list[Callable[[FinishedCommand], None]] = []
        self._offered: Callable[[OfferPhase, UnitResult | None], None] | None = None

    @property
    def busy(self) -> bool:
        return self.is_busy

    def run(self, text: str, timeout: float) -> UnitResult:
        self.ran.append(text)
        begun = time.time()
        commands = tuple(self._acted(line) for line in text.strip().split("\n"))
        for command in commands:
            for heard in self._finished:
                heard(command)
        output = "".join(f"{command.output}\n" for command in commands)
        return UnitResult(commands, output, commands[-1].status, False, time.time() - begun)

    def _acted(self, line: str) -> FinishedCommand:
        begun = time.time()
        for name, value in self._home.variables.items():
            line = line.replace(f'"${name}"', value)
        status, output = self._home.swarm.do(self.node, shlex.split(line))
        return FinishedCommand(self.node, line, status, output, begun, time.time())

    def offer(
        self, text: str, on: Callable[[OfferPhase, UnitResult | None], None]
    ) -> Callable[[], None]:
        self.pasted.append(text)
        self._offered = on
        return lambda: None

    def enter(self) -> None:
        """The learner's Enter."""
        assert self._offered is not None
        self._offered(OfferPhase.RUNNING, None)
        self._offered(OfferPhase.FINISHED, self.run(self.pasted[-1], 20))

    def keys(self, data: bytes) -> None:
        if data == b"\r" and self._offered is not None:
            self.enter()
            self._offered = None
        else:
            super().keys(data)

    def running_output(self) -> str:
        return ""

    def reload_captures(self) -> None:
        self.variables = dict(self._home.variables)

    def listen_finished(self, heard: Callable[[FinishedCommand], None]) -> Callable[[], None]:
        self._finished.append(heard)
        return lambda: self._finished.remove(heard)

    def interrupt(self, timeout: float = 5.0) -> bool:
        return True

    def close(self) -> None:
        self.is_lost = True


class FakeOnlooker(FakeShell):
    """Looks at a fake shell."""

    def __init__(self, shell: FakeNodeShell, may_type: Callable[[], bool] | None) -> None:
        super().__init__(shell.node)
        self.watched = shell
        self._may_type = may_type

    def capture(self, scrollback: int = 0) -> FakeScreen:
        return self.watched.capture(scrollback)

    def keys(self, data: bytes) -> None:
        if self._may_type is not None and self._may_type():
            self.watched.keys(data)
