"""A chapter's Markdown to the model, with every fault of the file in one pass.

The way of a text: front matter (``front_matter``), silent traps reported and repaired
line by line (``traps``), the Markdown parser's block tokens, blocks (``blocks`` and the
modules of their kinds), slides (``slides``), names of tasks (``references``).

Comments must be directives: ``<!-- comment: … -->`` is the one for remarks (``directive``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swarmlab.deck import inline, words
from swarmlab.deck.blocks import Blocks
from swarmlab.deck.characters import judge_characters
from swarmlab.deck.faults import Faults
from swarmlab.deck.front_matter import read_front_matter
from swarmlab.deck.model import Chapter
from swarmlab.deck.reading import Reading
from swarmlab.deck.references import judge
from swarmlab.deck.regular import first_bytes
from swarmlab.deck.slides import Slides
from swarmlab.deck.traps import spring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.front_matter import FrontMatter
    from swarmlab.deck.model import Slide

LARGEST: Final = 1 << 20
"""Bytes of a chapter, at most."""
WIDEST: Final = 10_000
"""Characters of a line, at most."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A chapter as far as it could be read, and its faults."""

    chapter: Chapter | None
    """None when the text could not be read or its front matter is faulty. With faults
    elsewhere it holds what was understood: good for finding more faults, not for a run."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """No faults; then there is a chapter."""
        return not self.diagnostics


def read_chapter(path: Path) -> Parsed:
    """Read and parse a file. What cannot be read is a diagnostic, never an exception.

    Symbolic links are followed within the file's folder only.
    """
    text, faults = read_text(path)
    return Parsed(None, faults) if text is None else parse_chapter(text, path)


def read_text(path: Path) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a chapter's file; None, and why, where it cannot be read."""
    faults = Faults(path, ())
    try:
        if not path.resolve(strict=True).is_relative_to(path.parent.resolve(strict=True)):
            faults.add("outside", "the file is a link out of its folder", faults.at(1))
            return None, faults.diagnostics
        data = first_bytes(path, LARGEST + 1)
        if data is not None and len(data) <= LARGEST:
            return data.decode("utf-8"), ()
        words = "this is no file" if data is None else f"the file has more than {LARGEST} bytes"
        faults.add("not-a-chapter", words, faults.at(1))
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        faults.add("unreadable", f"the file cannot be read: {reason}", faults.at(1))
    except (UnicodeDecodeError, ValueError, RuntimeError):
        faults.add("undecodable", "the file is not UTF-8 text", faults.at(1))
    return None, faults.diagnostics


def parse_chapter(text: str, path: Path) -> Parsed:
    """Parse a chapter. Never raises, whatever the text."""
    lines = lines_of(text)
    faults = Faults(path, lines)
    if not is_bounded(lines, faults):
        return Parsed(None, faults.diagnostics)
    judge_characters(lines, faults)
    if not words.NAME.fullmatch(path.stem) or path.stem in words.STARTS:
        message = f"`{path.stem[:60]}` cannot name a chapter: lower-case letters, digits, hyphens"
        faults.add("bad-name", message, faults.at(1), "rename the file")
    front = read_front_matter(lines, faults, path.stem)
    slides = _slides(lines, front, faults)
    return Parsed(_chapter(front, slides, path, faults), faults.diagnostics)


def lines_of(text: str) -> list[str]:
    """The lines of a chapter's text, as diagnostics count them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def is_bounded(lines: Sequence[str], faults: Faults) -> bool:
    """Whether the text's size can be parsed in a moment; faults say why not."""
    if sum(map(len, lines)) > LARGEST:
        faults.add("too-large", f"the text has more than {LARGEST} characters", faults.at(1))
    for number, line in enumerate(lines, 1):
        if len(line) > WIDEST:
            message = f"this line has more than {WIDEST} characters"
            faults.add("too-wide", message, faults.at(number, WIDEST))
    return not faults.diagnostics


def _slides(lines: Sequence[str], front: FrontMatter, faults: Faults) -> tuple[Slide, ...]:
    read = read_slides(lines, front.ends_at, front.nodes, faults)
    if read is None:
        return ()
    slides = tuple(read.done)
    judge(read.references, slides, faults)
    return slides


def read_slides(
    lines: Sequence[str], first: int, nodes: tuple[str, ...] | None, faults: Faults
) -> Slides | None:
    """The slides of the lines from index ``first`` on, read; None where there are none.

    The tasks that they name by id are still to be judged (``references.judge``).
    """
    page = spring(lines, first, faults)
    env: dict[str, Any] = {}
    markdown = inline.parser()
    tokens = markdown.parse(page.text, env)
    reading = Reading(page, faults, markdown, env, nodes)
    _judge_depth(tokens, reading)
    if not tokens:
        message = "the chapter has no slides"
        faults.add("no-slides", message, page.position(len(page.lines)), "write `# Title`")
        return None
    slides = Slides(reading, Blocks(reading, tokens))
    slides.read()
    return slides


def _judge_depth(tokens: Sequence[Token], reading: Reading) -> None:
    for token in tokens:
        if token.level >= inline.DEEPEST:
            line = token.map[0] if token.map else 0
            reading.faults.hides_tasks = True
            message = "lists and quotes nest too deep here"
            reading.faults.add("too-deep", message, reading.page.position(line))
            return


def _chapter(
    front: FrontMatter, slides: tuple[Slide, ...], path: Path, faults: Faults
) -> Chapter | None:
    if front.title is None or front.minutes is None or front.nodes is None or front.start is None:
        return None
    return Chapter(
        name=path.stem,
        path=path,
        title=front.title,
        minutes=front.minutes,
        nodes=front.nodes,
        start=front.start,
        slides=slides,
        position=faults.at(1),
        positions=dict(front.positions),
    )
