"""A second pair of eyes on a node's shell, and a second keyboard where its user agrees."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from swarmlab.errors import NodeError, ShellLost
from swarmlab.nodes.shell import opening
from swarmlab.nodes.shell.herald import Herald, Listeners
from swarmlab.nodes.shell.terminal import Terminal
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.shell.screen import Screen
    from swarmlab.nodes.shell.stream import StreamFactory

_LOOKS = "read-only,ignore-size"
"""Never sizes the window. In control mode tmux takes commands of a read-only client too (tried,
3.3a: ``send-keys`` goes through), so that nothing is typed is seen to here."""
_TYPES = "ignore-size"


class Onlooker:
    """Looks at a shell of a node; who uses it goes on as if nobody did.

    Open it with ``Onlooker.over``. It never sizes the terminal: that belongs to its user. Without
    ``may_type``, or while that says no, keys and pastes go nowhere.

    Args:
        node: the node's name.
        name: of an extra shell; None is the node's first.
        may_type: asked at each key.
    """

    def __init__(
        self, node: str, name: str | None = None, may_type: Callable[[], bool] | None = None
    ) -> None:
        self._node, self._name = node, name
        self._may_type = may_type
        self._changed: Listeners[Callable[[], None]] = Listeners()
        self._terminal: Terminal | None = None
        self._herald = Herald(f"onlooker-herald-{node}", self._changed)

    @classmethod
    def over(
        cls,
        factory: StreamFactory,
        *,
        node: str,
        name: str | None = None,
        may_type: Callable[[], bool] | None = None,
        directory: str = opening.DIRECTORY,
    ) -> Onlooker:
        """Look at a shell that somebody has opened.

        Args:
            factory: starts a program on the node.
            node: the node's name.
            name: of an extra shell; None is the node's first.
            may_type: whether keys and pastes reach it, asked at each; None for never.
            directory: on the node, where the terminal's own files are.

        Raises:
            NotOpened: nobody has opened it.
            NodeError: it could not be joined.
        """
        flags = _TYPES if may_type else _LOOKS
        stream, rest = opening.look(
            factory, node=node, directory=directory, session=opening.session_of(name), flags=flags
        )
        eyes = cls(node, name, may_type)
        eyes._terminal = Terminal(
            stream,
            rest,
            node=node,
            printed=lambda _: None,
            changed=eyes._herald.screen_changed,
            ended=eyes._herald.screen_changed,
        )
        try:
            eyes._terminal.begin(opening.session_of(name))
        except NodeError:
            eyes.end()
            raise
        return eyes

    @property
    def node(self) -> str:
        """The node's name."""
        return self._node

    @property
    def name(self) -> str | None:
        """The name of an extra shell, None for the first."""
        return self._name

    @property
    def busy(self) -> bool:
        """Always False: who only looks does not know."""
        return False

    @property
    def lost(self) -> bool:
        """The terminal ended, or nobody looks any more."""
        return self._terminal is None or self._terminal.lost

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` when the screen may differ; returns a stop."""
        return self._changed.add(changed)

    def capture(self, scrollback: int = 0) -> Screen:
        """The screen now, with up to ``scrollback`` older rows before it.

        Raises:
            ShellLost: the terminal ended.
            NodeUnreachable: no answer in time.
        """
        return self._joined().capture(scrollback)

    def resize(self, columns: int, rows: int) -> None:
        """Nothing: the size is its user's."""

    def keys(self, data: bytes) -> None:
        """Send keys, where the user of the shell lets us."""
        if self._may():
            with contextlib.suppress(ShellLost):
                self._joined().type(data)

    def paste(self, text: str) -> None:
        """Paste, where the user of the shell lets us.

        Raises:
            ShellLost: the terminal ended.
        """
        if self._may():
            self._joined().paste(clean(text))

    def end(self) -> None:
        """Look on no more; the shell itself goes on."""
        terminal, self._terminal = self._terminal, None
        if terminal is not None:
            terminal.close()
        self._herald.stop()

    def _may(self) -> bool:
        return self._may_type is not None and self._may_type()

    def _joined(self) -> Terminal:
        if self._terminal is None:
            raise ShellLost("nobody looks at this shell any more", place=self._node)
        return self._terminal
