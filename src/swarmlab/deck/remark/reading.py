"""A remark deck from its files to the model, with every fault in one pass.

The way of a text: the files that a manifest names (``manifest``, ``sources``), macros
(``macros``), code told from prose (``fences``), slides and steps (``separators``,
``properties``), what slides take over from others (``layout``) and which are left out
(``exclusion``), groups and labs (``groups``, ``exercises``), blocks (``blocks``, ``spans``),
chapters and parts (``slides``, ``chapters``, ``contents``).

The dialect is that of remark (``gnab/remark``) as the tools of container.training use it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck.deck import Deck
from swarmlab.deck.model import Position
from swarmlab.deck.remark.chapters import read_chapters
from swarmlab.deck.remark.exclusion import Exclusion
from swarmlab.deck.remark.fences import Fences
from swarmlab.deck.remark.layout import Layouts
from swarmlab.deck.remark.macros import Macros, values_of
from swarmlab.deck.remark.manifest import read_manifest, single
from swarmlab.deck.remark.properties import variables
from swarmlab.deck.remark.separators import split
from swarmlab.deck.remark.slides import SlideReader
from swarmlab.deck.remark.sources import DeckFaults, Folder, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.manifest import Entry, Manifest
    from swarmlab.deck.remark.separators import RawSlide
    from swarmlab.deck.remark.slides import ReadSlide
    from swarmlab.deck.remark.sources import Source

MANIFESTS: Final = frozenset({".yml", ".yaml"})
"""Endings of manifests; any other file is the deck itself."""


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A deck as far as it could be read, and its faults."""

    deck: Deck | None
    """None when nothing could be read. With faults it holds what was understood."""
    diagnostics: tuple[Diagnostic, ...]
    files: frozenset[Path] = frozenset()
    """The files that were read for it, itself included."""

    @property
    def ok(self) -> bool:
        """No faults; then there is a deck."""
        return not self.diagnostics


def read_deck(path: Path) -> ParsedDeck:
    """Read a manifest with its files, or one Markdown file. Never raises, whatever they hold.

    Everything is read from the folder of the file; no name and no link leads out of it.
    """
    faults = DeckFaults(path)
    reader = _DeckReader(path, faults)
    deck = reader.read()
    return ParsedDeck(deck, faults.diagnostics, frozenset(reader.folder.files))


class _DeckReader:
    def __init__(self, path: Path, faults: DeckFaults) -> None:
        self.path = path
        self.faults = faults
        self.folder = Folder(path.parent, faults)
        self.room = Room(faults)

    def read(self) -> Deck | None:
        place = Position(self.path, 1)
        source = self.folder.read(self.path.name, place)
        if source is None:
            return None
        manifest: Manifest | None = single(self.path, place)
        if self.path.suffix.lower() in MANIFESTS:
            manifest = read_manifest(source, self.faults)
        if manifest is None:
            return None
        slides = self._slides(manifest, source)
        if not slides:
            if not self.faults.diagnostics:
                self.faults.add("no-slides", "the deck has no slides", self.faults.at(1))
            return None
        title = manifest.title or (self._title(slides) if manifest.alone else self.path.stem)
        chapters = read_chapters(slides, manifest, title, self.faults)
        return Deck(
            name=re.sub(r"[^\w.-]+", "-", self.path.stem).strip("-.") or "deck",
            title=title,
            chapters=chapters,
            folder=self.path.parent,
            number_prefix=manifest.number_prefix,
        )

    def _title(self, slides: list[ReadSlide]) -> str:
        """The first heading's text; the file's name where there is none."""
        found = next((s.title for s in slides if s.title is not None), None)
        words = " ".join("".join(span.text for span in found.spans).split()) if found else ""
        return words or self.path.stem

    def _slides(self, manifest: Manifest, source: Source) -> list[ReadSlide]:
        raw = self._raw(manifest, source)
        exclusion = Exclusion(manifest)
        exclusion.cut(raw)
        composed = Layouts(self.faults, self.room).compose(raw)
        shown = [slide for slide in composed if exclusion.keeps(slide)]
        exclusion.judge(self.faults)
        return SlideReader(self.faults, self.folder).read(shown)

    def _raw(self, manifest: Manifest, source: Source) -> list[RawSlide]:
        first = next((line.text[2:] for line in source.lines if line.text.startswith("# ")), "")
        values = values_of(manifest, first.strip() or self.path.stem)
        macros = Macros(values, self.folder, self.faults, self.room)
        read = [
            (self._marked(macros, one, manifest), entry.nest)
            for entry, one in self._sources(manifest)
        ]
        own = frozenset[str]().union(*(variables(lines) for lines, _ in read))
        return [slide for lines, nest in read for slide in split(lines, nest, own, self.faults)]

    def _marked(self, macros: Macros, source: Source, manifest: Manifest) -> list[Line]:
        titles = range(0) if manifest.alone else source.origins
        return Fences(macros.expand(source.lines), self.faults, titles).read()

    def _sources(self, manifest: Manifest) -> Iterator[tuple[Entry, Source]]:
        for entry in manifest.entries:
            if entry.inline:
                yield entry, self.folder.take(manifest.path, entry.text, entry.first_line)
            elif (found := self.folder.read(entry.text, entry.position)) is not None:
                yield entry, found
