"""Labs: finding them, reading them with their chapters, and linting what was written.

A LAB is a name (``labs/`` here first, then the packaged ones) or a path. Chapters are
``../slides/<chapter>.md`` from the lab file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.dialect import MANIFESTS, is_manifest, is_remark, read_any
from swarmlab.deck.parse import read_chapter
from swarmlab.errors import DeckFault, UsageError
from swarmlab.runs.binding import Surroundings, bind_chapter
from swarmlab.runs.labchapters import out_of_reach, real_path, slide_path
from swarmlab.runs.labplaces import all_labs, find, folders
from swarmlab.runs.labtoml import read as read_toml
from swarmlab.runs.model import Lab

__all__ = ["LabFault", "LabReading", "all_labs", "find", "folders", "lint", "load", "read"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.model import Chapter, Position
    from swarmlab.runs.labtoml import LabFile
    from swarmlab.runs.model import BoundChapter


class LabFault(DeckFault):
    """A lab cannot be used; every diagnostic is in the message and in ``diagnostics``."""

    def __init__(self, lab: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(
            "\n".join(str(diagnostic) for diagnostic in diagnostics),
            next_step=f"swarmlab lint shows each fault of {lab} with its line",
        )
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class LabReading:
    """A lab file as far as it could be read."""

    name: str
    path: Path
    title: str
    summary: str
    lab: Lab | None
    diagnostics: tuple[Diagnostic, ...]


def load(lab: str | Path) -> Lab:
    """A lab by name or path, whole.

    Raises:
        UsageError: there is no such lab.
        LabFault: it has faults.
    """
    path = lab if isinstance(lab, Path) else find(lab)
    reading = read(path)
    if reading.lab is None:
        raise LabFault(reading.name, reading.diagnostics)
    return reading.lab


def read(path: Path) -> LabReading:
    """Read a lab file and its chapters; never raises on any content."""
    file, faults = read_toml(path)
    if file is None:
        return LabReading(path.stem, path, path.stem, "", None, faults)
    chapters, chapter_faults = _chapters(file)
    lab = None
    if not chapter_faults:
        lab = Lab(
            file.name, file.title, file.summary, path, file.nodes, tuple(chapters), file.hours
        )
    return LabReading(file.name, path, file.title, file.summary, lab, chapter_faults)


def lint(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Every fault of labs, chapters, remark decks and folders of them, each told once.

    A chapter named by no lab among the paths is bound against its own front matter. A file of
    a remark deck is judged with the manifest that names it.
    """
    labs, chapters, manifests = _sorted_out(paths)
    faults: dict[tuple[Position, str], Diagnostic] = {}
    covered: set[Path] = set()
    for lab in labs:
        for fault in read(lab).diagnostics:
            faults.setdefault((fault.position, fault.message), fault)
        file, _ = read_toml(lab)
        covered |= {real_path(slide_path(lab, c.name)) for c in (file.chapters if file else ())}
    for manifest in manifests:
        parsed = read_any(manifest)
        covered |= {real_path(file) for file in parsed.files}
        for fault in parsed.diagnostics:
            faults.setdefault((fault.position, fault.message), fault)
    for chapter in chapters:
        if real_path(chapter) not in covered:
            alone = read_any(chapter).diagnostics if is_remark(chapter) else _alone(chapter)
            for fault in alone:
                faults.setdefault((fault.position, fault.message), fault)
    return tuple(sorted(faults.values(), key=lambda fault: fault.position))


def _sorted_out(paths: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """Labs, Markdown files, and manifests of remark decks."""
    labs: list[Path] = []
    chapters: list[Path] = []
    manifests: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError("no such file", place=str(path))
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        labs += [p for p in inside if p.suffix == ".toml"]
        chapters += [p for p in inside if p.suffix == ".md"]
        if path.is_dir():
            manifests += filter(is_manifest, inside)
        elif path.suffix.lower() in MANIFESTS:
            manifests.append(path)
        elif path.suffix not in {".toml", ".md"}:
            message = "neither a lab nor a chapter nor a remark deck"
            raise UsageError(message, place=str(path))
    return labs, chapters, manifests


def _chapters(file: LabFile) -> tuple[list[BoundChapter], tuple[Diagnostic, ...]]:
    names = [named.name for named in file.chapters]
    nodes = tuple(node.name for node in file.nodes)
    earlier: dict[str, Chapter] = {}
    bound: list[BoundChapter] = []
    faults: list[Diagnostic] = []
    for index, named in enumerate(file.chapters):
        if fault := out_of_reach(file, named):
            faults.append(fault)
            continue
        path = slide_path(file.path, named.name)
        around = Surroundings(nodes, dict(earlier), tuple(names[index + 1 :]))
        chapter, result, found = _read_bound(path, around)
        faults += found
        if chapter:
            earlier[named.name] = chapter
        if result:
            bound.append(result)
    return bound, tuple(faults)


def _read_bound(
    path: Path, around: Surroundings
) -> tuple[Chapter | None, BoundChapter | None, tuple[Diagnostic, ...]]:
    parsed = read_chapter(path)
    if parsed.chapter is None:
        return None, None, parsed.diagnostics
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    bound, faults = bind_chapter(parsed.chapter, around, lines)
    faults = (*parsed.diagnostics, *faults)
    return parsed.chapter, (None if faults else bound), faults


def _alone(path: Path) -> tuple[Diagnostic, ...]:
    parsed = read_chapter(path)
    if parsed.chapter is None:
        return parsed.diagnostics
    start = parsed.chapter.start
    earlier: dict[str, Chapter] = {}
    beside = path.parent / f"{start}.md"
    if start not in {"bare", "swarm", parsed.chapter.name} and beside.is_file():
        named = read_chapter(beside).chapter
        # A neighbour with faults of its own still answers to its name.
        earlier[start] = named or parsed.chapter
    return _read_bound(path, Surroundings(None, earlier))[2]
