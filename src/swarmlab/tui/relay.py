"""Events of a session, from its threads to a screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump

    from swarmlab.runs.events import Event
    from swarmlab.tui.ports import LabSession


class Heard(Message, bubble=False):
    """The session told something."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


def relay(session: LabSession, screen: MessagePump) -> Callable[[], None]:
    """Send every event of the session to the screen; returns a stop."""

    def tell(event: Event) -> None:
        # A session may still speak while the app ends: nobody listens then.
        with suppress(RuntimeError):
            screen.post_message(Heard(event))

    return session.listen(tell)
