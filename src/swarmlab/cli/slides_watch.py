"""Files under watch: what changed since the last look.

The files are a dozen and asked by ``stat``: no library is worth its weight for that.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Stamp = tuple[int, int, int] | None
    Stamps = dict[Path, Stamp]

LOOK_SECONDS = 0.02
"""Between two looks."""
SETTLE_SECONDS = 0.005
"""An editor may empty a file before it fills it: a change is told when it goes on no more."""


def changes(
    sources: Callable[[], Iterable[Path]], sleep: Callable[[float], None] = time.sleep
) -> Iterator[tuple[Path, ...]]:
    """Yield the files that changed, appeared or went, each time some did; never ends.

    Args:
        sources: the files to watch; asked before each look.
        sleep: waits for seconds.
    """
    before = _stamps(sources())
    while True:
        sleep(LOOK_SECONDS)
        now = _stamps(sources())
        if changed := tuple(path for path in now if now[path] != before.get(path, now[path])):
            now = _settled(now, sleep)
            yield changed
        before = now


def _settled(now: Stamps, sleep: Callable[[float], None]) -> Stamps:
    while True:
        sleep(SETTLE_SECONDS)
        later = _stamps(now)
        if later == now:
            return now
        now = later


def _stamps(paths: Iterable[Path]) -> Stamps:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> Stamp:
    """What is different after every write; None where there is no file."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
