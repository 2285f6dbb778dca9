"""The way in and out: help, the table of commands, options, errors, pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from swarmlab.cli.lazy import LazyGroup
from swarmlab.cli.main import SECTIONS, cli
from swarmlab.cli.output import result
from swarmlab.cli.settings import current, lab_argument, takes_run
from swarmlab.errors import CheckFailed, RunNotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ENTRIES = [entry for section in SECTIONS for entry in section.entries]


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a function as the command ``probe``."""

    def run(function: Callable[..., Any], *words: str, **extra: Any) -> Result:
        command = click.command("probe")(takes_run(lab_argument(function)))
        entries = {**cli._entries, "probe": ENTRIES[0]}
        monkeypatch.setattr(cli, "_entries", entries)
        known = cli.get_command
        monkeypatch.setattr(
            cli, "get_command", lambda ctx, name: command if name == "probe" else known(ctx, name)
        )
        return CliRunner().invoke(cli, list(words) or ["probe"], **extra)

    return run


def raises(error: BaseException) -> Callable[[], None]:
    def function() -> None:
        raise error

    return function


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_table_of_commands_says_what_each_command_says(entry: Any) -> None:
    command = cli.get_command(click.Context(cli), entry.name)
    assert command is not None
    assert command.name == entry.name
    assert (command.help or "").splitlines()[0] == entry.words


@pytest.mark.parametrize("word", ["stats"])
def test_so_does_the_table_of_slides(word: str) -> None:
    group = cli.get_command(click.Context(cli), "slides")
    assert isinstance(group, LazyGroup)
    command = group.get_command(click.Context(group), word)
    assert command is not None
    assert (command.help or "").splitlines()[0] == group._entries[word].words


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_command_has_help(entry: Any) -> None:
    shown = CliRunner().invoke(cli, [entry.name, "--help"])
    assert shown.exit_code == 0
    assert entry.words in shown.output


def test_help_documents_the_exit_codes() -> None:
    shown = CliRunner().invoke(cli, ["--help"])
    assert "Exit codes:" in shown.stdout
    assert all(entry.name in shown.stdout for entry in ENTRIES if entry.name != "start")


@pytest.mark.parametrize(
    "words",
    [
        ["--lab", "a", "probe"],
        ["probe", "--lab", "a"],
        ["probe", "a"],
        ["--lab", "b", "probe", "--lab", "a"],
        ["probe", "a", "--lab", "a"],
    ],
)
def test_the_lab_may_be_said_anywhere(run_as: Callable[..., Result], words: list[str]) -> None:
    shown = run_as(lambda: result(str(current().lab)), *words)
    assert shown.stdout == "a\n"


def test_two_different_labs_are_a_contradiction(run_as: Callable[..., Result]) -> None:
    shown = run_as(lambda: None, "probe", "a", "--lab", "b")
    assert shown.exit_code == 2
    assert "LAB is a and --lab is b" in shown.stderr


def test_owner_and_engine_are_remembered(run_as: Callable[..., Result]) -> None:
    seen = []
    run_as(lambda: seen.append(current()), "--engine", "unix:///x", "probe", "--as", "ada")
    assert (seen[0].owner, seen[0].engine) == ("ada", "unix:///x")


def test_an_error_has_message_place_next_step_and_its_own_code(
    run_as: Callable[..., Result],
) -> None:
    error = RunNotFound("no run fits", place="lab x", next_step="swarmlab up x starts one")
    shown = run_as(raises(error))
    assert shown.exit_code == 2
    assert not shown.stdout
    assert shown.stderr == "swarmlab: lab x: no run fits\nnext step: swarmlab up x starts one\n"


def test_a_check_that_failed_is_exit_code_1(run_as: Callable[..., Result]) -> None:
    assert run_as(raises(CheckFailed("red"))).exit_code == 1


def test_a_fault_of_our_own_is_one_sentence_and_how_to_report_it(
    run_as: Callable[..., Result],
) -> None:
    shown = run_as(raises(KeyError("nodes")))
    assert shown.exit_code == 2
    assert "a fault of swarmlab's own: KeyError: 'nodes'" in shown.stderr
    assert "swarmlab doctor --bundle FILE" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize("words", [["--debug", "probe"], ["probe", "--debug"]])
def test_debug_shows_the_traceback(run_as: Callable[..., Result], words: list[str]) -> None:
    shown = run_as(raises(KeyError("nodes")), *words)
    assert "Traceback" in shown.stderr


def test_a_file_that_cannot_be_written_is_no_fault_of_ours(run_as: Callable[..., Result]) -> None:
    shown = run_as(raises(PermissionError(13, "Permission denied", "/x/report.xml")))
    assert shown.stderr == "swarmlab: /x/report.xml: Permission denied\n"
    assert shown.exit_code == 2


def test_ctrl_c_ends_quietly_with_130(run_as: Callable[..., Result]) -> None:
    shown = run_as(raises(KeyboardInterrupt()))
    assert shown.exit_code == 130
    assert not shown.output.strip()


def test_an_unknown_option_is_exit_code_2_with_a_way_out() -> None:
    shown = CliRunner().invoke(cli, ["checks", "--nope"])
    assert shown.exit_code == 2
    assert "swarmlab: No such option" in shown.stderr
    assert "checks --help" in shown.stderr


def test_tokens_in_an_error_are_masked(run_as: Callable[..., Result]) -> None:
    token = f"SWMTKN-1-{'a' * 50}-{'b' * 25}"
    shown = run_as(raises(RunNotFound(f"join with {token}")))
    assert "SWMTKN-1-aaaa…" in shown.stderr
    assert token not in shown.stderr


def test_control_characters_never_reach_the_terminal(run_as: Callable[..., Result]) -> None:
    shown = run_as(lambda: result("a\x1b]0;owned\x07b\u202ec"), color=True)
    assert shown.stdout == "abc\n"


def start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "swarmlab", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_a_closed_pipe_is_quiet() -> None:
    with start("checks", "--json") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert not program.stderr.read()
        assert program.wait(30) in {141, -signal.SIGPIPE}


def test_a_terminal_that_speaks_only_ascii_breaks_nothing() -> None:
    with start("--help", PYTHONIOENCODING="ascii", LC_ALL="C") as program:
        output, errors = program.communicate(timeout=30)
    assert program.returncode == 0
    assert b"Exit codes" in output
    assert not errors


def test_lists_in_help_stay_lists() -> None:
    shown = CliRunner().invoke(cli, ["node", "--help"])
    assert "\n  start    after a kill\n" in shown.stdout


def test_what_the_rooms_log_is_not_written_over_the_terminal() -> None:
    code = (
        "import logging, sys\n"
        "from swarmlab.cli import main\n"
        "main.cli.main = lambda **_: logging.getLogger('swarmlab.runs.bus').error('boo')\n"
        "try:\n    main.main()\nexcept AssertionError:\n    pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "boo" not in done.stderr
