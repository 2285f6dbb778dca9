"""A learner in a class: messages, the pause, who looks on, and the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from swarmlab.runs.events import ClassChanged, MessageCame
from swarmlab.tui.draw.class_band import BandLook
from swarmlab.tui.screens.in_class import HandScreen, PartQuestion, PausedScreen
from swarmlab.tui.screens.lab.hearing import LabHearing
from swarmlab.tui.screens.leaving import LeavingScreen
from swarmlab.tui.widgets.class_band import ClassBand
from swarmlab.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from swarmlab.runs.classroom.model import Message
    from swarmlab.tui.relay import Heard

S = TypeVar("S", bound="Screen[Any]")


class LabAttending(LabHearing):
    """Attends."""

    async def on_mount(self) -> None:
        """What was said before this screen was there."""
        self._hear_messages()
        self.call_after_refresh(self._obey)

    def on_screen_resume(self) -> None:
        """What stood above this screen is gone: a pause may not be over by that."""
        self._obey()

    async def on_heard(self, message: Heard) -> None:
        """A message, or another word for the class."""
        event = message.event
        if isinstance(event, MessageCame):
            self._hear_messages()
            if event.message.kind == "hint":
                await self.draw_slide()  # where it was counted, it stands under the slide too
        elif isinstance(event, ClassChanged):
            self.draw_time()
            self._obey()

    # --- messages ----------------------------------------------------------------------

    @property
    def class_band(self) -> ClassBand:
        """Where a message stands."""
        return self.query_one(ClassBand)

    def on_notice_changed(self) -> None:
        """A message is still read while something is said over the last rows."""
        self.class_band.styles.margin = (0, 0, self.query_one(Notice).rows, 0)

    def _hear_messages(self) -> None:
        self.ask(self.session.messages, group="messages", done=self._show_messages)

    def _show_messages(self, messages: Sequence[Message]) -> None:
        """The oldest first: each is read before it goes."""
        first = messages[0] if messages else None
        known = self.class_band.look
        page = known.page if first is not None and first == known.message else 0
        self.class_band.look = BandLook(first, len(messages[1:]), page)

    def action_put_away(self) -> None:
        """The rest of the message, the next one, or none."""
        band = self.class_band
        message = band.look.message
        if message is None:
            self.say("There is no message")
        elif band.has_more:
            look = band.look
            band.look = BandLook(message, look.more, look.page + 1)
        else:
            number = message.number
            self.ask(lambda: self.session.dismiss(number), group="messages",
                     done=lambda _: self._hear_messages())  # fmt: skip

    # --- the hand ----------------------------------------------------------------------

    def action_hand(self) -> None:
        """Raise the hand, with a question or without; or lower it."""
        if self.session.class_word.hand:
            self.ask(self.session.lower_hand, group="hand",
                     done=lambda _: self.say("Your hand is down"))  # fmt: skip
        else:
            self.app.push_screen(HandScreen(), self._raise)

    def _raise(self, question: str | None) -> None:
        if question is not None:
            self.ask(lambda: self.session.raise_hand(question), group="hand",
                     done=lambda _: self.say("Your hand is up; H lowers it"))  # fmt: skip

    # --- what the instructor does ------------------------------------------------------

    def action_part_over(self) -> None:
        """Let the instructor only look again."""
        if self.session.class_word.part == "takes part":
            self._answer_part("n")
        else:
            self.say("The instructor does not type in your shells")

    def _obey(self) -> None:
        """Cover the lab while the class is paused; ask what the instructor asks."""
        if not self.is_mounted:
            return
        word = self.session.class_word
        pause = self._above(PausedScreen)
        if word.paused is None:
            self._take_away(pause)
        elif pause is not None:
            pause.change(word.paused)
        else:
            self.app.push_screen(PausedScreen(word.paused, self.action_leave))
            return
        question = self._above(PartQuestion)
        if word.part != "asks":
            self._take_away(question)
        elif question is None and word.paused is None:
            self.app.push_screen(PartQuestion(), self._answer_part)

    def _answer_part(self, key: str | None) -> None:
        if key is None or (key != "y" and self.session.class_word.part is None):
            return  # nobody asks any more
        self.ask(lambda: self.session.answer_part(agreed=key == "y"), group="part",
                 done=lambda _: self.say("The instructor may type in your shells; N ends that"
                                         if key == "y" else "The instructor only looks"),
                 )  # fmt: skip

    def _above(self, kind: type[S]) -> S | None:
        stack = self.app.screen_stack
        return next((screen for screen in stack if isinstance(screen, kind)), None)

    def _take_away(self, screen: Screen[Any] | None) -> None:
        """End a screen, and what stands above it; who is leaving is let go."""
        if screen is None or self._above(LeavingScreen) is not None:
            return
        while self.app.screen is not screen:
            self.app.pop_screen()
        screen.dismiss(None)
