"""``swarmlab clean`` lists, asks, and spares what is needed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.nodes import clean, image
from swarmlab.nodes.clean import Leftover, RunOnEngine
from swarmlab.nodes.engine import Engine
from swarmlab.nodes.image import OldImage
from swarmlab.runs import registry
from swarmlab.runs.hold import Hold
from swarmlab.runs.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Place


class OnEngine:
    """What the engine holds, by run; ``nodes.clean`` decides over it for real."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs: dict[str, RunOnEngine] = {}
        monkeypatch.setattr(Engine, "connect", lambda target: contextlib.nullcontext())
        monkeypatch.setattr(clean, "runs", lambda engine: tuple(self.runs.values()))
        monkeypatch.setattr(clean, "remove_run", self._remove)
        self.images: list[OldImage] = []
        self.used: set[str] = set()
        monkeypatch.setattr(image, "old", lambda engine: tuple(self.images))
        monkeypatch.setattr(image, "remove", self._remove_image)

    def add(self, run: str, owner: str = "ada", expires: float = 0) -> None:
        self.runs[run] = RunOnEngine(run, "small", owner, expires, ("manager1",), 1, 1, 1)

    def _remove_image(self, engine: Any, old: OldImage) -> bool:
        if old.reference in self.used:
            return False
        self.images.remove(old)
        return True

    def _remove(self, engine: Any, run: str) -> int:
        del self.runs[run]
        return 3


@pytest.fixture
def engine(place: Place, monkeypatch: pytest.MonkeyPatch) -> OnEngine:
    return OnEngine(monkeypatch)


@pytest.fixture
def run(place: Place) -> Iterator[registry.Run]:
    with Store() as store:
        yield registry.make_run(store, "small", "ada", "labs/small.toml")


def test_nothing_left_is_no_error(place: Place, engine: OnEngine) -> None:
    shown = place.run("clean")
    assert (shown.exit_code, shown.stderr) == (0, "nothing is left over\n")


def test_it_asks_nobody_when_nobody_is_there(
    place: Place, engine: OnEngine, run: registry.Run
) -> None:
    engine.add(run.id)
    shown = place.run("clean")
    assert shown.exit_code == 2
    assert "swarmlab clean --yes" in shown.stderr
    assert engine.runs


def test_leftovers_are_listed_and_removed(
    place: Place, engine: OnEngine, run: registry.Run
) -> None:
    engine.add(run.id)
    shown = place.run("clean", "--yes")
    assert shown.exit_code == 0, shown.output
    assert "its program is gone" in shown.stdout
    assert "removed small for ada" in shown.stdout
    assert not engine.runs


def test_kept_runs_and_those_of_others_stay(
    place: Place, engine: OnEngine, run: registry.Run
) -> None:
    with Store() as store:
        registry.begin_attempt(store, run.id, "first", expires=9e9)
        registry.set_state(store, run.id, "kept")
    engine.add(run.id)
    engine.add("another's", owner="bob")
    place.run("clean", "--yes")
    assert set(engine.runs) == {run.id, "another's"}


def test_a_run_open_in_a_program_stays(place: Place, engine: OnEngine, run: registry.Run) -> None:
    engine.add(run.id)
    with Store() as store:
        hold = Hold.take(store, run)
        place.run("clean", "--yes")
        hold.end()
    assert set(engine.runs) == {run.id}


def test_all_means_all_and_progress_says_down(
    place: Place, engine: OnEngine, run: registry.Run
) -> None:
    with Store() as store:
        registry.begin_attempt(store, run.id, "first", expires=9e9)
        registry.set_state(store, run.id, "kept")
        engine.add(run.id)
        engine.add("another's", owner="bob")
        shown = place.run("clean", "--all", "--yes")
        assert registry.get_run(store, run.id).state == "down"
    assert not engine.runs
    assert "removed small for bob" in shown.stdout


def test_a_run_opened_while_it_asked_stays(
    place: Place, engine: OnEngine, run: registry.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add(run.id)
    with Store() as store:
        hold = Hold.take(store, run)
        monkeypatch.setattr(
            clean, "leftovers",
            lambda *_, **__: (Leftover(engine.runs[run.id], "its program is gone"),),
        )  # fmt: skip
        shown = place.run("clean", "--yes")
        hold.end()
    assert "was opened meanwhile" in shown.stderr
    assert engine.runs


def test_old_images_are_listed_and_removed_save_those_in_use(
    place: Place, engine: OnEngine
) -> None:
    engine.images = [
        OldImage("swarmlab/node:0123456789ab", 218 << 20),
        OldImage("swarmlab/node:b", 1),
    ]
    engine.used = {"swarmlab/node:b"}
    shown = place.run("clean")
    assert shown.exit_code == 2
    assert "swarmlab/node:0123456789ab" in shown.stdout
    assert "218 MB" in shown.stdout
    shown = place.run("clean", "--yes")
    assert shown.exit_code == 0, shown.output
    assert "removed swarmlab/node:0123456789ab" in shown.stdout
    assert "swarmlab/node:b is used by a container: it stays" in shown.stderr
    assert [left.reference for left in engine.images] == ["swarmlab/node:b"]
