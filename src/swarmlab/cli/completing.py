"""Completion of labs, chapters, steps and nodes: read from files, never from the engine.

A completion that fails is worse than none, so whatever goes wrong means no suggestions.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import click

    from swarmlab.runs.model import Lab

    Complete = Callable[[click.Context, click.Parameter | None, str], list[str]]


def _completes(source: Callable[[click.Context], Iterable[str]]) -> Complete:
    """Turn a source of words into what click asks for."""

    def complete(context: click.Context, _: click.Parameter | None, incomplete: str) -> list[str]:
        found: list[str] = []
        with contextlib.suppress(Exception):
            found.extend(word for word in source(context) if word.startswith(incomplete))
        return list(dict.fromkeys(found))

    return complete


@_completes
def labs(_: click.Context) -> Iterator[str]:
    """Names of labs."""
    from swarmlab.runs import labfile

    yield from (path.stem for path in labfile.all_labs())


@_completes
def chapters(context: click.Context) -> Iterator[str]:
    """Names of chapters."""
    for lab in _labs_meant(context):
        yield from (chapter.name for chapter in lab.chapters)


@_completes
def steps(context: click.Context) -> Iterator[str]:
    """Chapters, and their steps as ``chapter#slug``."""
    for lab in _labs_meant(context):
        for chapter in lab.chapters:
            yield chapter.name
            yield from (step.id for step in chapter.steps)


@_completes
def nodes(context: click.Context) -> Iterator[str]:
    """Names of nodes."""
    for lab in _labs_meant(context):
        yield from (node.name for node in lab.nodes)


@_completes
def labs_and_chapters(context: click.Context) -> Iterator[str]:
    """What ``swarmlab test`` takes."""
    yield from labs(context, None, "")
    yield from chapters(context, None, "")


def _labs_meant(context: click.Context) -> Iterator[Lab]:
    """The lab named so far, or every lab that can be used."""
    from swarmlab.errors import SwarmlabError
    from swarmlab.runs import labfile

    named = getattr(getattr(context.find_root().obj, "settings", None), "lab", None)
    for lab in [named] if named else labfile.all_labs():
        with contextlib.suppress(SwarmlabError):
            yield labfile.load(lab)
