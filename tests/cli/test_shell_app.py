"""A node's shell over the whole terminal."""

from __future__ import annotations

from swarmlab.cli.shell_app import ShellApp
from tests.fakes.shell import FakeShell


async def test_keys_go_to_the_node_and_ctrl_g_leaves() -> None:
    shell = FakeShell("worker1")
    app = ShellApp("worker1", shell)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("l", "s", "ctrl+c", "ctrl+q", "tab")
        await pilot.pause()
        assert b"".join(shell.sent) == b"ls\x03\x11\t"
        await pilot.press("ctrl+g")
    assert app.return_value == 0


async def test_the_terminal_is_as_large_as_the_screen_below_the_bar() -> None:
    shell = FakeShell("worker1")
    async with ShellApp("worker1", shell).run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert shell.size == (60, 11)


async def test_a_shell_that_ended_is_left_with_any_key() -> None:
    shell = FakeShell("worker1")
    shell.is_lost = True
    app = ShellApp("worker1", shell)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("x")
    assert app.return_value == 1
