"""Chapters for tests: a body behind a front matter that is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.parse import parse_chapter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.diagnostic import Diagnostic
    from swarmlab.deck.model import Block, Chapter, Task

PATH = Path("chapter.md")
FRONT = """\
---
title: A chapter
minutes: 5
nodes: [manager1, worker1]
start: bare
---

"""
BEFORE = FRONT.count("\n")


def chapter(body: str) -> Chapter:
    """The chapter of a body that must have no faults."""
    parsed = parse_chapter(FRONT + body, PATH)
    assert [str(d) for d in parsed.diagnostics] == []
    assert parsed.chapter is not None
    return parsed.chapter


def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a one-slide body below its title, without faults."""
    (slide,) = chapter(f"# Title\n\n{body}").slides
    return slide.blocks[1:]


def tasks(chapter: Chapter) -> Sequence[Task]:
    """All tasks of a chapter."""
    return [task for slide in chapter.slides for task in slide.tasks]


def faults(body: str) -> Sequence[Diagnostic]:
    """The diagnostics of a body."""
    return parse_chapter(FRONT + body, PATH).diagnostics


def found(body: str) -> list[tuple[str, int, int]]:
    """Code, line and column (from 1, within the body) of each diagnostic."""
    return [(d.code, d.position.line - BEFORE, d.position.column) for d in faults(body)]
