"""The last row of every screen: where keys go, and the keys that work there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive

from swarmlab.tui.actions import Where, footer
from swarmlab.tui.draw.row import clickable, row, spread
from swarmlab.tui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.tui.actions import Entry

GAP = "  "


@dataclass(frozen=True, slots=True)
class FooterLook:
    """What the footer says."""

    where: Where
    node: str = ""
    """In a shell: whose."""
    shells: int = 0
    """How many shells there are, or answers of a quiz."""
    armed: bool = False
    """A unit was pasted: enter runs it and leads back."""
    lost: bool = False
    """The shell has ended: no key reaches a node."""
    back: str = "the slide"
    """Where the guide key leads from a shell."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Other words for some actions; an empty one leaves the action out."""


class KeyFooter(Flow):
    """Draws the footer; a click on a key does what it names."""

    DEFAULT_CSS = "KeyFooter { dock: bottom; height: 1; background: $panel; padding: 0 1 0 0; }"
    look: reactive[FooterLook] = reactive(FooterLook(Where.START))

    def lines(self, width: int) -> list[Content]:
        """One row: as many entries as there is room for, by rank."""
        if self.look.where is Where.SHELL:
            return [_shell_line(self.look, width)]
        entries = footer(self.look.where, shells=self.look.shells, labels=self.look.labels)
        return [_line(_chip(self.look), entries, width)]


def _chip(look: FooterLook) -> Content:
    chip = look.where.value.upper()
    if look.where is Where.BOOT_FAILED:
        chip = "BOOT"
    if look.node:
        chip = f"{chip} {look.node}"
    return Content.styled(f" {chip} ", "bold $background on $accent")


def _entry(entry: Entry) -> Content:
    text = row((entry.label, "bold $accent"), (f" {entry.word}", "$muted"))
    # An entry of several actions does nothing on a click: it could not know which.
    return text if " " in entry.label or "-" in entry.label else clickable(text, entry.action)


def _line(chip: Content, entries: list[Entry], width: int) -> Content:
    entries = list(entries)
    while True:
        left = row(chip, " ", Content(GAP).join([_entry(e) for e in entries if not e.at_end]))
        right = Content(GAP).join([_entry(e) for e in entries if e.at_end])
        if left.cell_length + right.cell_length + 2 <= width or len(entries) < 2:
            return spread(left, right, width)
        entries.remove(max(entries, key=lambda entry: entry.rank))


def _shell_line(look: FooterLook, width: int) -> Content:
    others = () if look.lost else (f"all other keys go to {look.node}", "all others go there")
    for words, other in ((w, o) for w in (_LONG, _SHORT) for o in (others or ("",))):
        right = Content.styled(other, "$muted")
        keys = [
            _key(key, action, word.replace("the slide", look.back))
            for key, action, word in words
            if key != "enter" or look.armed
        ]
        left = row(_chip(look), " ", Content(GAP).join(keys))
        if left.cell_length + right.cell_length + 2 <= width:
            return spread(left, right, width)
    return spread(left, Content(), width)


_RUN, _BACK = ("enter", "run_pasted"), ("ctrl+g", "slide")
_LONG = ((*_RUN, "run it, then back to the slide"), (*_BACK, "back to the slide"))
_SHORT = ((*_RUN, "run it, then back"), (*_BACK, "back to the slide"))


def _key(key: str, action: str, word: str) -> Content:
    return clickable(row((key, "bold $accent"), (f" {word}", "$muted")), action)
