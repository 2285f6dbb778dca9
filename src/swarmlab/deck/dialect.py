"""Which kind of deck a file is, and any kind of it as one deck.

There are three: a chapter in swarmlab's own format, which begins with front matter; a remark
deck in one Markdown file; and a YAML manifest of a remark deck of several files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swarmlab.deck import words
from swarmlab.deck.deck import Deck
from swarmlab.deck.parse import read_chapter
from swarmlab.deck.regular import first_bytes
from swarmlab.deck.remark import ParsedDeck, read_deck
from swarmlab.deck.remark.properties import KNOWN
from swarmlab.deck.remark.reading import MANIFESTS

__all__ = ["MANIFESTS", "is_manifest", "is_remark", "read_any"]

if TYPE_CHECKING:
    from pathlib import Path

_LOOKED_AT: Final = 8192
"""Bytes of a file's beginning that tell."""
_CONTENT: Final = re.compile(rb"^(?:content|chapters):\s*(?:#.*)?$", re.MULTILINE)


def read_any(path: Path) -> ParsedDeck:
    """A manifest, a remark file, or a chapter as a deck of one. Never raises."""
    if is_remark(path):
        return read_deck(path)
    parsed = read_chapter(path)
    deck = None
    if parsed.chapter is not None:
        deck = Deck(parsed.chapter.name, parsed.chapter.title, (parsed.chapter,))
    return ParsedDeck(deck, parsed.diagnostics, frozenset({path}))


def is_manifest(path: Path) -> bool:
    """Whether a file found in a folder is a deck's manifest and not some other YAML."""
    if path.suffix.lower() not in MANIFESTS:
        return False
    try:
        data = first_bytes(path, _LOOKED_AT)
    except (OSError, ValueError):
        return False
    return data is not None and _CONTENT.search(data) is not None


def is_remark(path: Path) -> bool:
    """Whether a file is a remark deck: a manifest, or Markdown without our front matter.

    A file whose front matter is faulty is still one of ours: one that begins with ``---``,
    unless nothing of a front matter follows, and one that lacks only that line. What cannot
    be read counts as ours, whose reader says why.
    """
    if path.suffix.lower() in MANIFESTS:
        return True
    try:
        data = first_bytes(path, _LOOKED_AT)
    except (OSError, ValueError):
        return False
    if data is None:
        return False
    return not _has_front_matter(data.decode("utf-8", errors="replace"))


def _has_front_matter(text: str) -> bool:
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").lstrip().splitlines()]
    if not lines:
        return True
    marked = lines[0] == "---"
    if marked and len(lines) > 1 and lines[1] and lines[1].partition(":")[0] not in KNOWN:
        return True
    head = lines[1:] if marked else lines
    known = set()
    for line in head[:20]:
        if line == "---":
            break
        known.add(line.partition(":")[0] if ":" in line else "")
    return len(known & set(words.FRONT_MATTER)) >= (1 if marked else 2)
