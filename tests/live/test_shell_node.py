"""The shell of a real node: the image has all it needs; power takes it away and gives it back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import NodeError, ShellLost
from swarmlab.nodes.shell import captures_script
from tests.live.nest import wait_until
from tests.nodes.shell.local import SGR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.nodes.node import Node
    from swarmlab.nodes.shell import Shell
    from swarmlab.swarm.command import FinishedCommand

pytestmark = pytest.mark.live


@pytest.fixture
def shell(node: Node) -> Iterator[Shell]:
    with node.shell() as opened:
        yield opened
        opened.end()


def screen(shell: Shell) -> str:
    """The text without its styles: the prompt is bold."""
    rows = (SGR.sub("", row).rstrip() for row in shell.capture().rows)
    return "\n".join(rows).rstrip()


def test_the_prompt_is_that_of_root_on_the_node(shell: Shell) -> None:
    wait_until(lambda: screen(shell).endswith("root@manager1:~#"), "the shell shows it")


def test_the_nodes_docker_answers_in_the_shell(shell: Shell) -> None:
    result = shell.run("docker version --format '{{.Server.Os}}'\ndocker node ls")
    first, second = result.commands
    assert (first.status, first.output) == (0, "linux\n")
    assert second.status == 1
    assert "not a swarm manager" in second.output


def test_the_terminal_knows_utf8_and_its_kind(shell: Shell) -> None:
    result = shell.run("printf 'é─✓\\n'; echo $TERM; stty size")
    text, terminal, columns = result.output.splitlines()
    assert text == "é─✓"
    assert terminal.startswith(("tmux", "screen"))
    assert columns == "30 100"
    assert "é─✓" in screen(shell)


def test_programs_of_the_full_screen_work(shell: Shell) -> None:
    shell.keys(b"top\r")
    wait_until(lambda: "PID" in screen(shell), "the shell shows it")
    assert shell.busy
    shell.keys(b"q")
    wait_until(lambda: not shell.busy, "the shell shows it")


def test_a_shell_outlives_the_program_and_others_have_names(node: Node, shell: Shell) -> None:
    shell.run("mine=1")
    shell.close()
    with node.shell() as again, node.shell("second") as second:
        assert again.run("echo <$mine>".replace("<", "'<'").replace(">", "'>'")).output == "<1>\n"
        assert second.run("echo ${mine-none}").output == "none\n"
        second.end()


def test_captures_written_to_the_node_are_variables_of_its_shells(node: Node, shell: Shell) -> None:
    script = captures_script({"worker_token": "SWMTKN-1-a b'c"})
    node.write("/run/swarmlab/captures.sh", script.encode(), 0o600)
    assert shell.run('echo "$worker_token"').output == "SWMTKN-1-a b'c\n"
    assert "worker_token" not in shell.run("env").output


def test_the_marks_are_not_exported(shell: Shell) -> None:
    assert "swarmlab" not in shell.run("env").output.lower().replace("swarmlab_expires", "")


def test_a_flood_ends_with_its_last_line(shell: Shell) -> None:
    assert shell.run("seq 1 200000", 60).status == 0
    wait_until(lambda: "200000" in screen(shell), "the shell shows it")


def test_a_paused_node_makes_no_caller_wait_for_ever(node: Node, shell: Shell) -> None:
    heard: list[FinishedCommand] = []
    shell.listen_finished(heard.append)
    shell.run(":")
    node.power("pause")
    try:
        shell.keys(b"echo later\r")
        with pytest.raises(NodeError):
            shell.capture()
        with pytest.raises(ShellLost):
            node.shell("another")
    finally:
        node.power("unpause")
    wait_until(lambda: [each.text for each in heard] == [":", "echo later"], "the shell shows it")


def test_a_killed_node_loses_its_shell_and_gives_a_fresh_one(node: Node, shell: Shell) -> None:
    told = threading.Event()
    shell.run("mine=1")
    shell.listen(lambda: told.set() if shell.lost else None)
    node.power("kill")
    assert told.wait(15)
    with pytest.raises(ShellLost):
        shell.run("echo x")
    with pytest.raises(ShellLost):
        node.shell()
    node.power("start")
    with node.shell() as fresh:
        assert fresh.run("echo ${mine-none}").output == "none\n"
