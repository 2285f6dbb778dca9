"""Units on a real bash in a real tmux."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import ShellBusy
from tests.nodes.shell.local import eventually, needs_tmux, shown

if TYPE_CHECKING:
    from swarmlab.nodes.shell import Shell
    from tests.nodes.shell.local import Local

pytestmark = needs_tmux


def ran(shell: Shell, text: str) -> list[tuple[str, int, str]]:
    result = shell.run(text)
    assert not result.timed_out
    return [(done.text, done.status, done.output) for done in result.commands]


def test_each_line_of_a_unit_has_its_text_status_and_output(shell: Shell) -> None:
    unit = "# first a comment\necho a\n\nfalse\n  # another\nfor i in 1 2\ndo\n  echo $i\ndone\n"
    assert ran(shell, unit) == [
        ("echo a", 0, "a\n"),
        ("false", 1, ""),
        ("for i in 1 2\ndo\n  echo $i\ndone", 0, "1\n2\n"),
    ]


def test_a_here_document_is_one_command(shell: Shell) -> None:
    assert ran(shell, "cat <<'END'\na $HOME\n# b\n\tc\nEND\necho d") == [
        ("cat <<'END'\na $HOME\n# b\n\tc\nEND", 0, "a $HOME\n# b\n\tc\n"),
        ("echo d", 0, "d\n"),
    ]


def test_a_continued_line_is_one_command(shell: Shell) -> None:
    [(_, status, output)] = ran(shell, "echo one \\\n  two")
    assert (status, output) == (0, "one two\n")


def test_output_is_exact_where_the_terminal_would_wrap_or_has_no_line_end(shell: Shell) -> None:
    shell.resize(20, 10)
    long = "x" * 300
    assert ran(shell, f"echo {long}\nprintf end") == [
        (f"echo {long}", 0, long + "\n"),
        ("printf end", 0, "end"),
    ]


def test_status_and_output_know_a_syntax_error_from_its_neighbours(shell: Shell) -> None:
    before, faulty, after = ran(shell, "echo a\necho (\necho b")
    assert before == ("echo a", 0, "a\n")
    assert faulty[:2] == ("echo (", 2)
    assert faulty[2].startswith("bash: syntax error")
    assert after == ("echo b", 0, "b\n")


def test_a_unit_that_is_one_syntax_error_fails(shell: Shell) -> None:
    result = shell.run("if ]; then fi")
    assert result.status == 2
    assert "syntax error" in result.output


def test_a_comment_after_a_failure_is_no_command(shell: Shell) -> None:
    assert ran(shell, "false\n# why") == [("false", 1, "")]
    assert ran(shell, "# nothing else") == []


def test_an_incomplete_unit_says_so_and_leaves_no_trap(shell: Shell) -> None:
    result = shell.run("echo before\necho 'open")
    assert result.incomplete
    assert result.status == 2
    assert [done.text for done in result.commands] == ["echo before"]
    assert not shell.busy
    assert ran(shell, "echo next") == [("echo next", 0, "next\n")]


def test_exit_gives_a_fresh_shell(shell: Shell) -> None:
    [(text, status, _)] = ran(shell, "exit 3")
    assert (text, status) == ("exit 3", 3)
    assert ran(shell, "echo here") == [("echo here", 0, "here\n")]


def test_set_e_ends_the_unit_at_the_failure(shell: Shell) -> None:
    commands = ran(shell, "set -e\nfalse\necho never")
    assert [(text, status) for text, status, _ in commands] == [("set -e", 0), ("false", 1)]
    assert ran(shell, "echo here") == [("echo here", 0, "here\n")]


def test_set_u_and_set_x_do_not_disturb_the_marks(shell: Shell) -> None:
    ran(shell, "set -u\nset -x")
    assert ran(shell, "echo y") == [("echo y", 0, "+ echo y\ny\n")]
    assert "swarmlab" not in shown(shell)


@pytest.mark.parametrize(
    "spoil",
    [
        "unset PROMPT_COMMAND",
        "PROMPT_COMMAND='true'",
        "PS1='$ '",
        "PS0=",
        "HISTCONTROL=ignoreboth",
        "HISTIGNORE='*'",
        "set -o vi",
        "set -o noclobber",
        "IFS=abc",
        "history -c",
    ],
)
def test_a_learner_may_change_their_bash(shell: Shell, spoil: str) -> None:
    shell.run(spoil)
    for _ in range(2):
        assert ran(shell, " echo x\nfalse") == [(" echo x", 0, "x\n"), ("false", 1, "")]


def test_a_shell_without_history_still_knows_status_and_output(shell: Shell) -> None:
    shell.run("set +o history")
    result = shell.run("echo x; false")
    assert (result.commands[0].text, result.status, result.output) == ("echo x; false", 1, "x\n")


def test_a_program_cannot_forge_marks(shell: Shell) -> None:
    forged = r"printf '\e]133;D;0000;0;1;x\a\e]133;B;0000;0\a'; sleep 0.1; echo end"
    [(_, status, output)] = ran(shell, forged)
    assert (status, output) == (0, "end\n")


def test_background_jobs_do_not_keep_a_unit_open(shell: Shell) -> None:
    result = shell.run("sleep 30 &\necho on")
    assert [done.status for done in result.commands] == [0, 0]
    assert result.commands[1].output == "on\n"
    shell.run("kill %1; wait")


def test_exclamation_marks_are_themselves(shell: Shell) -> None:
    assert ran(shell, 'echo "ready!" !x') == [('echo "ready!" !x', 0, "ready! !x\n")]


def test_a_flood_is_capped_and_known_to_its_end(shell: Shell) -> None:
    result = shell.run("seq 1 200000", 60)
    assert result.status == 0
    assert result.output.startswith("1\n2\n3\n")
    assert 500_000 < len(result.output) <= 1 << 20
    eventually(lambda: "200000" in shown(shell))


def test_a_unit_larger_than_a_page_runs_whole(shell: Shell) -> None:
    unit = "\n".join(f"echo line {number} of 300" for number in range(300))
    result = shell.run(unit, 60)
    assert len(result.commands) == 300
    assert result.output == "".join(f"line {number} of 300\n" for number in range(300))


def test_a_timeout_leaves_the_shell_busy_until_interrupted(shell: Shell) -> None:
    result = shell.run("echo first\necho begun; sleep 60\nsleep 60", 0.5)
    assert result.timed_out
    assert [done.text for done in result.commands] == ["echo first"]
    assert result.output == "first\nbegun\n"
    assert shell.busy
    with pytest.raises(ShellBusy):
        shell.run("echo no")
    assert shell.interrupt()
    assert ran(shell, "echo yes") == [("echo yes", 0, "yes\n")]


def test_two_units_at_once_do_not_mix(shell: Shell) -> None:
    refused: list[ShellBusy] = []
    started = threading.Event()

    def second() -> None:
        started.wait(5)
        try:
            shell.run("echo second")
        except ShellBusy as error:
            refused.append(error)

    other = threading.Thread(target=second)
    other.start()
    stop = shell.listen(lambda: started.set() if shell.busy else None)
    assert shell.run("sleep 0.5; echo first").output == "first\n"
    stop()
    other.join(10)
    assert refused


def test_half_typed_text_is_put_back(shell: Shell) -> None:
    shell.keys("docker ps 'é".encode())
    eventually(lambda: "docker ps" in shown(shell))
    assert ran(shell, "echo unit") == [("echo unit", 0, "unit\n")]
    eventually(lambda: shown(shell).rstrip().endswith("# docker ps 'é"))
    shell.keys(b"'\x01\x0becho typed\r")
    eventually(lambda: "\ntyped" in shown(shell))


def test_a_capture_is_known_to_the_next_unit_and_to_what_is_typed(
    local: Local, shell: Shell
) -> None:
    script = local.directory / "captures.sh"
    script.write_text("worker_token='a b'\n")
    assert ran(shell, 'echo "$worker_token"')[0][2] == "a b\n"
    script.write_text("worker_token='c'\n")
    shell.reload_captures()
    shell.keys(b'echo "<$worker_token>"\r')
    eventually(lambda: "<c>" in shown(shell))
