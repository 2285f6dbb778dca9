"""What the instructor sent: a calm band under the lab, until it is put away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.swarm.text import mask
from swarmlab.tui import words
from swarmlab.tui.draw.row import clickable, row, spread

if TYPE_CHECKING:
    from swarmlab.runs.classroom.model import Message

MOST_ROWS = 5
"""Of a message at once; the rest comes when it is asked for."""


@dataclass(frozen=True, slots=True)
class BandLook:
    """What the band says."""

    message: Message | None = None
    more: int = 0
    """Messages after this one."""
    page: int = 0
    """Of a long message."""


def band_lines(look: BandLook, width: int) -> list[Content]:
    """Who says it and how to put it away, then what is said; nothing without a message."""
    message = look.message
    if message is None:
        return []
    text = message_lines(message, width)
    shown = text[look.page * MOST_ROWS : (look.page + 1) * MOST_ROWS]
    is_last = is_last_page(look, width)
    word = " put it away" if is_last else " the rest"
    if is_last and look.more:
        word = f" next, {look.more} more"
    who = "A hint from the instructor" if message.kind == "hint" else "From the instructor"
    key = clickable(row(("d", "bold $accent"), (word, "$muted")), "put_away")
    return [spread(Content.styled(who, "bold"), key, width), *shown]


def message_lines(message: Message, width: int) -> list[Content]:
    """The whole text, wrapped; it is untrusted and only ever drawn."""
    return [
        line
        for paragraph in words.lines(mask(message.text))
        for line in (Content(paragraph).wrap(max(8, width)) or [Content()])
    ]


def is_last_page(look: BandLook, width: int) -> bool:
    """Whether nothing of the message comes after what is shown."""
    if look.message is None:
        return True
    return (look.page + 1) * MOST_ROWS >= len(message_lines(look.message, width))
