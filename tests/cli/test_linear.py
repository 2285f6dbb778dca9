"""``swarmlab --plain``: a whole lab through pipes, on nodes that are acted out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from swarmlab.cli import main, start
from swarmlab.cli.settings import Settings
from swarmlab.errors import UsageError
from swarmlab.tui.app import SwarmlabApp

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ["--plain", "small"],
        ["small", "--plain"],
        ["--lab", "small", "--plain"],
        ["start", "small", "--plain"],
    ],
)
def test_a_lab_is_opened_in_lines(place: Place, words: list[str]) -> None:
    shown = place.run(*words, input="")
    assert shown.exit_code == 0, shown.output
    assert "small > First, slide 1 of 4" in shown.stdout
    assert not place.ground.nodes_of


def test_a_lab_is_played_to_green_by_commands(place: Place) -> None:
    shown = place.run("--plain", "small", input=typed(
        "next", "run", "next", "run", "run", "next", "run", "next", "yes", "next", "run", "check",
        "quit", "remove",
    ))  # fmt: skip
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.count(" done. ") == 4
    assert "  worker1# docker node ls\n    Error response from daemon: " in shown.stdout
    assert "[x] refused, as it must be: not-a-manager" in shown.stdout
    assert "[x] passed   1 the token is new" in shown.stdout
    assert not place.ground.nodes_of
    assert "4 of 4 steps done" in place.run("status").stdout


def test_tokens_are_masked(place: Place) -> None:
    shown = place.run("--plain", "small", input=typed("n", "r", "n", "r"))
    assert "docker swarm join-token -q worker\n    SWMTKN-1-" in shown.stdout
    assert "…" in shown.stdout.partition("SWMTKN-1-")[2][:6]


def test_nodes_stay_where_keep_was_said(place: Place) -> None:
    assert place.run("--plain", "small", input=typed("next", "run", "keep")).exit_code == 0
    assert place.ground.nodes_of
    shown = place.run("--plain", "small", input="")
    assert "[x] passed   1 manager1 manages" in shown.stdout
    assert "coming up" not in shown.stdout
    assert place.ground.nodes_of
    place.run("--plain", "small", input=typed("quit remove"))
    assert not place.ground.nodes_of


def test_without_a_name_the_labs_are_offered(place: Place) -> None:
    shown = place.run("--plain", input=typed("7", "forget 1", "yes", "1", "next", "quit remove"))
    assert shown.exit_code == 0, shown.output
    assert "1 Small\n  Two chapters.\n  10 min, not begun\n" in shown.stdout
    assert "There is no lab 7: 1 to " in shown.stdout
    assert "Begin Small again?" in shown.stdout
    assert "small > First, slide 2 of 4, step 1 of 3" in shown.stdout


def test_a_faulty_lab_is_said_in_the_list(place: Place) -> None:
    (place.folder / "slides" / "first.md").write_text("no front matter\n")
    shown = place.run("--plain", input=typed("1", "quit"))
    assert "1 Small  [!] " in shown.stdout
    assert "swarmlab lint lists them all" in shown.stdout


def test_a_lab_that_cannot_be_opened_is_an_error(place: Place) -> None:
    shown = place.run("--plain", "smal")
    assert shown.exit_code == 2
    assert "smal" in shown.stderr


def test_a_terminal_without_utf8_is_told_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SwarmlabApp, "run", lambda _: pytest.fail("a broken screen"))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setenv("PYTHONUTF8", "0")
    with click.Context(main.cli), pytest.raises(UsageError, match="the locale is C") as raised:
        start._on_screen(Settings())
    assert "swarmlab --plain" in raised.value.next_step
