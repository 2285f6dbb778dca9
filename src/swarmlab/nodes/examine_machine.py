"""Room on this machine: memory, disk, and the kernel's limits on watching files."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inotify:
    """The kernel's limits on watching files, for all programs of one user together."""

    instances: int
    watches: int


def inotify(root: Path = Path("/")) -> Inotify | None:
    """The limits, or None where the kernel does not show them (inotify(7))."""
    folder = root / "proc/sys/fs/inotify"
    try:
        return Inotify(
            instances=int((folder / "max_user_instances").read_text()),
            watches=int((folder / "max_user_watches").read_text()),
        )
    except (OSError, ValueError):
        return None


def memory_available(root: Path = Path("/")) -> int | None:
    """Bytes that new programs can have without swapping (proc(5), MemAvailable)."""
    try:
        text = (root / "proc/meminfo").read_text()
    except OSError:
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def disk_free(folder: str) -> int | None:
    """Free bytes on the disk of a folder; of its nearest parent that may be looked at."""
    for path in (Path(folder), *Path(folder).parents):
        try:
            return shutil.disk_usage(path).free
        except OSError:
            continue
    return None


def cgroup_version(root: Path = Path("/")) -> str:
    """``2``, ``1``, or empty: cgroup v2 shows its controllers at the top (cgroups(7))."""
    top = root / "sys/fs/cgroup"
    if (top / "cgroup.controllers").exists():
        return "2"
    return "1" if top.is_dir() and any(top.iterdir()) else ""
