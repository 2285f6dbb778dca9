"""A node's shell: draws what its terminal shows and sends it every key but one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.message import Message

from swarmlab.tui.keys import key_bytes
from swarmlab.tui.past import asking, entered, next_match, searched
from swarmlab.tui.widgets.shell_mouse import ShellMouse

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from textual import events

    from swarmlab.tui.past import Past
    from swarmlab.tui.ports import ShellPort

GUIDE_KEY = "ctrl+g"
LOOK_KEYS = {"shift+pageup": 0.5, "shift+pagedown": -0.5, "shift+home": 1e6, "shift+end": -1e6}
"""How many screens further back each goes."""


class ShellView(ShellMouse, can_focus=True):
    """The shell in view; another is attached when the learner goes to another node."""

    ALLOW_SELECT = False

    class Left(Message):
        """The learner wants back to the slide."""

    class UnitRun(Message):
        """Enter, right after a unit was pasted."""

    class Edited(Message):
        """Another key after a unit was pasted: the learner edits."""

    class Typed(Message):
        """A key went to the node."""

    class Offered(Message):
        """A key in a lost shell, which may be one of those it offers."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.armed = False
        """A unit was pasted and nothing typed since."""
        self._given_up = False
        """The keys are to go elsewhere: those that are on their way here already, too."""
        self._awaited: Hashable | None = None
        self._early: list[Callable[[ShellPort], None]] = []
        """What was typed while the shell opens."""

    def attach(self, shell: ShellPort | None, awaited: Hashable | None = None) -> None:
        """Show this shell from now on, and give it what was typed while it opened.

        Args:
            shell: None shows nothing.
            awaited: names the shell, of which keys are kept until it is there.
        """
        early = self._early if awaited == self._awaited else []
        self._awaited, self._early = awaited, early if shell is None else []
        super().attach(shell)
        for call in early if shell is not None else ():
            self.do(call)

    def wait_no_more(self) -> None:
        """The shell could not be opened: keys mean what is offered."""
        self._awaited, self._early = None, []

    def _give(self, call: Callable[[ShellPort], None]) -> None:
        """Do it now, or once the shell is there."""
        if self.shell is None and self._awaited is not None:
            self._early.append(call)
        else:
            self.do(call)

    def lose(self) -> None:
        """The terminal ended: no unit waits in it."""
        self.armed = False
        super().lose()

    def on_key(self, event: events.Key) -> None:
        """Everything goes to the node but the guide key; Textual's own bindings never see it."""
        event.stop()
        event.prevent_default()
        if self._given_up:
            self.app.post_message(Key(event.key, event.character))
        elif event.key == GUIDE_KEY:
            self._given_up = True
            self.post_message(self.Left())
        elif event.key in LOOK_KEYS:
            self.look_back(int(self.size.height * LOOK_KEYS[event.key]))
        elif self._past is not None and self.past_key(event.key, event.character):
            return
        elif self._lost or (self.shell is None and self._awaited is None):
            self.post_message(self.Offered(event.key))
        else:
            self._type(event)

    def _type(self, event: events.Key) -> None:
        application = self._screen is not None and self._screen.application_cursor
        data = key_bytes(event.key, event.character, application=application)
        if not data:
            return
        self.look_at_now()
        self._give(lambda shell: shell.keys(data))
        self.post_message(self.Typed())
        if self.armed:
            self.armed = False
            self._given_up = event.key == "enter"
            self.post_message(self.UnitRun() if self._given_up else self.Edited())

    def on_paste(self, event: events.Paste) -> None:
        """What the learner's own terminal pastes is pasted there, and runs nothing."""
        event.stop()
        if self._past is not None and self._past.typing:
            self.show_past(searched(self._past, self._past.query + event.text.split("\n")[0]))
        else:
            self.paste(event.text)

    def paste(self, text: str) -> None:
        """Paste into the shell."""
        if self._lost or not text:
            return
        self.look_at_now()
        self._give(lambda shell: shell.paste(text))
        if self.armed:
            self.armed = False
            self.post_message(self.Edited())

    def past_key(self, key: str, character: str | None = None) -> bool:
        """Take a key while looking back; whether it was one for that. All others are typing."""
        past = self._past
        if past is None:
            return False
        if past.typing:
            return self._query_key(past, key, character)
        if key == "escape":
            self.look_at_now()
        elif key == "slash":
            self.show_past(asking(past))
        elif key in {"n", "N"} and past.query:
            self.show_past(next_match(past, -1 if key == "n" else 1))
        else:
            return False
        return True

    def _query_key(self, past: Past, key: str, character: str | None) -> bool:
        if key == "escape" or (key == "enter" and not past.query):
            self.show_past(entered(asking(past)))
        elif key == "enter":
            self.show_past(entered(past))
        elif key == "backspace":
            self.show_past(searched(past, past.query[:-1]))
        elif character is not None and character.isprintable():
            self.show_past(searched(past, past.query + character))
        return True

    def on_focus(self) -> None:
        """The cursor fills."""
        self._given_up = False
        self.refresh()

    def on_blur(self) -> None:
        """The cursor turns grey: keys go elsewhere."""
        self._given_up = False
        self.refresh()
