"""The nodes of one run: brought up, found again, kept, taken down; and their shells."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from swarmlab.errors import EngineError, NodeError, SwarmlabError
from swarmlab.patience import patient
from swarmlab.runs import registry
from swarmlab.runs.events import BootProgress, NodeChanged
from swarmlab.runs.ground import Wanted
from swarmlab.runs.replay import starts_in_swarm
from swarmlab.swarm.together import NoAnswer, Pending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from swarmlab.runs.events import BootPhase, Event
    from swarmlab.runs.ground import Ground, GroundNode, GroundNodes, NodeShell, Sweeper
    from swarmlab.runs.model import BoundChapter, Lab
    from swarmlab.runs.store import Store
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.link import Link

_HOUR = 3600.0
_GONE_SECONDS = patient(90.0)
"""A removal gives up earlier by itself."""
_BOTH_BYTES = 256 * 1024 * 1024
"""Memory that must be free for each new node, to have it while the old one is still there."""
_SHELL_KEY = tuple[str, str | None]


class Stage:
    """One run's nodes. All changes come from one thread at a time; looking is free."""

    def __init__(
        self,
        ground: Ground,
        store: Store,
        run: registry.Run,
        lab: Lab,
        tell: Callable[[Event], None],
        heard: Callable[[FinishedCommand], None],
    ) -> None:
        self._ground = ground
        self._store = store
        self._run = run
        self._lab = lab
        self._tell = tell
        self._heard = heard
        self._up: GroundNodes | None = None
        self._going: Pending[None] | None = None
        self._sweeper: Sweeper | None = None
        self._shells: dict[_SHELL_KEY, NodeShell] = {}
        self._opened: set[_SHELL_KEY] = set()
        self._shell_lock = threading.RLock()

    @property
    def is_up(self) -> bool:
        """Whether there are nodes."""
        return self._up is not None

    @property
    def nodes(self) -> Mapping[str, GroundNode]:
        """The nodes that are up, by name."""
        up = self._up  # screens look while the nodes go
        return up.nodes if up else {}

    @property
    def links(self) -> Mapping[str, Link]:
        """The way to look at each node."""
        return {name: node.link for name, node in self.nodes.items()}

    def node(self, name: str) -> GroundNode:
        """A node that is up.

        Raises:
            NodeError: it is not.
        """
        node = self.nodes.get(name)
        if node is None:
            up = ", ".join(self.nodes) or "none"
            raise NodeError("this node is not up", place=name, next_step=f"nodes up: {up}")
        return node

    def renew(
        self, chapter: BoundChapter, cancelled: threading.Event, leave: Callable[[], None]
    ) -> None:
        """Bring a chapter's nodes up in the state its way begins with; those there were go.

        Both go on at once, where the machine has room for both; ``await_gone`` waits for the
        end of the old ones. The intent is stored and synced, and the sweeper knows both
        attempts, before anything is made or removed.

        Args:
            chapter: whose nodes.
            cancelled: calls it off when set.
            leave: who looks at the old nodes stops that; called before they go, from another
                thread, and over when this returns.

        Raises:
            StartFailed: what was made is removed by then.
        """
        begun = time.monotonic()
        # Who was given more time keeps it on fresh nodes.
        before = registry.get_run(self._store, self._run.id)
        expires = max(before.expires, time.time() + self._lab.hours * _HOUR)
        registry.set_state(self._store, self._run.id, "attached")
        self._guard(before.attempt)
        attempt = registry.begin_attempt(self._store, self._run.id, chapter.name, expires)
        try:
            self._guard(attempt)
            wanted = self._wanted(chapter, attempt, expires)
            left = Pending(lambda: self._leave_all(leave))
            self._let_old_go(wanted, left)
            self._up = self._ground.up(wanted, self._progressed, cancelled)
            left.result(_GONE_SECONDS)
        except BaseException:
            self.down()
            raise
        registry.record_boot(self._store, len(wanted.nodes), time.monotonic() - begun)

    def await_gone(self) -> None:
        """Return once the nodes that were replaced are gone.

        Raises:
            EngineError: something of them could not be removed.
        """
        going, self._going = self._going, None
        if going is None:
            return
        try:
            going.result(_GONE_SECONDS)
        except NoAnswer:
            raise EngineError("the nodes before are still being removed") from None

    def find(self) -> bool:
        """Take the nodes that are there already; whether all of the chapter's are."""
        found = self._ground.find(self._run.id)
        if found is not None and found.nodes:
            self._up = found
            return True
        return False

    def down(self) -> None:
        """Remove the nodes and everything of this run; progress stays.

        Whoever finds the run half removed, because this program died, goes on removing.
        """
        registry.set_state(self._store, self._run.id, "attached")
        self._close_shells()
        self._remove()
        registry.set_state(self._store, self._run.id, "down")
        self._stand_down()

    def _remove(self) -> None:
        with contextlib.suppress(SwarmlabError):  # what it left is removed now, or told of
            self.await_gone()
        up, self._up = self._up, None
        if up is not None:
            up.down()
        self._ground.remove(self._run.id)

    def _leave_all(self, leave: Callable[[], None]) -> None:
        leave()
        self._close_shells()

    def _let_old_go(self, wanted: Wanted, left: Pending[None]) -> None:
        """Begin to remove every other attempt; wait for the end where there is room for one."""
        old, self._up = self._up, None

        def go() -> None:
            left.result(_GONE_SECONDS)
            if old is not None:
                old.close()
            self._ground.remove(self._run.id, spare=wanted.attempt)

        self._going = Pending(go)
        if self._ground.room().memory < _BOTH_BYTES * len(wanted.nodes):
            self.await_gone()

    def _guard(self, attempt: str) -> None:
        if self._sweeper is None:
            self._sweeper = self._ground.sweeper(self._run.id, attempt)
        else:
            self._sweeper.watch(attempt)

    def keep(self) -> None:
        """The nodes outlive this program."""
        registry.set_state(self._store, self._run.id, "kept")
        self._stand_down()

    def let_go(self) -> None:
        """Close links and shells; the nodes stay as they are."""
        self._close_shells()
        if self._up is not None:
            self._up.close()
            self._up = None

    def rebuild(self, name: str) -> None:
        """Replace one node by a fresh one."""
        self.node(name)
        self.forget_shells(name)
        if self._up is not None:
            self._up.rebuild(name, self._progressed)
            self.node(name).extend(registry.get_run(self._store, self._run.id).expires)

    def published(self) -> Mapping[str, str]:
        """The captures that nodes which are up have, by name."""
        return self._ground.published(self._up) if self._up is not None else {}

    def publish(self, captured: Mapping[str, str]) -> None:
        """Bring captures to every node that is up, and to the shells at their prompt.

        What is found there of another program's stays.
        """
        up = self._up
        if up is None:
            return
        self._ground.publish(up, captured)
        for shell in tuple(self._shells.values()):
            shell.reload_captures()

    def shell(self, node: str, name: str | None = None) -> NodeShell:
        """A node's shell, opened at the first call and again after it was lost.

        Raises:
            NodeError: the node is not up.
        """
        with self._shell_lock:
            key = (node, name)
            known = self._shells.get(key)
            if known is not None and not known.lost:
                return known
            shell = self.node(node).shell(name)
            shell.listen_finished(self._heard)
            self._shells[key] = shell
            if key in self._opened:
                self._tell(NodeChanged(node, True, "fresh shell"))
            self._opened.add(key)
            return shell

    def forget_shells(self, node: str) -> None:
        """The node's terminals ended with its power."""
        with self._shell_lock:
            for key in [key for key in self._shells if key[0] == node]:
                with contextlib.suppress(SwarmlabError):
                    self._shells.pop(key).close()

    def _wanted(self, chapter: BoundChapter, attempt: str, expires: float) -> Wanted:
        names = chapter.chapter.nodes
        nodes = tuple(node for node in self._lab.nodes if node.name in names)
        in_swarm = starts_in_swarm(self._lab, chapter.name)
        run = self._run
        return Wanted(run.id, attempt, run.owner, run.lab, nodes, expires, in_swarm)

    def _progressed(self, node: str, phase: BootPhase, seconds: float) -> None:
        self._tell(BootProgress(node, phase, seconds))

    def _stand_down(self) -> None:
        if self._sweeper is not None:
            self._sweeper.stand_down()
            self._sweeper = None

    def _close_shells(self) -> None:
        with self._shell_lock:
            for shell in self._shells.values():
                with contextlib.suppress(SwarmlabError):
                    shell.close()
            self._shells.clear()
            self._opened.clear()
