"""Typing, the screen, programs, and shells that outlive their clients."""

from __future__ import annotations

import shutil
import subprocess
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import ShellLost
from swarmlab.nodes.shell import Phase
from tests.nodes.shell.local import eventually, needs_tmux, shown

if TYPE_CHECKING:
    from swarmlab.nodes.shell import Shell
    from swarmlab.swarm.command import FinishedCommand
    from tests.nodes.shell.local import Local

pytestmark = needs_tmux


def finished_in(shell: Shell) -> list[FinishedCommand]:
    """A list that grows with every finished command."""
    heard: list[FinishedCommand] = []
    shell.listen_finished(heard.append)
    return heard


def test_keys_reach_the_shell_and_their_echo_is_told(shell: Shell) -> None:
    changed = threading.Event()
    shell.listen(changed.set)
    shell.keys("echo é".encode())
    assert changed.wait(10)
    eventually(lambda: shown(shell).rstrip().endswith("# echo é"))


def test_the_screen_knows_its_cursor_and_size(shell: Shell) -> None:
    shell.run("clear")
    shell.resize(60, 12)
    shell.keys(b"abc")
    eventually(lambda: len(shell.capture().rows) == 12 and "abc" in shown(shell))
    screen = shell.capture()
    rows = shown(shell).split("\n")
    row = next(row for row in rows if "abc" in row)
    assert screen.cursor == (row.index("abc") + 3, rows.index(row))
    assert screen.cursor_visible
    assert not screen.mouse
    assert screen.columns == 60


def test_older_rows_come_before_the_screen(shell: Shell) -> None:
    shell.run("clear; seq 1 500")
    screen = shell.capture(scrollback=100)
    assert screen.older == 100
    numbers = [int(row) for row in screen.rows if row.strip().isdigit()]
    assert numbers == list(range(numbers[0], 501))
    assert len(screen.rows) == 130
    assert screen.cursor[1] == len(screen.rows) - 1


def test_modes_of_a_program_are_seen(shell: Shell) -> None:
    shell.run(r"printf '\e[?25l\e[?1002h\e[?1006h'")
    screen = shell.capture()
    assert not screen.cursor_visible
    assert screen.mouse


def test_cursor_keys_take_the_form_a_program_asked_for(shell: Shell) -> None:
    shell.run(r"printf '\e[?1h'")
    assert shell.capture().application_cursor
    shell.keys(b"cat -v\r")
    eventually(lambda: shell.busy)
    shell.keys(b"\x1b[A")
    shell.keys(b"\r\x04")
    eventually(lambda: "^[OA" in shown(shell))


def test_a_screen_full_of_control_words_stays_a_screen(shell: Shell) -> None:
    words = ("%begin 1 1 1", "%end 1 1 1", "%error 1 1 1", "%output %0 x", "%exit")
    shell.run("clear; for i in 1 2 3 4 5; do printf '%s\\n' '" + "' '".join(words) + "'; done")
    rows = [row.rstrip() for row in shell.capture().rows]
    assert rows.count("%exit") >= 4
    assert shell.run("echo on").output == "on\n"


def test_pasted_text_waits_for_enter(shell: Shell) -> None:
    heard = finished_in(shell)
    shell.paste("echo one\necho two\n")
    eventually(lambda: "echo two" in shown(shell))
    assert not shell.busy
    assert heard == []
    shell.keys(b"\r")
    eventually(lambda: [each.text for each in heard] == ["echo one", "echo two"])


def test_pasted_escapes_cannot_break_out_of_the_bracket(shell: Shell) -> None:
    heard = finished_in(shell)
    shell.paste("echo a\x1b[201~\recho b\recho c")
    eventually(lambda: "echo c" in shown(shell))
    assert shell.run("echo d").output == "d\n"
    eventually(lambda: [each.text for each in heard] == ["echo d"])


def test_a_large_paste_arrives_whole(shell: Shell) -> None:
    text = (
        "cat >/dev/null <<'END'\n" + "\n".join(f'{n} $`"\\~#{{x}}' for n in range(3000)) + "\nEND"
    )
    [done] = shell.run(text, 60).commands
    assert done.text == text


def test_an_interrupt_at_the_prompt_and_an_empty_enter_are_no_commands(shell: Shell) -> None:
    heard = finished_in(shell)
    shell.keys(b"\r")
    shell.keys(b"half\x03")
    eventually(lambda: "^C" in shown(shell))
    assert shell.run("echo on").output == "on\n"
    eventually(lambda: [each.text for each in heard] == ["echo on"])


def test_an_unfinished_command_is_busy_until_it_is_given_up(shell: Shell) -> None:
    shell.keys(b"echo 'open\r")
    eventually(lambda: shell.phase is Phase.UNFINISHED)
    assert shell.busy
    assert shell.interrupt()
    assert shell.run("echo on").output == "on\n"


