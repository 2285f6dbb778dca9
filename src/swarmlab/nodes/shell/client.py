"""One tmux control client: requests matched to their replies, output handed on as it comes."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.errors import NodeError, NodeUnreachable, ShellLost
from swarmlab.nodes.shell.control import ControlParser, OutOfStep, Output, Reply
from swarmlab.patience import patient
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.nodes.shell.control import ControlEvent, Notice
    from swarmlab.nodes.shell.stream import Stream

REQUEST_SECONDS = patient(5.0)
_WORDS_KEPT = 20


@dataclass
class _Pending:
    """A line sent to tmux, with as many replies to come as it has commands."""

    replies_due: int
    rows_of_last: Callable[[Reply], int] | None = None
    replies: list[Reply] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


class ControlClient:
    """Speaks tmux's control mode over a stream; owns the stream and a reader thread.

    Args:
        stream: of ``tmux -C``.
        first: what was received from it already.
        node: the node's name, for errors.
        on_output: called from the reader thread with every notification of output.
        on_notice: called from the reader thread with every other notification.
        on_end: called once from the reader thread when the stream has ended.
    """

    def __init__(
        self,
        stream: Stream,
        *,
        node: str,
        first: bytes = b"",
        on_output: Callable[[Output], None],
        on_notice: Callable[[Notice], None],
        on_end: Callable[[], None],
    ) -> None:
        self._stream = stream
        self._node = node
        self._first = first
        self._on_output, self._on_notice, self._on_end = on_output, on_notice, on_end
        self._parser = ControlParser(self._rows_of_next)
        self._sending = threading.Lock()
        self._pending: deque[_Pending] = deque()
        self._ended = threading.Event()
        self._words: deque[str] = deque(maxlen=_WORDS_KEPT)
        self._reader = threading.Thread(target=self._read, name=f"shell-{node}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._reader.start()

    @property
    def ended(self) -> bool:
        """The stream is over; every request raises ShellLost."""
        return self._ended.is_set()

    @property
    def is_reader(self) -> bool:
        """Whether the calling thread is the one that reads, which must not wait for a reply."""
        return threading.current_thread() is self._reader

    def request(self, *commands: str, timeout: float = REQUEST_SECONDS) -> Sequence[Reply]:
        """Run tmux commands in one go and wait for their replies.

        Raises:
            ShellLost: the terminal has ended.
            NodeUnreachable: no answer in time.
            NodeError: tmux refused one of them.
        """
        return self._wait(self._send(commands), timeout)

    def request_rows(
        self, first: str, second: str, rows: Callable[[Reply], int]
    ) -> tuple[Reply, Reply]:
        """Two commands, where the first reply tells how many lines the second has."""
        replies = self._wait(self._send((first, second), rows_of_last=rows), REQUEST_SECONDS)
        return replies[0], replies[1]

    def tell(self, *commands: str) -> None:
        """Send commands without waiting.

        Raises:
            ShellLost: the terminal has ended.
        """
        self._send(commands)

    def close(self) -> None:
        """Leave; the terminal itself lives on."""
        self._stream.close()
        if not self.is_reader and self._reader.is_alive():
            self._reader.join(REQUEST_SECONDS)

    def lost(self) -> ShellLost:
        """The error that says so, with what the terminal said last."""
        said = clean("; ".join(self._words), keep_newlines=False)
        return ShellLost(
            "the shell's terminal ended" + (f" ({said})" if said else ""),
            place=self._node,
            next_step="open the shell again once the node runs",
        )

    def _send(
        self,
        commands: Sequence[str],
        *,
        rows_of_last: Callable[[Reply], int] | None = None,
    ) -> _Pending:
        pending = _Pending(len(commands), rows_of_last)
        line = " ; ".join(commands).encode() + b"\n"
        with self._sending:
            if self._ended.is_set():
                raise self.lost()
            self._pending.append(pending)
            try:
                self._stream.send(line)
            except OSError as error:
                self._stream.close()
                raise self.lost() from error
        return pending

    def _wait(self, pending: _Pending, timeout: float) -> Sequence[Reply]:
        if not pending.done.wait(timeout):
            raise NodeUnreachable(
                f"the shell gave no answer within {timeout:g} s",
                place=self._node,
                next_step="start or unpause the node",
            )
        if len(pending.replies) < pending.replies_due and not any(
            reply.error for reply in pending.replies
        ):
            raise self.lost()
        for reply in pending.replies:
            if reply.error:
                said = clean(b" ".join(reply.lines).decode(errors="replace"))
                raise NodeError(f"the terminal refused: {said}", place=self._node)
        return pending.replies

    def _read(self) -> None:
        try:
            data = self._first or self._stream.recv()
            while data:
                for event in self._parser.feed(data):
                    self._take(event)
                data = self._stream.recv()
        except (OSError, OutOfStep) as error:
            self._words.append(str(error))
        finally:
            self._end()

    def _end(self) -> None:
        with self._sending:
            self._ended.set()
            waiting = list(self._pending)
            self._pending.clear()
        self._stream.close()
        for pending in waiting:
            pending.done.set()
        self._on_end()

    def _take(self, event: ControlEvent) -> None:
        if isinstance(event, Output):
            self._on_output(event)
        elif isinstance(event, Reply):
            self._answer(event)
        else:
            if event.name == "exit":
                self._words.append(event.rest.decode(errors="replace"))
            self._on_notice(event)

    def _answer(self, reply: Reply) -> None:
        if not self._pending:
            raise OutOfStep("a reply that nobody asked for")
        pending = self._pending[0]
        pending.replies.append(reply)
        # tmux drops the rest of a line after the command that failed.
        if reply.error or len(pending.replies) == pending.replies_due:
            self._pending.popleft()
            pending.done.set()

    def _rows_of_next(self) -> int | None:
        pending = self._pending[0] if self._pending else None
        if pending is None or pending.rows_of_last is None or not pending.replies:
            return None
        return pending.rows_of_last(pending.replies[0])


def received_before(stream: Stream, prefix: bytes, *, limit: int = 1 << 16) -> tuple[bytes, bytes]:
    """Read up to the line that begins with ``prefix``: its rest, and what came after the line.

    Raises:
        EOFError: the stream ended first; its words are in the message.
    """
    data = b""
    while True:
        for index, line in enumerate(lines := data.split(b"\n")[:-1]):
            if line.startswith(prefix):
                after = sum(len(each) + 1 for each in lines[: index + 1])
                return line[len(prefix) :].strip(), data[after:]
        received = stream.recv()
        if not received or len(data) > limit:
            raise EOFError(data.decode(errors="replace").strip())
        data += received
