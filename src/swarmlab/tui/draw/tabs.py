"""Rows of tabs: the shells of a lab, and the panes of a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    beside: bool = False
    """In view too, but keys go to another."""


def tabs_line(
    tabs: Sequence[Tab], *, focused: bool, keys_here: bool, roomy: bool, width: int = 1000
) -> Content:
    """The tabs side by side; where room is short, those of other shells by their keys alone,
    then those far from the chosen one not at all.

    Args:
        tabs: in their order.
        focused: the keys go to the chosen tab's pane.
        keys_here: the tabs' keys work now.
        roomy: a blank after each bar.
        width: what there is.
    """
    gap = " " * roomy

    def line(shown: Sequence[Tab]) -> Content:
        return row(*(_tab(tab, focused=focused, keys_here=keys_here, gap=gap) for tab in shown))

    whole = line(tabs)
    if whole.cell_length <= width:
        return whole
    shown = [replace(t, name="") if _is_aside(t) else t for t in tabs]
    while line(shown).cell_length > width and any(map(_is_aside, shown)):
        del shown[_farthest(shown)]
    return line(shown)


def _is_aside(tab: Tab) -> bool:
    return bool(tab.role) and not tab.chosen and not tab.beside


def _farthest(tabs: Sequence[Tab]) -> int:
    """Which tab is farthest from the chosen one, of those of shells that are not in view."""
    chosen = next((n for n, tab in enumerate(tabs) if tab.chosen), 0)
    aside = [n for n, tab in enumerate(tabs) if _is_aside(tab)]
    return max(aside, key=lambda n: abs(n - chosen))


def ends_line(ends: Sequence[tuple[str, str, str]], *, keys_here: bool) -> Content:
    """What else can be done with shells: key, word and action of each."""
    style = "bold $accent" if keys_here else "$muted"
    return row(*(
        clickable(row((key, style), (f" {word}" if word else "", "$muted"), "  "), action)
        for key, word, action in ends
    ))  # fmt: skip


def _tab(tab: Tab, *, focused: bool, keys_here: bool, gap: str) -> Content:
    mine = focused and tab.chosen
    parts: list[Part] = []
    name = f" {words.line(tab.name)}" if tab.name else ""
    if tab.chosen or tab.beside:
        bar = "$accent" if mine or not tab.role else tab.role
        style = "bold $accent" if mine and tab.role else "bold $foreground"
        parts += [(signs.BAR, f"{bar} on $term" if tab.role else bar)]
        parts += [(f"{gap}{tab.key}{name}", style)]
    else:
        parts += [(signs.BAR, tab.role) if tab.role else " "]
        parts += [gap, (tab.key, "bold $accent" if keys_here else "$muted")]
        parts += [(name, "$muted")]
    if tab.note:
        parts += [(f" {tab.note}", "$error")]
    text = row(*parts, "  " if name else " ")
    if tab.chosen or tab.beside:
        text = text.stylize_before("on $term" if tab.role else "on $background")
    return clickable(text, tab.action)
