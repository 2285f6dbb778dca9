"""Remark decks for tests: written into a folder, read, and looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.deck.model import Exercise, Group, Heading, ListBlock, Paragraph, Pause, plain
from swarmlab.deck.remark import read_deck

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block, Slide, Span
    from swarmlab.deck.remark import ParsedDeck


def read(folder: Path, text: str, **files: str) -> ParsedDeck:
    """A deck of one file, with others beside it (``a_md`` is ``a.md``)."""
    for name, content in files.items():
        write(folder, name.replace("_", "."), content)
    return read_deck(write(folder, "deck.md", text))


def read_manifest(folder: Path, manifest: str, **files: str) -> ParsedDeck:
    """A deck of several files."""
    for name, content in files.items():
        write(folder, name.replace("_", "."), content)
    return read_deck(write(folder, "deck.yml", manifest))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def deck(parsed: ParsedDeck) -> Deck:
    """The deck of a reading that must have no faults."""
    assert [str(fault) for fault in parsed.diagnostics] == []
    return deck_of(parsed)


def deck_of(parsed: ParsedDeck) -> Deck:
    assert parsed.deck is not None
    return parsed.deck


def slides(parsed: ParsedDeck) -> list[Slide]:
    """Every slide, whatever the faults."""
    return [slide for chapter in deck_of(parsed).chapters for slide in chapter.slides]


def only(parsed: ParsedDeck) -> Slide:
    """The slide of a deck of one, which must have no faults."""
    deck(parsed)
    (slide,) = slides(parsed)
    return slide


def found(parsed: ParsedDeck) -> list[tuple[str, int, int]]:
    """Code, line and column of each fault."""
    return [(d.code, d.position.line, d.position.column) for d in parsed.diagnostics]


def steps(slide: Slide) -> int:
    """How many key presses a slide takes after it appeared."""
    return sum(isinstance(block, Pause) for block in slide.blocks)


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks with those in groups, labs and lists."""
    for block in blocks:
        yield block
        if isinstance(block, Group | Exercise):
            yield from every(block.blocks)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from every(item)


def spans(blocks: Iterable[Block]) -> list[Span]:
    """Every span of paragraphs and headings."""
    return [
        span
        for block in every(blocks)
        if isinstance(block, Paragraph | Heading)
        for span in block.spans
    ]


def text(blocks: Iterable[Block]) -> str:
    """The text of paragraphs and headings, one a line."""
    return "\n".join(
        plain(block.spans) for block in every(blocks) if isinstance(block, Paragraph | Heading)
    )
