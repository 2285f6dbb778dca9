"""The exercises of decks on real nodes: every verb, each kind of fault, and nothing left over."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.remark import read_deck
from swarmlab.runs import registry
from swarmlab.runs.exercises.clock import CalledOff, Limits
from swarmlab.runs.exercises.deck_run import lab_of, run_deck
from swarmlab.runs.exercises.plan import plan
from tests.live.nest import wait_until
from tests.runs.exercises.decks import deck, deck_of, exercise, slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.deck.deck import Deck
    from swarmlab.runs.engine_ground import EngineGround
    from swarmlab.runs.exercises.outcome import DeckReport, Done
    from swarmlab.runs.ground import Thing
    from swarmlab.runs.store import Store

pytestmark = pytest.mark.live

SHORT = Limits(wait=3.0)
"""For what never comes."""


class Watched:
    """An engine whose runs are remembered, to ask afterwards what it still holds of them."""

    def __init__(self, ground: EngineGround, store: Store) -> None:
        self.ground, self.store = ground, store
        self.runs: set[str] = set()
        self.shown: list[str] = []

    def do(
        self,
        what: Deck,
        *,
        nodes: int = 1,
        start: str = "bare",
        limits: Limits | None = None,
        stopped: threading.Event | None = None,
    ) -> DeckReport:
        return run_deck(
            self.ground, self.store, lab_of(what, Path("deck.md"), nodes, start), plan(what),
            stopped or threading.Event(), self._done, limits=limits,
        )  # fmt: skip

    def _done(self, done: Done) -> None:
        self.runs |= {run.id for run in registry.all_runs(self.store)}
        self.shown.append(f"{done.planned.action.verb}: {done.outcome.says}")

    def left(self) -> list[Thing]:
        return [thing for run in self.runs for thing in self.ground.listing(run)]


@pytest.fixture
def watched(ground: EngineGround, store: Store) -> Iterator[Watched]:
    made = Watched(ground, store)
    yield made
    assert made.runs or not made.shown
    assert made.left() == []
    assert registry.all_runs(store) == ()


def kinds(report: DeckReport) -> list[str]:
    return [done.outcome.kind for done in report.done]


def test_a_deck_with_every_verb_works(watched: Watched) -> None:
    making = exercise(
        ("bash", "docker swarm init"),
        ("hide", "docker node ls"),
        ("bash", "docker service create --name web localhost/app:1\necho made $((6 * 7))"),
        ("wait", "made 42"),
        ("bash", "docker swarm join-token worker"),
        ("copy", r"SWMTKN-1-[0-9a-z-]*"),
        ("keys", "test -n "),
        ("paste", ""),
        ("key", "^J"),
        ("check", ""),
        ("open", "http://node1:8000"),
    )
    watching = exercise(
        ("bash", "watch docker node ls"),
        ("wait", "Leader"),
        ("tmux", "split-pane -v"),
        ("bash", "docker run -it --rm --name inner localhost/app:1 sh"),
        ("bash", "echo inside $(hostname | wc -c)"),
        ("wait", "inside 13"),
        ("key", "^D"),
        ("check", "docker info"),
        ("key", "^D"),
        ("key", "^C"),
        ("bash", "printf 'echo said-%s\\n' again"),
        ("copypaste", r"echo said-again"),
        ("longwait", "said-again"),
        ("tmux", "resize-pane -Z"),
        line=60,
    )  # fmt: skip
    report = watched.do(deck(slide(making), slide(watching)))
    assert report.faults == (), "\n".join(watched.shown)
    assert kinds(report).count("skipped") == 2
    assert kinds(report).count("came") == 4


def test_a_written_deck_works(watched: Watched) -> None:
    parsed = read_deck(Path(__file__).parent / "decks" / "first-swarm.md")
    assert parsed.diagnostics == ()
    assert parsed.deck is not None
    report = watched.do(parsed.deck)
    assert report.faults == (), "\n".join(watched.shown)
    assert [done.planned.action.verb for done in report.done if done.outcome.kind == "skipped"] == [
        "open",
    ]  # fmt: skip


def test_a_failing_command_is_told_with_its_status_and_the_rest_goes_on(watched: Watched) -> None:
    report = watched.do(
        deck_of(("bash", "docker node ls"), ("bash", "true"), ("bash", "sh -c 'exit 7'"))
    )
    assert kinds(report) == ["failed", "ran", "failed"]
    first, _, last = (done.outcome for done in report.done)
    assert "not a swarm manager" in first.output
    assert (first.words, last.words) == ("exit 1", "exit 7")


def test_a_wait_that_never_comes_is_timed_out_and_the_next_exercise_is_done(
    watched: Watched,
) -> None:
    never = exercise(("bash", "ping localhost"), ("wait", "never this"), ("bash", "echo no"))
    report = watched.do(deck(slide(never, exercise(("bash", "true"), line=50))), limits=SHORT)
    assert kinds(report) == ["ran", "timed out", "skipped", "ran"]
    assert "localhost" in report.done[1].outcome.output


def test_an_unknown_verb_is_an_error(watched: Watched) -> None:
    report = watched.do(deck_of(("bsah", "true"), ("bash", "true")))
    assert kinds(report) == ["unknown", "ran"]


@pytest.mark.parametrize("verb", ["key", "keys"])
def test_a_command_in_the_foreground_is_ended_with_ctrl_c(watched: Watched, verb: str) -> None:
    said = (("bash", "docker events"), (verb, "^C"), ("bash", "echo $((40 + 2))"), ("check", ""))
    report = watched.do(deck_of(*said))
    assert kinds(report) == ["ran"] * 4
    assert report.done[0].outcome.words == "goes on"


def test_two_nodes_are_in_a_swarm_and_ssh_goes_to_the_other(watched: Watched) -> None:
    report = watched.do(
        deck_of(
            ("bash", "docker node ls --format '{{.Hostname}} {{.ManagerStatus}}' | sort"),
            ("wait", "node1 Leader\nnode2"),
            ("bash", "ssh node2"),
            ("bash", "docker info --format '{{.Swarm.ControlAvailable}} {{.Name}}'"),
            ("wait", "false node2"),
            ("bash", "exit"),
            ("bash", "test $(hostname) = node1"),
        ),
        nodes=2,
        start="swarm",
    )  # fmt: skip
    assert report.holds, watched.shown


def test_a_worker_is_joined_with_what_was_copied(watched: Watched) -> None:
    report = watched.do(
        deck_of(
            ("bash", "docker swarm init"),
            ("bash", "docker swarm join-token worker"),
            ("copy", r"docker swarm join --token SWMTKN.*?:2377"),
            ("bash", "ssh node2"),
            ("paste", ""),
            ("key", "Enter"),
            ("wait", "This node joined a swarm as a worker"),
            ("key", "^D"),
            ("check", "docker node ls | grep node2"),
        ),
        nodes=2,
    )
    assert report.holds, watched.shown


def test_called_off_in_the_middle_of_a_wait_nothing_stays(watched: Watched) -> None:
    stopped = threading.Event()
    caught: list[BaseException] = []

    def run() -> None:
        try:
            watched.do(deck_of(("bash", "sleep 600"), ("longwait", "never")), stopped=stopped)
        except CalledOff as fault:
            caught.append(fault)

    begun = time.monotonic()
    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: bool(watched.shown), "the command was entered")
    stopped.set()
    thread.join(60)
    assert caught
    assert time.monotonic() - begun < Limits().longwait


def objects_of(ground: EngineGround, lab: str) -> int:
    """How many containers, networks and volumes carry the name of a deck."""
    api, only = ground.engine.api, {"label": f"swarmlab.lab={lab}"}
    return (
        len(api.containers(all=True, filters=only))
        + len(api.networks(filters=only))
        + len(api.volumes(filters=only).get("Volumes") or ())
    )


@pytest.mark.parametrize(
    ("signal_sent", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_nothing_stays_of_a_program_that_is_ended(
    ground: EngineGround, tmp_path: Path, signal_sent: signal.Signals, status: int
) -> None:
    name = f"ended{secrets.token_hex(4)}"
    said = ".lab[\n<!--\n```bash sleep 600```\n```longwait never```\n-->\n]\n"
    (tmp_path / f"{name}.md").write_text(f"# Long\n\n{said}")
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "swarmlab", "test", f"{name}.md"],
        cwd=tmp_path, env={**os.environ, "SWARMLAB_STATE": str(tmp_path / "state")},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as program:  # fmt: skip
        assert program.stdout is not None
        assert any("sleep 600" in line for line in program.stdout)
        assert objects_of(ground, name)
        program.send_signal(signal_sent)
        assert program.wait(60) == status
    wait_until(lambda: not objects_of(ground, name), "all of it is gone")
