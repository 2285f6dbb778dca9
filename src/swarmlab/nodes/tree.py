"""The files of an image as a tree in memory, and the tar stream an engine imports it from."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Copy:
    """A file taken from this machine."""

    source: Path


@dataclass(frozen=True, slots=True)
class Written:
    """A file with contents of our own."""

    data: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    to: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that needs a mode of its own, or is empty."""

    mode: int = 0o755


Entry = Copy | Written | Link | Folder


class Tree:
    """Entries by their path in the image, without a leading slash.

    The image has one place for programs and libraries, as Debian has: ``/bin``, ``/sbin`` and
    ``/lib*`` are links into ``/usr``, and paths below them are put where the links lead.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        for name in ("bin", "sbin", "lib", "lib64"):
            self._entries[name] = Link(f"usr/{name}")
            self._entries[f"usr/{name}"] = Folder()

    def put(self, path: str | Path, entry: Entry) -> None:
        """Place an entry; the first one at a path stays."""
        self._entries.setdefault(_merged(str(path)), entry)

    def __contains__(self, path: str) -> bool:
        return _merged(path) in self._entries

    def size(self) -> int:
        """The bytes of all files."""
        return sum(_size(entry) for entry in self._entries.values())

    def stream(self) -> Iterator[bytes]:
        """The tree as a tar archive, folders before what lies in them.

        Raises:
            OSError: a file of this machine went away or changed its length.
        """
        for path, entry in self._with_folders():
            info = _header(path, entry)
            yield info.tobuf(tarfile.GNU_FORMAT)
            yield from _body(entry, info.size)
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _with_folders(self) -> Iterator[tuple[str, Entry]]:
        seen: set[str] = set()
        for path, entry in sorted(self._entries.items()):
            for parent in reversed(Path(path).parents[:-1]):
                name = str(parent)
                if name not in self._entries and name not in seen:
                    seen.add(name)
                    yield name, Folder()
            yield path, entry


def _merged(path: str) -> str:
    path = path.lstrip("/")
    first = path.split("/", 1)[0]
    return f"usr/{path}" if first in {"bin", "sbin", "lib", "lib64"} else path


def _size(entry: Entry) -> int:
    if isinstance(entry, Copy):
        return entry.source.stat().st_size
    return len(entry.data) if isinstance(entry, Written) else 0


def _header(path: str, entry: Entry) -> tarfile.TarInfo:
    info = tarfile.TarInfo(path)
    info.size = _size(entry)
    if isinstance(entry, Copy):
        info.mode = 0o755 if entry.source.stat().st_mode & 0o111 else 0o644
    elif isinstance(entry, Link):
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.to, 0o777
    else:
        info.mode = entry.mode
        if isinstance(entry, Folder):
            info.type = tarfile.DIRTYPE
    return info


def _body(entry: Entry, size: int) -> Iterator[bytes]:
    if isinstance(entry, Written):
        yield entry.data
    elif isinstance(entry, Copy):
        yield from _read_exactly(entry.source, size)
    yield bytes(-size % tarfile.BLOCKSIZE)


def _read_exactly(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        left = size
        while left:
            data = file.read(min(_CHUNK, left))
            if not data:
                raise OSError(f"{path} became shorter while it was read")
            left -= len(data)
            yield data
