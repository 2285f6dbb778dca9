"""tmux commands of a deck, as far as panes that are shells of their own can follow them. Pure."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Literal

Change = Literal["open", "go", "last", "step", "close", "keys"]

_VERBS: dict[str, Change] = {
    "split-window": "open", "splitw": "open", "split-pane": "open", "splitp": "open",
    "new-window": "open", "neww": "open",
    "select-pane": "go", "selectp": "go", "select-window": "go", "selectw": "go",
    "last-pane": "last", "lastp": "last", "last-window": "last", "last": "last",
    "next-window": "step", "next": "step", "previous-window": "step", "prev": "step",
    "kill-pane": "close", "killp": "close", "kill-window": "close", "killw": "close",
    "send-keys": "keys", "send": "keys",
}  # fmt: skip
_LOOKS = frozenset({
    "resize-pane", "resizep", "resize-window", "resizew", "select-layout", "selectl",
    "next-layout", "nextl", "previous-layout", "prevl", "swap-pane", "swapp", "rotate-window",
    "rotatew", "rename-window", "renamew", "set", "set-option", "setw", "set-window-option",
    "display-message", "display", "clear-history", "clearhist",
})  # fmt: skip
_BACK = frozenset({"-U", "-L", "-p"})
_AHEAD = frozenset({"-D", "-R", "-n"})
_TARGET = re.compile(r"(?:[^:.]*:)?(?:[^.]*\.)?(\d+|\+|-)")


@dataclass(frozen=True, slots=True)
class PaneChange:
    """What is to happen to the panes."""

    change: Change
    target: int = 0
    """``go``: the pane, from 0; ``step``: how far, 1 or -1."""
    words: tuple[str, ...] = ()
    """``keys``: the words to send."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A command that is passed over, and why."""

    why: str


def read(text: str) -> PaneChange | Passed:
    """What a tmux command, without the word ``tmux``, asks for."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    if words[:1] == ["tmux"]:
        words = words[1:]
    if not words:
        return Passed("no tmux command is named")
    verb, options = words[0], words[1:]
    if verb in _LOOKS:
        return Passed("each pane is a shell of its own here: there is no layout to change")
    match _VERBS.get(verb):
        case None:
            return Passed(f"of tmux only panes and keys are known here, not {verb}")
        case "go":
            return _selected(verb, options)
        case "step":
            return PaneChange("step", -1 if verb.startswith("prev") else 1)
        case "keys":
            return _sent(options)
        case "open" if _command_of(options):
            return Passed(f"{verb} opens a shell here, and no other program")
        case change:
            return PaneChange(change)


def _selected(verb: str, options: list[str]) -> PaneChange | Passed:
    if "-l" in options:
        return PaneChange("last")
    if _BACK & set(options):
        return PaneChange("step", -1)
    if _AHEAD & set(options):
        return PaneChange("step", 1)
    target = options[options.index("-t") + 1] if "-t" in options[:-1] else ""
    found = _TARGET.fullmatch(target)
    if found is None:
        return Passed(f"{verb} names no pane by its number")
    if found[1] in "+-":
        return PaneChange("step", 1 if found[1] == "+" else -1)
    return PaneChange("go", int(found[1]))


def _sent(options: list[str]) -> PaneChange | Passed:
    if any(option.startswith("-") and len(option) > 1 for option in options):
        return Passed("send-keys is known without options only")
    return PaneChange("keys", words=tuple(options)) if options else Passed("no keys are named")


def _command_of(options: list[str]) -> list[str]:
    """What is left when options and their values are taken out."""
    left, rest = [], list(options)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            left.append(word)
        elif word[-1] in "ceFlnpt" and rest:
            rest.pop(0)
    return left
