"""What was captured from the learner's own swarm, as lines under a slide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.swarm.text import mask
from swarmlab.tui import words
from swarmlab.tui.draw.row import clickable, hang, row, spread

if TYPE_CHECKING:
    from swarmlab.deck.model import GapType

_WIDEST_NAME = 24


@dataclass(frozen=True, slots=True)
class CaptureLook:
    """One value and the variable that holds it on every node."""

    name: str
    type: GapType
    value: str = field(repr=False)
    secret: bool = False


@dataclass(frozen=True, slots=True)
class CapturesLook:
    """What the slide's units captured or use."""

    captures: tuple[CaptureLook, ...] = ()
    shown: bool = False
    """Secrets are written out."""
    keys_here: bool = False

    @property
    def secret(self) -> bool:
        """There is something to reveal."""
        return any(capture.secret for capture in self.captures)


def captures_lines(look: CapturesLook, width: int) -> list[Content]:
    """A heading with the key that reveals, then a line for each; none where there is nothing."""
    if not look.captures:
        return []
    title = row(("Captured on your swarm", "bold"))
    found = [spread(title, _reveal(look), width) if look.secret else title]
    room = min(_WIDEST_NAME, 3 + max(len(capture.name) for capture in look.captures))
    for capture in look.captures:
        name = Content.styled(f"${words.line(capture.name)}", "$foreground on $panel")
        gap = " " * max(2, room - name.cell_length)
        found += hang(row(name, gap), _value(capture, shown=look.shown), width)
    return found


def _reveal(look: CapturesLook) -> Content:
    word = "hide" if look.shown else "reveal"
    key = "bold $accent" if look.keys_here else "$muted"
    return clickable(row(("v", key), (f" {word}", "$muted")), "reveal")


def _value(capture: CaptureLook, *, shown: bool) -> Content:
    value = words.line(capture.value)
    if not capture.secret:
        return Content.styled(mask(value), "$muted")
    if shown:
        return Content(value)
    masked = mask(value)
    short = masked if masked != value else f"{value[:2]}…"
    return row((short, "$muted"), (f"  {capture.type}, masked", "$muted"))
