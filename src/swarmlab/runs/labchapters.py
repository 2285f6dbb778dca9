"""Where the chapters of a lab lie: ``../slides/<chapter>.md`` from the lab file, and no further.

Apart from ``labfile``, which gives their sentences a meaning: who only shows slides needs none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.diagnostic import Diagnostic, did_you_mean

if TYPE_CHECKING:
    from swarmlab.runs.labtoml import LabFile, NamedChapter


def slide_path(lab: Path, chapter: str) -> Path:
    """The file of a chapter, by its name and the lab's file."""
    # Kept readable in messages: ../ is only written out where the lab's folder is known by name.
    folder = lab.parent.parent if lab.parent.name else lab.parent / ".."
    return folder / "slides" / f"{chapter}.md"


def real_path(path: Path) -> Path:
    """The file a path leads to; never raises."""
    # ``Path.resolve`` raises on a link that leads to itself.
    return Path(os.path.realpath(path))


def out_of_reach(file: LabFile, named: NamedChapter) -> Diagnostic | None:
    """The fault of a chapter that is not there, or that a link takes out of ``slides/``."""
    path = slide_path(file.path, named.name)
    folder = real_path(file.path).parent.parent / "slides"
    if not path.exists():
        known = [other.stem for other in path.parent.glob("*.md")]
        message = f"chapter {named.name} is not there: no {path}"
        suggestion = did_you_mean(named.name, known)
        return Diagnostic("unknown-chapter", message, named.position, named.source_line, suggestion)
    if real_path(path).parent != folder:
        message = f"chapter {named.name} leads out of {folder.name}/"
        return Diagnostic("outside", message, named.position, named.source_line)
    return None
