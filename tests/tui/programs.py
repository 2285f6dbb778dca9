"""Programs of the full screen, driven by keys in the shell widget of a real shell.

Run on this machine's own tmux by ``test_shell_programs``, on a node by ``tests/live``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events

from swarmlab.cli.shell_app import ShellApp
from swarmlab.tui.widgets.shell_view import ShellView
from tests.tui.emulator import alike
from tests.tui.seen import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from swarmlab.nodes.shell import Shell
    from tests.tui.emulator import Cell

LINES = 'for i in $(seq 1 300); do echo "line $i é─✓ 日本 word"; done > lines'


@dataclass
class Driven:
    """A shell in the widget, with tmux's own words on what it shows."""

    pilot: Pilot[int]
    shell: Shell
    captured: Callable[[], str]

    @property
    def view(self) -> ShellView:
        """The widget."""
        return self.pilot.app.query_one(ShellView)

    async def type(self, text: str, *keys: str) -> None:
        """Letters, then keys by name."""
        await self.pilot.press(*text, *keys)

    async def shows(self, *words: str) -> list[list[Cell]]:
        """Wait until widget and tmux are alike and show these words."""
        return await alike(self.pilot, self.view, self.captured, *words)

    async def left(self) -> None:
        """Wait until the prompt is back."""
        await until(self.pilot, lambda: not self.shell.busy, "the prompt")
        await self.shows("#")


async def vi_works(driven: Driven) -> None:
    """Insert, move with arrows, search, resize, write and leave."""
    driven.shell.run("rm -f poem; clear")
    await driven.type("vi poem", "enter")
    await driven.shows("~")
    await driven.type("iroses are red", "enter")
    await driven.type("violets are blue", "escape")
    await driven.shows("violets are blue")
    await driven.type("", "up", "home")
    await driven.type("x$a!", "escape")
    await driven.shows("oses are red!")
    await driven.pilot.resize_terminal(70, 20)
    await driven.shows("oses are red!")
    await driven.pilot.resize_terminal(110, 34)
    await driven.shows("oses are red!")
    await driven.type(":wq", "enter")
    await driven.left()
    assert driven.shell.run("cat poem").output == "oses are red!\nviolets are blue\n"


async def less_works(driven: Driven) -> None:
    """Page, search, arrows, and back to where it began."""
    driven.shell.run(f"{LINES}; clear")
    await driven.type("less lines", "enter")
    await driven.shows("line 1 é─✓ 日本 word")
    await driven.type(" ")
    await driven.shows(f"line {driven.view.size.height} ")
    await driven.type("/line 200", "enter")
    await driven.shows("line 200 é─✓ 日本 word")
    await driven.type("", "down", "down", "up", "pageup")
    await driven.shows("word")
    await driven.type("g")
    await driven.shows("line 1 ")
    await driven.type("q")
    await driven.left()


async def wheel_works(driven: Driven) -> None:
    """On the other screen the wheel is arrow keys: less scrolls without asking for the mouse."""
    driven.shell.run(f"{LINES}; clear")
    await driven.type("less lines", "enter")
    await driven.shows("line 1 ")
    driven.view.post_message(wheel_down(driven.view))
    await driven.shows("line 4 ")
    await until(driven.pilot, lambda: driven.view.rows[0].startswith("line 4 "), "three rows on")
    await driven.type("q")
    await driven.left()


async def top_works(driven: Driven) -> None:
    """It redraws by itself, takes keys and another size, and goes away."""
    driven.shell.run("clear")
    await driven.type("top", "enter")
    await driven.shows("PID")
    await driven.pilot.resize_terminal(90, 24)
    await driven.shows("PID")
    await driven.type("M")
    await driven.shows("PID")
    await driven.type("q")
    await driven.left()
    await driven.type("echo a$((1+1))b", "enter")
    await driven.shows("a2b")


def wheel_down(view: ShellView) -> events.MouseScrollDown:
    """One notch, in the middle of the widget."""
    x, y = view.size.width // 2, view.size.height // 2
    return events.MouseScrollDown(view, x, y, 0, 0, 0, False, False, False)


def app_of(shell: Shell) -> ShellApp:
    """The shell over a whole terminal."""
    return ShellApp(shell.node, shell)


async def mouse_works(driven: Driven) -> None:
    """A program that asks for the mouse gets clicks, drags and the wheel; shift keeps them."""
    driven.shell.run("clear")
    await driven.type("printf '\\e[?1002h\\e[?1006h'; cat -v", "enter")
    await until(driven.pilot, lambda: driven.view._screen and driven.view._screen.mouse, "mouse")
    await driven.pilot.mouse_down(ShellView, offset=(4, 2))
    await driven.pilot.hover(ShellView, offset=(7, 3))
    await driven.pilot.mouse_up(ShellView, offset=(7, 3))
    await driven.type("", "enter")
    await driven.shows("^[[<0;5;3M^[[<32;8;4M^[[<0;8;4m")
    driven.view.post_message(wheel_down(driven.view))
    x, y = driven.view.size.width // 2 + 1, driven.view.size.height // 2 + 1
    await driven.type("", "enter")
    await driven.shows(f"^[[<65;{x};{y}M")
    await driven.type("", "ctrl+c")
    await driven.left()
    driven.shell.run("printf '\\e[?1002l\\e[?1006l'; clear")
    await driven.shows("#")


async def pastes_work(driven: Driven) -> None:
    """Bracketed for a program that asks for it, plain for one that does not."""
    for asks, brackets in (("h", ("^[[200~", "^[[201~")), ("l", ("", ""))):
        driven.shell.run("clear")
        await driven.type(f"printf '\\e[?2004{asks}'; cat -v", "enter")
        await until(driven.pilot, lambda: driven.shell.busy, "cat")
        await driven.shows("cat -v")
        driven.view.post_message(events.Paste("one word\nanother"))
        await driven.shows("another")
        await driven.type("", "enter")
        await driven.shows(f"{brackets[0]}one word", f"another{brackets[1]}")
        text = "\n".join(driven.view.plain_rows())
        assert ("200~" in text) is (asks == "h")
        await driven.type("", "ctrl+c")
        await driven.left()
