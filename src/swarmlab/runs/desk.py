"""The start screen's source: labs with their progress, the engine, and opening a session."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.errors import EngineError, EngineMissing
from swarmlab.runs import labfile, orphans, registry, service
from swarmlab.runs.entries import ChapterEntry, EngineWord, LabEntry
from swarmlab.runs.hold import Hold
from swarmlab.runs.model import Place
from swarmlab.runs.progress import Progress
from swarmlab.runs.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from swarmlab.runs.ground import Ground
    from swarmlab.runs.labfile import LabReading
    from swarmlab.runs.model import Lab
    from swarmlab.runs.store import Store


class Desk:
    """Implements the screens' ``Desk``.

    Args:
        store: the progress file.
        connect: reaches the engine; called again while it is missing.
        owner: whose runs; the OS user's without one.
        extra: lab files named by path, beside those found by name.
    """

    def __init__(
        self,
        store: Store,
        connect: Callable[[], Ground],
        owner: str | None = None,
        extra: Sequence[Path] = (),
    ) -> None:
        self._store = store
        self._connect = connect
        self._owner = owner or registry.this_owner()
        self._extra = tuple(extra)
        self._ground: Ground | None = None
        self._reaching = threading.Lock()

    def labs(self) -> Sequence[LabEntry]:
        """Every lab that can be found, faulty ones too."""
        paths = dict.fromkeys((*self._extra, *labfile.all_labs()))
        return tuple(self._entry(labfile.read(path)) for path in paths)

    def engine(self) -> EngineWord:
        """Ask the engine, within two seconds."""
        try:
            ground = self._reach()
            left = ground.leftovers(lambda run: orphans.is_needed(self._store, run))
            return replace(ground.word(), leftovers=left)
        except EngineError as fault:
            self._ground = None
            return EngineWord.of_fault(fault)

    def open(self, lab: str) -> Session:
        """Take (or make) the owner's run of a lab; brings nothing up yet.

        Raises:
            SwarmlabError: with its next step.
        """
        loaded = labfile.load(self._path(lab))
        ground = self._reach()
        orphans.clear(ground, self._store)
        run = registry.make_run(self._store, loaded.name, self._owner, str(loaded.path.resolve()))
        hold = Hold.take(self._store, run)
        try:
            _put_where_it_goes_on(self._store, hold, loaded)
            session = Session(ground, hold, loaded)
            session.resume()
        except BaseException:
            hold.end()
            raise
        hold.serve(lambda request: service.do(session, request))
        session.attend()
        return session

    def forget(self, lab: str) -> None:
        """Drop the stored progress of a lab, and its nodes if it runs."""
        run = registry.find_run(self._store, labfile.read(self._path(lab)).name, self._owner)
        if run is None:
            return
        hold = Hold.take(self._store, run)
        try:
            if hold.run.state != "down":
                self._reach().remove(run.id)
        except BaseException:
            hold.end()
            raise
        hold.forget()

    def _reach(self) -> Ground:
        """The engine, cleared of orphans when it is reached first.

        The lock lets nobody open a run while it is cleared.
        """
        with self._reaching:
            if self._ground is None:
                ground = self._connect()
                with contextlib.suppress(EngineError):  # the screen counts what is left
                    orphans.clear(ground, self._store)
                self._ground = ground
            elif not self._ground.answers():
                self._ground = None
                raise EngineMissing("no Docker Engine answers", next_step="start it: `make engine`")
            return self._ground

    def _path(self, lab: str) -> Path:
        return next((p for p in self._extra if p.stem == lab), None) or labfile.find(lab)

    def _entry(self, reading: LabReading) -> LabEntry:
        run = registry.find_run(self._store, reading.name, self._owner)
        done = Progress(self._store, run.id).done_steps() if run else {}
        lab = reading.lab
        chapters = _chapters(lab, done) if lab else ()
        return LabEntry(
            name=reading.name,
            title=reading.title,
            summary=reading.summary,
            minutes=lab.minutes if lab else 0,
            chapters=chapters,
            nodes=len(lab.nodes) if lab else 0,
            steps=sum(chapter.steps for chapter in chapters),
            steps_done=sum(chapter.steps_done for chapter in chapters),
            goes_on_at=_goes_on_at(lab, run, done) if lab and run else None,
            done_on=_done_on(lab, done) if lab else "",
            running=run is not None and run.state == "kept",
            fault=str(reading.diagnostics[0]) if reading.diagnostics else "",
            faults=len(reading.diagnostics),
        )


def _chapters(lab: Lab, done: Mapping[str, float]) -> tuple[ChapterEntry, ...]:
    return tuple(
        ChapterEntry(
            bound.name,
            bound.chapter.title,
            bound.chapter.minutes,
            len(bound.steps),
            sum(step.id in done for step in bound.steps),
        )
        for bound in lab.chapters
    )


def _goes_on_at(lab: Lab, run: registry.Run, done: Mapping[str, float]) -> Place | None:
    """The stored place, but not beyond a step of its chapter that is still open."""
    if run.place is None or _all_done(lab, done):
        return None
    names = [chapter.name for chapter in lab.chapters]
    if run.place.chapter not in names:
        return None
    chapter = lab.chapter(run.place.chapter)
    is_open = (step.slide.index for step in chapter.steps if step.id not in done)
    last = len(chapter.chapter.slides) - 1
    return Place(chapter.name, min(run.place.slide, next(is_open, last), last))


def _all_done(lab: Lab, done: Mapping[str, float]) -> bool:
    return all(step.id in done for step in lab.steps)


def _done_on(lab: Lab, done: Mapping[str, float]) -> str:
    if not lab.steps or not _all_done(lab, done):
        return ""
    moment = time.localtime(max(done[step.id] for step in lab.steps))
    return f"{moment.tm_mday} {time.strftime('%B', moment)}"


def _put_where_it_goes_on(store: Store, hold: Hold, lab: Lab) -> None:
    if hold.run.state == "kept":
        return
    done = Progress(store, hold.run.id).done_steps()
    place = _goes_on_at(lab, hold.run, done) or Place(lab.chapters[0].name)
    registry.set_place(store, hold.run.id, place)
    hold.run = registry.get_run(store, hold.run.id)
