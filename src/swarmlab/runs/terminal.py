"""The port of a node's terminal: sessions hand it through, screens draw and type in it.

Methods may block, except those marked *instant*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Screen(Protocol):
    """What a terminal shows now (``nodes.shell.screen.Screen``)."""

    @property
    def rows(self) -> Sequence[str]:
        """Each row as tmux gives it: text with SGR sequences only, nothing else."""

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, from 0."""

    @property
    def cursor_visible(self) -> bool:
        """False while a program hides it."""

    @property
    def application_cursor(self) -> bool:
        """True while the program wants cursor keys in their application form."""

    @property
    def alternate(self) -> bool:
        """True while a program of the full screen is on the terminal's other screen."""

    @property
    def mouse(self) -> bool:
        """True while the program in the terminal asks for the mouse."""

    @property
    def mouse_drags(self) -> bool:
        """True while it asks for moves with a button held."""

    @property
    def mouse_moves(self) -> bool:
        """True while it asks for every move."""

    @property
    def mouse_sgr(self) -> bool:
        """True while it asks for reports in SGR form."""


class Terminal(Protocol):
    """A node's terminal (``nodes.shell.Shell``)."""

    @property
    def node(self) -> str:
        """The node's name. Instant."""

    @property
    def name(self) -> str | None:
        """The name of an extra shell, None for the first. Instant."""

    @property
    def busy(self) -> bool:
        """A command is running. Instant."""

    @property
    def lost(self) -> bool:
        """It ended; a new one must be opened. Instant."""

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` from a thread when the screen may differ; returns a stop."""

    def capture(self, scrollback: int = 0) -> Screen:
        """The screen now, with up to ``scrollback`` older rows before it."""

    def keys(self, data: bytes) -> None:
        """Send keys as the bytes a terminal would send. Instant."""

    def paste(self, text: str) -> None:
        """Bracketed paste of untrusted or own text; runs nothing. Instant."""

    def resize(self, columns: int, rows: int) -> None:
        """Size the terminal. Instant."""

    def end(self) -> None:
        """End the terminal and what runs in it."""
