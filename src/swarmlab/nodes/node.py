"""One node of a run: its link, its shells, its power switch."""

from __future__ import annotations

import io
import posixpath
import tarfile
import threading
from typing import TYPE_CHECKING

from swarmlab.errors import NodeError, NodeUnreachable
from swarmlab.nodes import power
from swarmlab.nodes.diagnosis import log_of
from swarmlab.nodes.link import NodeLink
from swarmlab.nodes.shell import NotOpened, Onlooker, Shell
from swarmlab.nodes.stream import ExecStream
from swarmlab.swarm.link import ApiRefused, LinkLost
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.nodes.engine import Engine
    from swarmlab.nodes.power import State
    from swarmlab.nodes.shell import Stream

_WRITE = """
set -eu
umask 077
mkdir -p "$(dirname "$1")"
cat >"$1.swarmlab"
chmod "$2" "$1.swarmlab"
mv "$1.swarmlab" "$1"
"""
"""Whole or not at all; by a program on the node, because an archive cannot reach its tmpfs."""
_LOOK_SECONDS = 2.0


class Node:
    """A node that was started; cheap to make, and safe to use from several threads."""

    def __init__(self, engine: Engine, name: str, container_id: str, address: str) -> None:
        self.engine = engine
        self.name = name
        self.container_id = container_id
        self.address = address
        self._link: NodeLink | None = None
        self._lock = threading.Lock()

    @property
    def link(self) -> NodeLink:
        """The way to the node's engine and files, opened at the first use."""
        with self._lock:
            if self._link is None:
                self._link = NodeLink(self.engine, self.container_id, self.name)
            return self._link

    def shell(self, name: str | None = None) -> Shell:
        """Open a shell on the node: the first one, or another by name.

        Raises:
            NodeError: the node is not running.
        """
        return Shell.open(self.engine, self.container_id, self.name, name)

    def watch(
        self, name: str | None = None, may_type: Callable[[], bool] | None = None
    ) -> Onlooker:
        """Look at a shell of the node, beside who uses it; one that nobody opened is opened.

        Args:
            name: of an extra shell; None is the node's first.
            may_type: whether keys reach it, asked at each; None for never.

        Raises:
            NodeError: the node is not running.
        """

        def start(argv: Sequence[str]) -> Stream:
            return ExecStream.start(self.engine, self.container_id, argv)

        try:
            return Onlooker.over(start, node=self.name, name=name, may_type=may_type)
        except NotOpened:
            self.shell(name).close()
            return Onlooker.over(start, node=self.name, name=name, may_type=may_type)

    def power(self, verb: str) -> None:
        """Kill, start, restart, pause or unpause the node; a start returns when it is up.

        Raises:
            NodeError: its state does not allow it, or it did not come up.
            EngineGone: the engine stopped answering.
        """
        counted = verb != "restart" or self._is_counted()
        power.switch(self.engine, self.container_id, self.name, verb, counted=counted)

    def _is_counted(self) -> bool:
        """Whether a manager other than itself beats time for it, as far as it says."""
        try:
            swarm = self.link.get("/info", timeout=_LOOK_SECONDS)["Swarm"]
        except (LinkLost, ApiRefused):
            return True
        only_manager = swarm["ControlAvailable"] and swarm["Managers"] == 1
        return swarm["LocalNodeState"] == "active" and not only_manager

    def state(self) -> State:
        """``running``, ``paused``, ``stopped`` or ``gone``.

        Raises:
            EngineGone: the engine does not answer.
        """
        return power.state(self.engine, self.container_id)

    def log(self, tail: int = 50) -> str:
        """The last lines of its log, cleaned and masked."""
        return log_of(self.engine, self.container_id, tail)

    def write(self, path: str, data: bytes, mode: int = 0o644) -> None:
        """Write a file on the node whole, its folder made first.

        Raises:
            NodeUnreachable: the node did not answer.
            NodeError: the file cannot be written there.
        """
        path = posixpath.normpath(posixpath.join("/", path))
        try:
            done = self.link.run(("sh", "-c", _WRITE, "sh", path, f"{mode:o}"), stdin=data)
        except LinkLost as error:
            raise NodeUnreachable(
                f"the node did not answer when {path} was to be written",
                place=self.name,
                next_step="`swarmlab status` shows the state of every node",
            ) from error
        if done.status:
            said = mask(clean(done.stderr, keep_newlines=False)).strip()
            raise NodeError(f"{path} cannot be written: {said}", place=self.name)

    def extend(self, expires: float) -> None:
        """Move the time the node ends itself; a restart keeps it, and so does a stopped node.

        Raises:
            NodeError: the node did not answer, as one that is paused does not.
            EngineGone: the engine stopped answering.
        """
        data = f"{int(expires)}\n".encode()
        if self.state() == "stopped":
            # Its /run comes back empty; what lies below /etc is read at the start.
            with self.engine.asking(f"to extend {self.name}"):
                self.engine.api.put_archive(self.container_id, "/etc", _archive(data))
            return
        self.write("/etc/swarmlab/expires", data)
        self.write("/run/swarmlab/expires", data)

    def close(self) -> None:
        """End the link; the node stays."""
        with self._lock:
            if self._link is not None:
                self._link.close()
                self._link = None


def _archive(data: bytes) -> bytes:
    """``swarmlab/expires`` as a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("swarmlab/expires")
        info.size, info.mode = len(data), 0o644
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()
