"""Words of the command line to one deck: a lab, a chapter, a remark deck, or a path of either.

Slides are read as words: what a sentence or a node's name means is for ``lint`` and ``test``
to judge, so only faults of the text itself stop a chapter from being shown. A remark deck was
written for another program, whose authors live with such faults: it is shown with them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.deck import Deck
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.dialect import MANIFESTS, is_remark, read_any
from swarmlab.deck.parse import read_chapter
from swarmlab.errors import UsageError
from swarmlab.runs import labplaces, labtoml
from swarmlab.runs.labchapters import out_of_reach, real_path, slide_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.model import Chapter
    from swarmlab.deck.parse import Parsed

    ReadChapter = Callable[[Path], Parsed]

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """A deck as far as its files could be read."""

    deck: Deck
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Path, ...]
    """Every file that was read or looked for: what ``--watch`` watches."""
    is_usable: bool
    """Whether the deck can be shown: it has no faults, or is a remark deck with slides."""


def read(words: Sequence[str], read_chapter: ReadChapter = read_chapter) -> Reading:
    """The deck that words mean; chapters named twice are shown once, at their first place.

    Args:
        words: names of labs and chapters, and paths of their files; at least one.
        read_chapter: reads a chapter's file.

    Raises:
        UsageError: a word means nothing here.
    """
    if not words:
        names = ", ".join(path.stem for path in labplaces.all_labs()) or "none"
        raise UsageError("no slides are named", next_step=f"name a lab or a chapter; labs: {names}")
    files = [_file_of(word) for word in words]
    foreign = [path for path in files if path.suffix != ".toml" and is_remark(path)]
    if foreign and len(files) > 1:
        message = "a remark deck is rendered by itself"
        raise UsageError(message, place=str(foreign[0]), next_step="name it alone")
    if foreign:
        return _read_remark(foreign[0])
    pile = _Pile(read_chapter)
    for path in files:
        pile.add(path)
    return pile.reading()


def _read_remark(path: Path) -> Reading:
    parsed = read_any(path)
    sources = dict.fromkeys([path, *sorted(parsed.files)])
    deck = parsed.deck or Deck(path.stem, path.stem, ())
    return Reading(deck, parsed.diagnostics, tuple(sources), is_usable=bool(deck.chapters))


@dataclass
class _Pile:
    """Chapters put one on another, word by word."""

    read_chapter: ReadChapter
    titles: list[tuple[str, str]] = field(default_factory=list)
    """Name and title of what each word meant."""
    chapters: dict[Path, Chapter] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)

    def add(self, path: Path) -> None:
        if path.suffix == ".toml":
            self._add_lab(path)
        else:
            self._add_chapter(path, named=True)

    def reading(self) -> Reading:
        name, title = self.titles[0] if len(self.titles) == 1 else self._joined()
        deck = Deck(name, title, tuple(self.chapters.values()))
        sources = tuple(dict.fromkeys(self.sources))
        return Reading(deck, tuple(self.faults), sources, is_usable=not self.faults)

    def _joined(self) -> tuple[str, str]:
        names, titles = zip(*dict.fromkeys(self.titles), strict=True)
        joined = "-".join(names)
        return joined if len(joined) <= _LONGEST_NAME else "slides", " · ".join(titles)

    def _add_lab(self, path: Path) -> None:
        self.sources.append(path)
        file, faults = labtoml.read(path)
        self.faults += faults
        self.titles.append((path.stem, file.title if file else path.stem))
        for named in file.chapters if file else ():
            assert file is not None
            chapter = slide_path(path, named.name)
            if fault := out_of_reach(file, named):
                self.sources.append(chapter)
                self.faults.append(fault)
            else:
                self._add_chapter(chapter)

    def _add_chapter(self, path: Path, *, named: bool = False) -> None:
        self.sources.append(path)
        real = real_path(path)
        parsed = self.read_chapter(path)
        if real not in self.chapters:
            self.faults += parsed.diagnostics
        if parsed.chapter is not None:
            self._judge_name(parsed.chapter, real)
            self.chapters.setdefault(real, parsed.chapter)
        if named:
            title = parsed.chapter.title if parsed.chapter else path.stem
            self.titles.append((path.stem, title))

    def _judge_name(self, chapter: Chapter, real: Path) -> None:
        for other, known in self.chapters.items():
            if known.name == chapter.name and other != real:
                message = f"two chapters are called {chapter.name}: {known.path} and {chapter.path}"
                raise UsageError(message, next_step="render them one by one")


def _file_of(word: str) -> Path:
    """The file of a word: a path, else a lab by name, else a chapter by name."""
    path = Path(word)
    if os.sep in word or path.suffix in {".toml", ".md", *MANIFESTS}:
        if path.is_dir():
            raise UsageError("this is a folder", place=word, next_step="name the files in it")
        if not path.exists():
            near = did_you_mean(path.name, _names_beside(path))
            raise UsageError("no such file", place=word, next_step=near)
        return path
    labs = {path.stem: path for path in labplaces.all_labs()}
    chapters = _chapters()
    known = chapters | labs
    if word not in known:
        names = [*labs, *(name for name in chapters if name not in labs)]
        hint = did_you_mean(word, known) or f"there are: {', '.join(names)}"
        raise UsageError(f"{word} is neither a lab nor a chapter", next_step=hint)
    return known[word]


def _names_beside(path: Path) -> list[str]:
    folder = path.parent
    return [other.name for other in folder.iterdir()] if folder.is_dir() else []


def _chapters() -> dict[str, Path]:
    """The chapters that a name may mean: those here, then those beside each lab."""
    folders = [Path("slides"), *(slide_path(lab, "").parent for lab in labplaces.all_labs())]
    found: dict[str, Path] = {}
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob("*.md")):
            found.setdefault(path.stem, path)
    return found