@pytest.mark.parametrize(
    ("program", "leave"),
    [("vi", b"\x1b:q!\r"), ("less /etc/passwd", b"q"), ("top", b"q"), ("cat", b"\x04")],
)
def test_a_program_keeps_the_shell_busy_until_it_is_left(
    shell: Shell, program: str, leave: bytes
) -> None:
    if shutil.which(program.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{program} is not installed here")
    heard = finished_in(shell)
    shell.keys(program.encode() + b"\r")
    eventually(lambda: shell.busy)
    pid = "[" + program[0] + "]" + program[1:].split(maxsplit=1)[0]
    eventually(lambda: pid_of(shell, pid))
    shell.keys(leave)
    eventually(lambda: not shell.busy and bool(heard), what=shown(shell))
    assert (heard[0].text, heard[0].status) == (program, 0)
    assert shell.run("echo on").output == "on\n"


def pid_of(shell: Shell, _pattern: str) -> bool:
    """Whether the program has drawn or taken the terminal: it then reads its keys itself."""
    state = subprocess.run(
        ["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True
    ).stdout
    return _pattern.replace("[", "").replace("]", "") in state


def test_clear_leaves_the_prompt_and_nothing_else(shell: Shell) -> None:
    shell.run("echo something")
    shell.run("clear")
    eventually(lambda: "something" not in shown(shell))
    assert shell.run("echo on").output == "on\n"


def test_a_shell_outlives_its_client(local: Local, shell: Shell) -> None:
    shell.run("here=left; echo before")
    shell.close()
    assert shell.lost
    again = local.open()
    assert "before" in shown(again)
    assert not again.busy
    assert again.run("echo $here").output == "left\n"


def test_a_client_that_comes_later_knows_that_the_shell_is_busy(local: Local, shell: Shell) -> None:
    shell.keys(b"read answer; (exit 7)\r")
    eventually(lambda: shell.busy)
    shell.close()
    again = local.open()
    heard = finished_in(again)
    assert again.busy
    again.keys(b"yes\r")
    eventually(lambda: bool(heard))
    assert (heard[0].text, heard[0].status) == ("read answer; (exit 7)", 7)
    assert not again.busy


def test_two_clients_of_a_shell_hear_the_same(local: Local, shell: Shell) -> None:
    other = local.open()
    one, two = finished_in(shell), finished_in(other)
    shell.run("echo both")
    eventually(lambda: [each.output for each in one] == [each.output for each in two] == ["both\n"])
    other.close()
    assert shell.run("echo on").output == "on\n"


def has_columns(shell: Shell, columns: int) -> bool:
    return shell.capture().columns == columns


def test_the_last_client_to_ask_decides_the_size(local: Local, shell: Shell) -> None:
    other = local.open()
    for asking, columns in ((shell, 90), (other, 70), (shell, 91)):
        asking.resize(columns, 20)
        eventually(partial(has_columns, shell, columns))
        eventually(partial(has_columns, other, columns))
    other.close()
    # tmux tells programs a moment later, so as not to tell them of every step of a dragged edge.
    eventually(lambda: shell.run("stty size").output == "20 91\n")


def test_shells_of_other_names_are_shells_of_their_own(local: Local, shell: Shell) -> None:
    second = local.open("second")
    shell.run("mine=1")
    result = second.run('echo "<$mine>"')
    assert result.output == "<>\n"
    assert result.commands[0].shell == "second"
    assert result.commands[0].node == "manager1"
    assert second.name == "second"


def test_no_extra_shell_shows_another_ones_terminal(local: Local, shell: Shell) -> None:
    shell.run("clear")
    for number in range(20):
        extra = local.open(f"extra{number}")
        extra.run(f"echo I am {number}")
        assert f"I am {number}\n" not in shown(shell)


def test_a_terminal_that_ends_is_lost_and_says_so(local: Local, shell: Shell) -> None:
    told = threading.Event()
    shell.listen(lambda: told.set() if shell.lost else None)
    waiting: list[Exception] = []

    def wait() -> None:
        try:
            shell.run("sleep 60", 30)
        except ShellLost as error:
            waiting.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    eventually(lambda: shell.busy)
    subprocess.run(["tmux", "-S", str(local.directory / "tmux"), "kill-server"], check=True)
    thread.join(15)
    assert waiting
    assert told.wait(10)
    with pytest.raises(ShellLost):
        shell.capture()
    with pytest.raises(ShellLost):
        shell.paste("x")
    shell.keys(b"x")
    shell.resize(80, 24)
    assert local.open().run("echo fresh").output == "fresh\n"


def test_a_node_without_tmux_says_why(local: Local) -> None:
    local.home.joinpath("r").write_text("in the way")
    with pytest.raises(ShellLost, match="could not be opened"):
        local.open()
    local.home.joinpath("r").unlink()
