"""Rows of tabs: the shells of a lab, and the panes of a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import clickable, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from swarmlab.tui.draw.row import Part


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab and the key that leads there."""

    key: str
    name: str
    action: str
    role: str = ""
    """Theme variable of its bar; empty for a pane that is no node."""
    chosen: bool = False
    note: str = ""
    """``✗1``: what is red there."""


def tabs_line(tabs: Sequence[Tab], *, focused: bool, keys_here: bool, roomy: bool) -> Content:
    """The tabs side by side; ``keys_here`` says whether their keys work now."""
    return row(*(_tab(tab, focused=focused, keys_here=keys_here, gap=" " * roomy) for tab in tabs))


def _tab(tab: Tab, *, focused: bool, keys_here: bool, gap: str) -> Content:
    mine = focused and tab.chosen
    parts: list[Part] = []
    if tab.chosen:
        bar = "$accent" if mine or not tab.role else tab.role
        style = "bold $accent" if mine and tab.role else "bold $foreground"
        parts += [(signs.BAR, f"{bar} on $term" if tab.role else bar)]
        parts += [(f"{gap}{tab.key} {words.line(tab.name)}", style)]
    else:
        parts += [(signs.BAR, tab.role) if tab.role else " "]
        parts += [gap, (tab.key, "bold $accent" if keys_here else "$muted")]
        parts += [(f" {words.line(tab.name)}", "$muted")]
    if tab.note:
        parts += [(f" {tab.note}", "$error")]
    text = row(*parts, "  ")
    if tab.chosen:
        text = text.stylize_before("on $term" if tab.role else "on $background")
    return clickable(text, tab.action)
