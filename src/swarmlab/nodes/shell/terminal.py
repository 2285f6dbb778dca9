"""The terminal a shell lives in: one tmux pane of the node, seen through a control client."""

from __future__ import annotations

import contextlib
import itertools
import time
from typing import TYPE_CHECKING

from swarmlab.errors import NodeError, NodeUnreachable, ShellLost
from swarmlab.nodes.shell.client import ControlClient
from swarmlab.nodes.shell.quoting import tmux_string
from swarmlab.nodes.shell.screen import STATE_FORMAT, PaneState, screen_of
from swarmlab.patience import patient

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.shell.control import Notice, Output, Reply
    from swarmlab.nodes.shell.screen import Screen
    from swarmlab.nodes.shell.stream import Stream

_KEYS_AT_ONCE = 500
_THERE_SECONDS = patient(5.0)
_BETWEEN_SECONDS = 0.05
_CURSOR_KEYS = {b"\x1b[" + key: b"\x1bO" + key for key in (b"A", b"B", b"C", b"D")}


class Terminal:
    """Draws, types, pastes and sizes; knows nothing of commands.

    Args:
        stream: of a control client that has just joined the terminal.
        rest: what was received from it already.
        node: the node's name, for errors.
        printed: called from the reader thread with each piece of escaped output.
        changed: called from the reader thread when the screen may differ.
        ended: called from the reader thread, once.
    """

    def __init__(
        self,
        stream: Stream,
        rest: bytes,
        *,
        node: str,
        printed: Callable[[bytes], None],
        changed: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._printed, self._changed = printed, changed
        self._node = node
        self._pane = b""
        self._application_cursor = False
        self._buffers = itertools.count()
        self._client = ControlClient(
            stream,
            node=node,
            first=rest,
            on_output=self._on_output,
            on_notice=self._on_notice,
            on_end=ended,
        )

    def begin(self, session: str) -> str:
        """Start to read; returns the terminal's title, which a program may have set.

        Args:
            session: of tmux, by name: a client that is not yet in its session would be told of
                whichever was used last, another shell's.

        Raises:
            NodeError: it does not answer.
        """
        self._client.start()
        who = f"display-message -p -t '={session}:' '#{{pane_id}} #{{pane_title}}'"
        deadline = time.monotonic() + _THERE_SECONDS
        while True:  # tmux answers with nothing for a session that is being made
            (reply,) = self._client.request(who)
            self._pane, _, title = reply.lines[0].partition(b" ")
            if self._pane:
                break
            if time.monotonic() > deadline:
                raise NodeUnreachable("the shell did not come up in time", place=self._node)
            time.sleep(_BETWEEN_SECONDS)
        return title.decode(errors="replace")

    @property
    def lost(self) -> bool:
        """It has ended."""
        return self._client.ended

    def why_lost(self) -> ShellLost:
        """The error that says so."""
        return self._client.lost()

    def capture(self, scrollback: int) -> Screen:
        """The screen with up to ``scrollback`` older rows before it.

        Both commands run in one go, so the first tells exactly how long the second reply is.
        """
        pane = self._pane.decode()
        state, lines = self._client.request_rows(
            f"display-message -p -t {pane} '{STATE_FORMAT}'",
            f"capture-pane -p -e -N -t {pane} -S {-scrollback}",
            lambda reply: _rows(reply, scrollback),
        )
        found = PaneState.of(state)
        self._application_cursor = found.application_cursor
        return screen_of(found, lines.lines)

    def resize(self, columns: int, rows: int) -> None:
        """Size it; nothing happens when it is lost.

        The window is sized, not this client: of several clients the last to ask has its way,
        where tmux would go on following the one that joined last.
        """
        size = f"-x {max(2, columns)} -y {max(1, rows)}"
        with contextlib.suppress(ShellLost):
            self._client.tell(f"resize-window -t {self._pane.decode()} {size}")

    def type(self, data: bytes) -> None:
        """Send keys. Cursor keys take the form that the program asked for.

        Raises:
            ShellLost: it has ended.
        """
        if self._application_cursor:
            data = _CURSOR_KEYS.get(data, data)
        for start in range(0, len(data), _KEYS_AT_ONCE):
            keys = data[start : start + _KEYS_AT_ONCE].hex(" ")
            self._client.tell(f"send-keys -t {self._pane.decode()} -H {keys}")

    def paste(self, text: str) -> None:
        """Paste, bracketed where the program asked for it.

        Args:
            text: without control characters but tabs and line ends: an escape could end the
                bracket, and what follows would be typed.

        Raises:
            ShellLost: it has ended.
        """
        if not text:
            return
        buffer = f"swarmlab-{id(self)}-{next(self._buffers)}"
        self._client.tell(
            f"set-buffer -b {buffer} -- {tmux_string(text)}",
            f"paste-buffer -p -d -b {buffer} -t {self._pane.decode()}",
        )

    def kill(self) -> None:
        """End the terminal and what runs in it."""
        with contextlib.suppress(NodeError):
            self._client.request(f"kill-pane -t {self._pane.decode()}")

    def close(self) -> None:
        """Leave; the terminal lives on."""
        self._client.close()

    def _on_output(self, output: Output) -> None:
        # Before the pane's name is known there is only one it can be.
        if output.pane == (self._pane or output.pane):
            self._printed(output.data)
        self._changed()

    def _on_notice(self, notice: Notice) -> None:
        if notice.name == "layout-change":
            self._changed()


def _rows(state: Reply, scrollback: int) -> int:
    found = PaneState.of(state)
    return found.height + min(scrollback, found.history)
