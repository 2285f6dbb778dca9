"""``swarmlab`` without a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from swarmlab.cli import main, start
from swarmlab.cli.settings import Settings
from swarmlab.errors import RunHeld, UsageError
from swarmlab.tui.app import SwarmlabApp

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_without_a_terminal_the_lab_plays_itself(place: Place) -> None:
    shown = place.run("small")
    assert shown.exit_code == 0, shown.output
    assert "## Make it" in shown.stdout
    assert "small: every task holds" in shown.stdout
    assert not place.ground.nodes_of


def test_the_lab_may_be_an_option(place: Place) -> None:
    assert "## Make it" in place.run("--lab", "small").stdout


def test_a_task_that_does_not_hold_is_exit_code_1(place: Place) -> None:
    chapter = place.folder / "slides" / "first.md"
    text = chapter.read_text().replace("docker swarm init\n```\n\n- [ ]", "echo no\n```\n\n- [ ]")
    chapter.write_text(text)
    shown = place.run("small")
    assert shown.exit_code == 1
    assert "small: not every task holds" in shown.stdout


def test_a_misspelt_command_is_told_from_a_lab(place: Place) -> None:
    shown = place.run("statsu")
    assert shown.exit_code == 2
    assert "statsu is neither a command nor a lab" in shown.stderr
    assert "did you mean status?" in shown.stderr


def test_a_faulty_lab_is_exit_code_1_with_its_places(place: Place) -> None:
    (place.folder / "slides" / "first.md").write_text("no front matter\n")
    shown = place.run("small")
    assert shown.exit_code == 1
    assert "first.md:1:1" in shown.stderr


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_cannot_show_screens_is_said(
    place: Place, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(SwarmlabApp, "run", lambda _: pytest.fail("a blank screen"))
    monkeypatch.setenv("TERM", kind)
    with click.Context(main.cli), pytest.raises(UsageError, match=f"TERM is {kind}"):
        start._on_screen(Settings())


def test_a_lab_that_could_not_be_opened_is_said_again_when_the_screen_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(app: SwarmlabApp) -> None:
        app.failure = RunHeld("another program has it")

    monkeypatch.setattr(SwarmlabApp, "run", run)
    with click.Context(main.cli), pytest.raises(RunHeld):
        start._on_screen(Settings())
