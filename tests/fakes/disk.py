"""A node with a disk: containers that have secrets, files of a data root, and a search in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.swarm import disk
from swarmlab.swarm.link import Completed
from tests.fakes.link import FakeLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.swarm.disk import MountedSecret


@dataclass
class DiskLink(FakeLink):
    """Answers the questions of ``swarm.disk`` from ``mounted`` and ``files``."""

    mounted: list[MountedSecret] = field(default_factory=list)
    given: list[bytes] = field(default_factory=list)
    """What programs got on their input."""
    images: dict[str, bytes] = field(default_factory=dict)
    """What ``docker save`` prints, by name."""
    broken: bool = False
    """The search ends before its end."""

    def run(self, argv: Sequence[str], *, stdin: bytes = b"", timeout: float = 5.0) -> Completed:
        if disk._MOUNTED in argv:
            self._asked("run", *argv)
            return Completed(0, "".join(map(_lines, self.mounted)), "")
        if disk._SEARCH in argv:
            self._asked("run", *argv)
            self.given.append(stdin)
            return Completed(3, "", "") if self.broken else self._search(stdin)
        if disk._SEARCH_IMAGE in argv:
            self._asked("run", *argv)
            self.given.append(stdin)
            texts = stdin.splitlines()
            met = [f"{n}\n" for n, text in enumerate(texts) if text in self.images[argv[-1]]]
            return Completed(3 if self.broken else 0, "".join(met), "")
        return super().run(argv, stdin=stdin, timeout=timeout)

    def holds(self, file: MountedSecret, value: bytes) -> DiskLink:
        """A container of this node has the secret; itself."""
        self.mounted.append(file)
        self.files[file.path] = value
        return self

    def _search(self, stdin: bytes) -> Completed:
        pieces = [piece for piece in stdin.split(b"\n") if piece]
        in_memory = {file.path for file in self.mounted}
        found = [
            f".{path.removeprefix(disk.DATA_ROOT)}"
            for path, data in self.files.items()
            if path.startswith(disk.DATA_ROOT) and path not in in_memory
            if any(piece in data for piece in pieces)
        ]
        return Completed(0, "".join(f"{path}\n" for path in found[:5]), "")


def _lines(file: MountedSecret) -> str:
    name = f"{file.container}/mounts/secrets/{file.secret}"
    rights = f"{name} {file.mode} {file.owner} {file.group}"
    return f"{rights}\n{name} {file.filesystem}\n"
