"""Rendered files: written whole, and never over a file that swarmlab did not write."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.errors import UsageError
from swarmlab.runs.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

STDOUT = "-"
"""Instead of a file: what was rendered goes to stdout."""

_HTML_MARK = b'<meta name="generator" content="swarmlab'
_PDF_MARK = re.compile(rb"<(\w+:)?CreatorTool>swarmlab")
"""What the HTML and the PDF that swarmlab writes say of themselves; a PDF, anywhere in it."""
_FIRST = 8192
"""Bytes of an HTML file in which the mark stands."""
_MOST = 256 << 20
"""Bytes of a PDF that are looked through."""
_LONGEST = 80
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def fit_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name that any file system takes and no shell or browser reads otherwise.

    Args:
        name: as a deck has it; letters beyond ASCII, separators and leading dots fall away.
        taken: names it may not be, whatever their case.
    """
    fit = _UNFIT.sub("-", name).strip(".-")[:_LONGEST] or "slides"
    known = {other.lower() for other in taken}
    unique, number = fit, 1
    while unique.lower() in known:
        number += 1
        unique = f"{fit}-{number}"
    return unique


def judge_target(path: Path, sources: Iterable[Path], *, force: bool) -> None:
    """Whether a rendered file may be written there.

    Args:
        path: the file.
        sources: files that the deck is read from; those are never overwritten.
        force: a file that swarmlab did not write may be overwritten.

    Raises:
        UsageError: a folder is there, a source, or a file of somebody else's.
    """
    if path.is_dir():
        raise UsageError("this is a folder", place=str(path), next_step="name a file in it")
    if not path.exists():
        return
    if not path.is_file():
        message = "this is neither a file nor a folder"
        raise UsageError(message, place=str(path), next_step="- stands for stdout")
    if any(source.exists() and path.samefile(source) for source in sources):
        raise UsageError("the slides are read from this file", place=str(path))
    if not force and not _is_ours(path):
        message = "this file was not written by swarmlab"
        raise UsageError(message, place=str(path), next_step="--force overwrites it")


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole, and the folders above it; a link is followed.

    Raises:
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content, 0o666 & ~_umask())


def write_stdout(content: str | bytes) -> None:
    """Write to stdout as it is.

    Raises:
        UsageError: stdout is a terminal and the content is no text.
    """
    if isinstance(content, bytes) and sys.stdout.isatty():
        raise UsageError("a PDF is not for a terminal", next_step="name a file with --out")
    raw = content.encode() if isinstance(content, str) else content
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        begin = file.read(_FIRST)
        if begin.startswith(b"%PDF-"):
            return _PDF_MARK.search(begin + file.read(_MOST)) is not None
    return not begin or _HTML_MARK in begin


def _umask() -> int:
    """The process's mask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
