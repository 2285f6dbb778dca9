"""Somebody looks at a shell that another uses, on this machine's own tmux."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import ShellLost
from swarmlab.nodes.shell import Onlooker
from tests.nodes.shell.local import PipeStream, eventually, needs_tmux, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.nodes.shell import Shell
    from tests.nodes.shell.local import Local

pytestmark = needs_tmux


def look(local: Local, may_type: Callable[[], bool] | None = None) -> Onlooker:
    return Onlooker.over(
        lambda argv: PipeStream(argv, local.home),
        node="manager1",
        may_type=may_type,
        directory=str(local.directory),
    )


@pytest.fixture
def eyes(local: Local, shell: Shell) -> Iterator[Onlooker]:
    opened = look(local)
    yield opened
    opened.end()


def test_who_looks_sees_what_is_typed(shell: Shell, eyes: Onlooker) -> None:
    told: list[bool] = []
    eyes.listen(lambda: told.append(True))
    shell.keys(b"echo half-typed")
    eventually(lambda: "echo half-typed" in shown(eyes))
    assert told
    assert eyes.capture().cursor == shell.capture().cursor


def test_who_looks_cannot_type(shell: Shell, eyes: Onlooker) -> None:
    eyes.keys(b"echo intruder\r")
    eyes.paste("echo intruder\n")
    assert shell.run("echo honest").output == "honest\n"
    assert "intruder" not in shown(shell)


def test_who_looks_never_changes_the_size(local: Local) -> None:
    shell = local.open(columns=91, rows=17)
    shell.run(":")
    eyes = look(local)
    eyes.resize(40, 5)
    eyes.capture()
    shell.run(":")
    state = shell.capture().state
    assert (state.columns, state.height) == (91, 17)
    assert (eyes.capture().state.columns, eyes.capture().state.height) == (91, 17)
    eyes.end()


def test_a_guest_types_while_the_user_lets_it(local: Local, shell: Shell) -> None:
    agreed = [False]
    guest = look(local, lambda: agreed[0])
    guest.keys(b"echo too early\r")
    agreed[0] = True
    guest.keys(b"echo w'as' let in\r")
    eventually(lambda: "was let in" in shown(shell))
    assert "too early" not in shown(shell)
    agreed[0] = False
    guest.keys(b"echo too late\r")
    shell.run(":")
    assert "too late" not in shown(shell)
    guest.end()


def test_the_shell_goes_on_when_nobody_looks_any_more(shell: Shell, eyes: Onlooker) -> None:
    eyes.end()
    assert eyes.lost
    with pytest.raises(ShellLost):
        eyes.capture()
    assert shell.run("echo on").output == "on\n"


def test_who_looks_learns_of_the_end(shell: Shell, eyes: Onlooker) -> None:
    shell.end()
    eventually(lambda: eyes.lost)


def test_a_shell_that_nobody_opened_cannot_be_looked_at(local: Local) -> None:
    local.directory.mkdir()
    with pytest.raises(ShellLost, match="could not be opened"):
        look(local)
