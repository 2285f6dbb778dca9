"""``--watch``: rendered again what changed, whenever a file of the deck does.

The files are a dozen and asked by ``stat``: no library is worth its weight for that.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.cli.decks import read
from swarmlab.cli.output import Styled, tell
from swarmlab.cli.slides import show_faults
from swarmlab.deck.parse import Parsed, read_text
from swarmlab.deck.reread import first_reading, reread
from swarmlab.errors import SwarmlabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from swarmlab.cli.decks import Reading
    from swarmlab.cli.press import Press
    from swarmlab.deck.reread import Known

    Stamp = tuple[int, int, int] | None
    Stamps = dict[Path, Stamp]

LOOK_SECONDS = 0.02
"""Between two looks."""
SETTLE_SECONDS = 0.005
"""An editor may empty a file before it fills it: a change is told when it goes on no more."""


class Shelf:
    """Chapters as they were last read without a fault: an edit is read against that."""

    def __init__(self) -> None:
        self._known: dict[Path, Known] = {}

    def __call__(self, path: Path) -> Parsed:
        """The chapter of a file, as ``deck.parse.read_chapter`` would have it."""
        text, faults = read_text(path)
        if text is None:
            return Parsed(None, faults)
        known = self._known.get(path)
        now = reread(known, text) if known else first_reading(text, path)
        if now.parsed.ok:
            self._known[path] = now
        return now.parsed


def follow(
    words: Sequence[str],
    reading: Reading,
    press: Press,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write a deck's files again after each change, and say so; ends by an interrupt only.

    Args:
        words: of the command line.
        reading: what they meant when the files were written.
        press: writes the files.
        sleep: waits for seconds.
    """
    follower = _Follower(words, press, reading.sources)
    tell(Styled(f"watching {len(reading.sources)} files; Ctrl-C ends it", dim=True))
    for changed in changes(lambda: follower.sources, sleep):
        try:
            follower.render(changed)
        except (SwarmlabError, OSError) as error:
            tell(Styled("not written: ", fg="red"), str(error))


class _Follower:
    """Reads and writes a deck again, and keeps what it is made of now."""

    def __init__(self, words: Sequence[str], press: Press, sources: Sequence[Path]) -> None:
        self.sources = sources
        self._words = words
        self._press = press
        self._shelf = Shelf()

    def render(self, changed: Sequence[Path]) -> None:
        """Write what changed, or show the faults."""
        begun = time.perf_counter()
        reading = read(self._words, self._shelf)
        self.sources = reading.sources
        if reading.diagnostics and changed:
            show_faults(reading)
        if not reading.is_usable:
            return
        written = self._press.run(reading)
        if changed:
            _say(changed, written, self._press.drawn, time.perf_counter() - begun)


def _say(changed: Sequence[Path], written: Sequence[Path], drawn: int, seconds: float) -> None:
    names = ", ".join(path.name for path in changed)
    slides = f"{drawn} slide{'' if drawn == 1 else 's'}"
    files = ", ".join(str(path) for path in written) or "nothing that is shown changed"
    tell(
        Styled(time.strftime("%H:%M:%S  "), dim=True),
        f"{names}: {slides} → {files}",
        Styled(f"  {seconds * 1000:.0f} ms", dim=True),
    )


def changes(
    sources: Callable[[], Iterable[Path]], sleep: Callable[[float], None] = time.sleep
) -> Iterator[tuple[Path, ...]]:
    """Yield the files that changed, appeared or went, each time some did; never ends.

    First none are yielded, when the watch has begun: what changed before is read then.

    Args:
        sources: the files to watch; asked before each look.
        sleep: waits for seconds.
    """
    before = _stamps(sources())
    yield ()
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
