"""``class pause``, ``resume``, ``lock`` and ``release``: how fast the class goes."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.class_who import as_json_option, lab_meant
from swarmlab.cli.output import result, result_json
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.runs.store import Store


@click.command()
@click.argument("words", nargs=-1)
@as_json_option
@takes("lab", "engine")
def pause(words: tuple[str, ...], *, as_json: bool) -> None:
    """Stop every screen for a discussion.

    WORDS stand on the screens meanwhile.
    """
    from swarmlab.runs.classroom import board

    with _room() as (store, lab):
        board.pause(store, lab, " ".join(words))
        _told(store, lab, f"lab {lab} is paused", as_json=as_json)


@click.command()
@as_json_option
@takes("lab", "engine")
def resume(*, as_json: bool) -> None:
    """Let everybody go on."""
    from swarmlab.runs.classroom import board

    with _room() as (store, lab):
        board.pause(store, lab, None)
        _told(store, lab, f"lab {lab} goes on", as_json=as_json)


_chapter_argument = click.argument("chapter", shell_complete=completing.chapters)


@click.command()
@_chapter_argument
@as_json_option
@takes("lab", "engine")
def lock(chapter: str, *, as_json: bool) -> None:
    """Let nobody enter a chapter.

    Who is in it already stays there.
    """
    from swarmlab.runs.classroom import board

    with _room() as (store, lab):
        _require(store, lab, chapter)
        board.lock(store, lab, chapter, locked=True)
        _told(store, lab, f"nobody may enter {chapter}", as_json=as_json)


@click.command()
@_chapter_argument
@as_json_option
@takes("lab", "engine")
def release(chapter: str, *, as_json: bool) -> None:
    """Let learners enter a chapter again."""
    from swarmlab.runs.classroom import board

    with _room() as (store, lab):
        _require(store, lab, chapter)
        board.lock(store, lab, chapter, locked=False)
        _told(store, lab, f"everybody may enter {chapter}", as_json=as_json)


@contextlib.contextmanager
def _room() -> Iterator[tuple[Store, str]]:
    from swarmlab.runs.store import Store

    with Store() as store:
        yield store, _lab(store)


def _lab(store: Store) -> str:
    """The lab meant; one that is named need not have runs yet."""
    from swarmlab.runs import labfile

    named = current().lab
    return labfile.load(named).name if named else lab_meant(store)


def _require(store: Store, lab: str, chapter: str) -> None:
    """See to it that the lab has the chapter.

    Raises:
        UsageError: it has not.
    """
    from swarmlab.deck.diagnostic import did_you_mean
    from swarmlab.errors import UsageError
    from swarmlab.runs import labfile, registry

    named = current().lab
    path = named or next(run.path for run in registry.all_runs(store) if run.lab == lab)
    names = [bound.name for bound in labfile.load(path).chapters]
    if chapter not in names:
        near = did_you_mean(chapter, names) or f"chapters: {', '.join(names)}"
        raise UsageError(f"lab {lab} has no chapter {chapter}", next_step=near)


def _told(store: Store, lab: str, words: str, *, as_json: bool) -> None:
    from swarmlab.runs.classroom import board

    if as_json:
        locked = sorted(board.locked_chapters(store, lab))
        result_json({"lab": lab, "paused": board.paused(store, lab), "locked": locked})
    else:
        result(words)
