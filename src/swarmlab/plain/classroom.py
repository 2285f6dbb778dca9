"""What a class says, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.classroom.model import ClassWord
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.plain.line import Line
    from swarmlab.runs.classroom.model import Message

_PARTS = {
    None: "The instructor no longer looks at your shells.",
    "watches": "The instructor looks at your shells.",
    "asks": "The instructor asks to type in your shells: let yes, or let no.",
    "takes part": "The instructor types in your shells too: let no ends that.",
}


def message_lines(message: Message) -> Iterator[Line]:
    """A message as news."""
    who = "A hint from the instructor:" if message.kind == "hint" else "From the instructor:"
    first, *more = words.lines(message.text)
    yield (f"{who} {first}",)
    for line in more:
        yield (f"  {line}",)


class ClassTold:
    """What has been told of the class, so that only changes are."""

    def __init__(self) -> None:
        self._told = ClassWord()

    def changes(self, word: ClassWord) -> list[Line]:
        """What is otherwise than it was told last."""
        before, self._told = self._told, word
        found: list[Line] = []
        if word.paused != before.paused:
            said = words.line(word.paused or "")
            paused = f"Paused for a discussion. {said}".rstrip()
            found.append(("The class goes on." if word.paused is None else paused,))
        if word.part != before.part:
            found.append((_PARTS[word.part],))
        for said, chapters in (
            ("The instructor has locked chapter {}.", word.locked - before.locked),
            ("Chapter {} may be entered again.", before.locked - word.locked),
        ):
            found.extend((said.format(words.line(chapter)),) for chapter in sorted(chapters))
        if bool(word.hand) != bool(before.hand):
            found.append((f"Your hand is {'up' if word.hand else 'down'}.",))
        return found
