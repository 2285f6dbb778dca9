"""Units that are pasted for the learner's Enter, and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import ShellBusy
from swarmlab.nodes.shell import OfferPhase
from tests.nodes.shell.local import eventually, needs_tmux, shown

if TYPE_CHECKING:
    from swarmlab.nodes.shell import Shell, UnitResult

pytestmark = needs_tmux

EDITED, RUNNING, FINISHED = OfferPhase.EDITED, OfferPhase.RUNNING, OfferPhase.FINISHED
UNFINISHED, ABANDONED = OfferPhase.UNFINISHED, OfferPhase.ABANDONED


class Heard:
    """What became of an offered unit."""

    def __init__(self) -> None:
        self.phases: list[OfferPhase] = []
        self.result: UnitResult | None = None

    def __call__(self, phase: OfferPhase, result: UnitResult | None) -> None:
        self.phases.append(phase)
        self.result = result


def offered(shell: Shell, text: str) -> Heard:
    heard = Heard()
    shell.offer(text, heard)
    last = text.strip().splitlines()[-1]
    eventually(lambda: shown(shell).rstrip().endswith(last))
    return heard


def test_enter_runs_the_unit_as_one(shell: Shell) -> None:
    heard = offered(shell, "echo a\nfalse\n")
    assert heard.phases == []
    shell.keys(b"\r")
    eventually(lambda: FINISHED in heard.phases)
    assert heard.phases == [RUNNING, FINISHED]
    assert heard.result is not None
    assert [(each.text, each.status) for each in heard.result.commands] == [
        ("echo a", 0),
        ("false", 1),
    ]
    assert heard.result.output == "a\n"


def test_it_stands_out_until_it_runs(shell: Shell) -> None:
    def pasted_rows() -> list[str]:
        return [row for row in shell.capture().rows if "echo a" in row]

    heard = offered(shell, "echo a")
    assert "\x1b[7mecho a" in pasted_rows()[-1]
    shell.keys(b"\r")
    eventually(lambda: FINISHED in heard.phases)
    assert all("\x1b[7m" not in row for row in pasted_rows())


def test_another_key_means_edited_and_another_text_abandons_it(shell: Shell) -> None:
    heard = offered(shell, "echo a")
    shell.keys(b"b")
    eventually(lambda: heard.phases == [EDITED])
    shell.keys(b"\r")
    eventually(lambda: heard.phases == [EDITED, ABANDONED])
    assert "ab" in shown(shell)


def test_an_edit_that_was_undone_still_counts(shell: Shell) -> None:
    heard = offered(shell, "# say it\necho a")
    shell.keys(b"b")
    shell.keys(b"\x7f")
    shell.keys(b"\r")
    eventually(lambda: heard.phases == [EDITED, FINISHED])


def test_giving_the_line_up_abandons_it(shell: Shell) -> None:
    heard = offered(shell, "echo a")
    shell.keys(b"\x03")
    eventually(lambda: heard.phases == [EDITED, ABANDONED])


def test_another_unit_takes_its_place(shell: Shell) -> None:
    first = offered(shell, "echo first")
    second = offered(shell, "echo second")
    eventually(lambda: first.phases == [ABANDONED])
    shell.keys(b"\r")
    eventually(lambda: FINISHED in second.phases)
    assert second.result is not None
    assert second.result.output == "second\n"
    eventually(lambda: shown(shell).rstrip().endswith("#"))


def test_the_runner_takes_its_place(shell: Shell) -> None:
    heard = offered(shell, "echo offered")
    assert shell.run("echo run").output == "run\n"
    eventually(lambda: heard.phases == [ABANDONED])


def test_half_typed_text_comes_back_after_it(shell: Shell) -> None:
    shell.keys(b"docker ps")
    eventually(lambda: "docker ps" in shown(shell))
    heard = offered(shell, "echo a")
    shell.keys(b"\r")
    eventually(lambda: FINISHED in heard.phases)
    eventually(lambda: shown(shell).rstrip().endswith("# docker ps"))


def test_an_incomplete_unit_is_told(shell: Shell) -> None:
    heard = offered(shell, "echo 'open")
    shell.keys(b"\r")
    eventually(lambda: UNFINISHED in heard.phases)
    shell.interrupt()
    eventually(lambda: len(heard.phases) == 2)


def test_a_busy_shell_takes_no_unit(shell: Shell) -> None:
    shell.keys(b"sleep 60\r")
    eventually(lambda: shell.busy)
    with pytest.raises(ShellBusy) as refused:
        shell.offer("echo a", Heard())
    assert refused.value.next_step
    shell.interrupt()


def test_a_lost_shell_abandons_it(shell: Shell) -> None:
    heard = offered(shell, "echo a")
    shell.end()
    eventually(lambda: heard.phases == [ABANDONED])


def test_a_follower_that_was_stopped_hears_no_more(shell: Shell) -> None:
    heard = Heard()
    stop = shell.offer("echo a", heard)
    stop()
    shell.keys(b"\r")
    eventually(lambda: "\na\n" in shown(shell) and not shell.busy)
    assert shell.run("echo on").output == "on\n"
    assert heard.phases == []
