"""A deck to its HTML files: which there are, and which have to be written again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.cli.written import STDOUT, fit_name, judge_target, write, write_stdout
from swarmlab.errors import UsageError
from swarmlab.render.html import render_html
from swarmlab.render.index import render_index
from swarmlab.render.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.cli.decks import Reading
    from swarmlab.deck.deck import Deck
    from swarmlab.render.profile import Profile

_INDEX = "index.html"


class Press:
    """Writes the files of one deck, as often as it changes.

    Args:
        profile: for whom.
        out: a folder: one file a chapter, and an index.
        single: one file, or ``-``. Without either it is named after the deck, here.
        force: files that swarmlab did not write may be overwritten.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        out: Path | None = None,
        single: Path | None = None,
        force: bool = False,
    ) -> None:
        self._profile = profile
        self._out = out
        self._single = single
        self._force = force
        self._memos: dict[Path, Memo] = {}
        self._written: dict[Path, str] = {}

    @property
    def drawn(self) -> int:
        """How many slides were drawn anew in the last run."""
        return sum(memo.count for memo in self._memos.values())

    def run(self, reading: Reading) -> tuple[Path, ...]:
        """Write what changed since the last time; the paths written.

        Raises:
            UsageError: a file may not be written; then none is.
            OSError: a file cannot be written.
        """
        pages = dict(self._pages(reading.deck))
        changed = {path: text for path, text in pages.items() if self._written.get(path) != text}
        for path in changed:
            if str(path) != STDOUT and path not in self._written:
                judge_target(path, reading.sources, force=self._force)
        for path, text in changed.items():
            if str(path) == STDOUT:
                write_stdout(text)
            else:
                write(path, text)
        self._written |= changed
        return tuple(path for path in changed if str(path) != STDOUT)

    def _pages(self, deck: Deck) -> Iterator[tuple[Path, str]]:
        if self._out is None:
            path = self._single or Path(f"{fit_name(deck.name)}.html")
            yield path, self._render(path, deck)
            return
        if self._out.exists() and not self._out.is_dir():
            message = "this is no folder"
            raise UsageError(message, place=str(self._out), next_step="--single writes one file")
        files: list[str] = []
        for chapter in deck.chapters:
            stem = fit_name(chapter.name, (_INDEX[:-5], *(name[:-5] for name in files)))
            files.append(f"{stem}.html")
            alone = replace(deck, name=chapter.name, title=chapter.title, chapters=(chapter,))
            path = self._out / files[-1]
            yield path, self._render(path, alone)
        yield self._out / _INDEX, render_index(deck, files)

    def _render(self, path: Path, deck: Deck) -> str:
        return render_html(deck, self._profile, self._memos.setdefault(path, Memo()))
