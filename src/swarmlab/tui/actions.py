"""Everything one can do on the screens, once.

Bindings, footer, palette, help and the documentation come from here.

A screen that offers an action has a method ``action_<id>``. What is not built yet is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

from swarmlab.tui.action import EVERYWHERE, LAB, MAP, READING, SCROLLS, TALK, Action, Where
from swarmlab.tui.class_actions import CLASS, CLASS_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ACTIONS", "LAB", "SHELL_KEYS", "Action", "Where", "allowed", "bindings", "footer",
           "here", "markdown", "table"]  # fmt: skip


def _one(where: Where) -> frozenset[Where]:
    return frozenset({where})


ACTIONS = (
    Action("up", ("up",), "↑", "lab", "The lab or chapter above.", _one(Where.START), 2),
    Action("down", ("down",), "↓", "lab", "The lab or chapter below.", _one(Where.START), 2),
    Action("go_on", ("enter",), "enter", "go on",
           "Begin the lab, or go on where you were; begin the chosen chapter.",
           _one(Where.START), 1),
    Action("to_chapters", ("right", "tab"), "→", "chapters", "To the chapters of the lab.",
           _one(Where.START), 4),
    Action("to_labs", ("left", "escape", "shift+tab"), "←", "labs", "Back to the labs.",
           _one(Where.START), 4),
    Action("begin_again", ("R",), "R", "begin again",
           "Forget the progress of this lab; asks first.", _one(Where.START), 3),
    Action("look_again", ("r",), "r", "look again", "Ask the engine and read the labs again.",
           _one(Where.START), 6),
    Action("stop", ("escape",), "esc", "stop and remove",
           "Stop the start and remove what it made.", _one(Where.BOOT), 1),
    Action("try_again", ("r",), "r", "try again", "Start the nodes once more.",
           _one(Where.BOOT_FAILED), 1),
    Action("back", ("escape",), "esc", "labs", "Back to the labs.", _one(Where.BOOT_FAILED), 2,
           at_end=True),
    Action("ask_now", ("r",), "r", "ask now", "Ask the engine now.", _one(Where.ENGINE_GONE), 1),
    Action("copy_report", ("y",), "y", "copy the report",
           "Copy the words of this screen to the clipboard.",
           frozenset({Where.BOOT_FAILED, Where.ENGINE_GONE}), 3),
    Action("send", ("s",), "s", "send",
           "Paste the current unit into its node's shell; enter there runs it.",
           _one(Where.SLIDE), 1),
    Action("run", ("enter",), "enter", "",
           "Do the current power, file or read unit; answer a quiz.", READING, 1),
    Action("answer", tuple("123456789"), "1-9", "answer", "Choose that answer of the quiz.",
           _one(Where.QUIZ), 1),
    Action("run_pasted", (), "enter", "run it, then back to the slide",
           "Run the unit that was pasted, and come back; also a second click on its corner.",
           _one(Where.SHELL), 9),
    Action("on", ("space", "pagedown"), "space", "on", "A page down, then the next slide.",
           LAB, 1),
    Action("page_back", ("b", "pageup"), "b", "back", "A page up, then the slide before.",
           LAB, 2),
    Action("next_slide", ("n", "right"), "n", "slide", "The next slide.", LAB, 8),
    Action("previous_slide", ("p", "left"), "p", "slide", "The slide before.", LAB, 8),
    Action("unit_up", ("up",), "↑", "unit", "The unit or quiz above; without one, a line up.",
           READING, 7),
    Action("unit_down", ("down",), "↓", "unit",
           "The unit or quiz below; without one, a line down.", READING, 7),
    Action("half_down", ("ctrl+d",), "ctrl+d", "half a page", "Half a page down.", LAB, 9),
    Action("half_up", ("ctrl+u",), "ctrl+u", "half a page", "Half a page up.", LAB, 9),
    Action("top", ("home", "g"), "g", "top", "To the first line.", LAB, 9),
    Action("bottom", ("end", "G"), "G", "bottom", "To the last line.", LAB, 9),
    Action("talk_on", ("space", "pagedown", "right"), "space", "on",
           "A page down, then what a pause holds back, then the next slide.", TALK, 1),
    Action("talk_back", ("pageup", "left", "backspace"), "←", "back",
           "A page up, a piece hidden again, then the slide before.", TALK, 2),
    Action("talk_next", ("n",), "n", "slide", "The next slide, past what a pause holds back.",
           TALK, 8),
    Action("talk_previous", ("p",), "p", "slide", "The slide before.", TALK, 8),
    Action("talk_first", ("home",), "home", "first", "The first slide.", TALK, 9),
    Action("talk_last", ("end",), "end", "last", "The last slide.", TALK, 9),
    Action("jump", tuple("0123456789"), "0-9", "number", "The number of a slide to go to.",
           TALK, 9),
    Action("jump_there", ("enter",), "enter", "go there",
           "Go to the slide whose number was typed; without one, on.", TALK, 9),
    Action("calm", ("escape",), "esc", "as it was",
           "Forget the number that was typed; light a dark screen again.", TALK, 9),
    Action("dark", ("b", "full_stop"), "b .", "dark",
           "Show nothing, so that the room looks at you; again, or on, shows the slide.", TALK, 3),
    Action("node_shell", ("s",), "s", "shell",
           "A node's shell, if the lab is up; ctrl+g leads back to the slide.",
           _one(Where.PRESENTING), 2),
    Action("which_shell", ("S",), "S", "which shell", "Choose the node whose shell is shown.",
           _one(Where.PRESENTING), 9),
    Action("timer", ("t",), "t", "time", "Show or hide the time.", _one(Where.PRESENTING), 6),
    Action("timer_zero", ("R",), "R", "time to zero", "Set the time to zero; asks first.",
           TALK, 7),
    Action("outline", ("o",), "o", "outline",
           "All slides, and in a lab what is done; go to any.", LAB | TALK, 5),
    Action("search", ("slash",), "/", "search", "Search the text of all slides.", LAB | TALK, 8),
    Action("reveal", ("v",), "v", "reveal", "Reveal or hide the secrets captured on your swarm.",
           READING, 7),
    Action("links", ("l",), "l", "links",
           "Show where the links of this slide lead, and open one in the browser.", READING, 8),
    Action("scroll_up", ("up",), "↑", "scroll", "A line up.", SCROLLS, 9),
    Action("scroll_down", ("down",), "↓", "scroll", "A line down.", SCROLLS, 9),
    Action("slide", ("0", "escape"), "0", "slide", "To the slide.", LAB, 6),
    Action("shell", tuple("123456789"), "1-9", "shells", "To the shell of that node.",
           frozenset({Where.SLIDE, Where.TASKS}) | MAP, 4),
    Action("tasks", ("t",), "t", "tasks", "To the tasks.", LAB | MAP, 3),
    Action("hint", ("h",), "h", "hint", "Show the next hint of this step; counted.", LAB, 4),
    Action("why", ("w",), "w", "why", "Show or hide the background of this slide.", LAB, 7),
    Action("solution", ("x",), "x", "solution",
           "Show the solution of this step, or have it typed; asks first, counted.", LAB, 7),
    Action("summary", ("e",), "e", "summary",
           "What this chapter came to: steps, points, time, and what was proved.", LAB, 3),
    Action("next_chapter", ("space", "pagedown"), "space", "next chapter",
           "A page down, then the next chapter.", _one(Where.SUMMARY), 1),
    Action("page_up", ("b", "pageup"), "b", "page up", "A page up.", _one(Where.SUMMARY), 9),
    Action("again", ("a",), "a", "again", "This chapter once more, on fresh nodes; asks first.",
           _one(Where.SUMMARY), 2),
    Action("to_slide", ("escape", "0"), "esc", "slide", "Back to the slide.",
           _one(Where.SUMMARY), 1),
    Action("map", ("m",), "m", "map", "To the map of the swarm.", LAB, 3),
    Action("node_left", ("left",), "←", "node", "The node before.", MAP, 2),
    Action("node_right", ("right",), "→", "node", "The next node.", MAP, 2),
    Action("node_up", ("up",), "↑", "row", "The node above; where there is none, a line up.",
           MAP, 6),
    Action("node_down", ("down",), "↓", "row", "The node below; where there is none, a line down.",
           MAP, 6),
    Action("map_page", ("space", "pagedown"), "space", "page",
           "A page down in what is known of the node.", MAP, 7),
    Action("map_page_back", ("b", "pageup"), "b", "page", "A page up.", MAP, 7),
    Action("enter_node", ("enter",), "enter", "its shell",
           "To the shell of the selected node; on a narrow screen what is known of it comes first.",
           MAP, 1),
    Action("kill_node", ("K",), "K", "kill", "Kill the selected node, as a power cut would.",
           MAP, 2),
    Action("start_node", ("S",), "S", "start", "Start the selected node again.", MAP, 2),
    Action("pause_node", ("P",), "P", "pause", "Pause the selected node, or let it go on.",
           MAP, 2),
    Action("rebuild_node", ("B",), "B", "rebuild",
           "A fresh node in the place of the selected one; asks first.", MAP, 3),
    Action("map_back", ("escape", "m", "0"), "esc", "back to the slide",
           "Back to the slide; on a narrow screen from a node to the list first.", MAP, 1,
           at_end=True),
    Action("reset", ("r",), "r", "reset", "Fresh nodes for a node, step or chapter; asks first.",
           LAB | MAP, 5),
    Action("hand", ("H",), "H", "hand",
           "Raise your hand, with a question or without; lower it again.", LAB | MAP, 9),
    Action("put_away", ("d",), "d", "message",
           "Put the instructor's message away, or show the rest of it.", LAB | MAP, 9),
    Action("part_over", ("N",), "N", "only look",
           "Let the instructor, who types in your shells, only look again.", LAB | MAP, 9),
    Action("open_shell", ("plus",), "+", "shell", "One more shell on the node in view.", LAB, 9),
    Action("close_shell", ("minus",), "-", "close",
           "Close the extra shell in view; asks first while a command runs in it.", LAB, 9),
    Action("split", ("vertical_line",), "|", "two", "Two shells at once, or one again.", LAB, 9),
    Action("zoom", ("z",), "z", "zoom",
           "The shell on the whole screen; ctrl+g leads back to the slide.", LAB, 9),
    Action("tab_on", ("tab",), "tab", "pane", "The next pane.", LAB | MAP, 4),
    Action("tab_back", ("shift+tab",), "shift+tab", "pane before", "The pane before.",
           LAB | MAP, 9),
    *CLASS_ACTIONS,
    Action("theme", ("T",), "T", "theme", "The next theme: dark, light, high contrast.",
           EVERYWHERE, 9),
    Action("palette", ("ctrl+p",), "ctrl+p", "all actions", "All actions, by name.",
           EVERYWHERE, 6),
    Action("keys", ("question_mark",), "?", "keys", "The keys that work here.", EVERYWHERE, 3),
    Action("leave", ("q",), "q", "leave", "Leave; with nodes up, asks to keep or remove them.",
           EVERYWHERE - TALK - {Where.BOOT, Where.CLASS}, 1, at_end=True),
    Action("leave", ("q",), "q", "leave", "Leave; the other terminal goes on, nodes stay up.",
           TALK, 1, at_end=True),
    Action("leave", ("q",), "q", "leave", "Leave; learners go on, and are watched no more.",
           CLASS, 1, at_end=True),
)  # fmt: skip


DIGITS = frozenset({"shell", "answer", "jump", "watch_shell"})
"""Actions whose key is their argument."""

SHELL_KEYS = (
    ("ctrl+g", "back to the slide; twice, it reaches the node"),
    ("ctrl+g then z", "the whole screen for the shell; ctrl+g ends it"),
    ("ctrl+g then tab", "of two shells in view, the other one"),
    ("shift+pgup shift+pgdn", "look back through what the shell printed; so does the wheel"),
    ("/ n N esc", "while looking back: search, older match, newer match, back to the end"),
    ("mouse", "drag, or click twice or three times: select and copy; the middle button pastes"),
    ("shift+mouse", "select and look back where a program in the shell takes the mouse"),
    ("all others", "go to the node, function keys, ctrl+c, ctrl+p, ctrl+q and escape too"),
)
"""In a shell almost nothing is ours."""


_PIPE, _ESCAPED_PIPE = "|", "\\|"


def here(where: Where) -> tuple[Action, ...]:
    """The actions that work there, in their order."""
    return tuple(action for action in ACTIONS if where in action.where)


def allowed(action_id: str, where: Where) -> bool | None:
    """Whether an action works there; None for an id that is not ours."""
    found = [action for action in ACTIONS if action.id == action_id]
    # No key of ours reaches a screen whose shell has the focus; its clicks work as on a slide.
    places = LAB | CLASS | {where} if where is Where.SHELL else {where}
    return any(places & action.where for action in found) if found else None


def bindings(*places: Where) -> list[Binding]:
    """Textual's bindings for a screen that is in one of these places."""
    found: dict[tuple[str, str], Binding] = {}
    for action in ACTIONS:
        if action.where.isdisjoint(places):
            continue
        for key in action.keys:
            name = f"{action.id}({key})" if action.id in DIGITS else action.id
            found[key, name] = Binding(key, name, action.word, show=False)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """What the footer writes for one action, or for neighbours that share a word."""

    label: str
    word: str
    action: str
    rank: int
    at_end: bool


_NOT_IN_FOOTER = {
    Where.SLIDE: {"slide", "unit_up", "unit_down"},
    Where.QUIZ: {"next_slide", "previous_slide", "slide"},
    Where.TASKS: {"on", "page_back", "next_slide", "previous_slide", "tasks"},
}
"""What works there but is seen from the screen itself, or has its entry elsewhere."""


def footer(
    where: Where, *, shells: int = 0, labels: Mapping[str, str] | None = None
) -> list[Entry]:
    """The footer's entries there.

    Args:
        where: where keys go.
        shells: how many shells there are, or answers of a quiz.
        labels: other words for some actions; an empty one leaves the action out.
    """
    entries: list[Entry] = []
    for action in here(where):
        word = (labels or {}).get(action.id, action.word if action.rank < 9 else "")
        if not word or action.id in _NOT_IN_FOOTER.get(where, ()):
            continue
        label = _digits_label(shells) if action.id in DIGITS else action.label
        before = entries[-1] if entries else None
        if before and before.word == word and before.at_end == action.at_end:
            label = f"{entries.pop().label} {label}"
        entries.append(Entry(label, word, action.id, action.rank, action.at_end))
    return entries


def _digits_label(digits: int) -> str:
    return "1" if digits == 1 else f"1-{min(digits, 9)}"


def table() -> Iterator[tuple[str, str, str]]:
    """Keys, where they work, what they do: for help and the documentation."""
    for action in ACTIONS:
        places = [where.value for where in Where if where in action.where]
        place = "anywhere but a shell" if action.where == EVERYWHERE else ", ".join(places)
        yield action.label, place, action.help
    for label, sentence in SHELL_KEYS:
        yield label, Where.SHELL.value, sentence


def markdown() -> str:
    """The table of keys as the documentation shows it."""
    # A pipe ends a table's cell even within code.
    rows = [
        f"| `{keys.replace(_PIPE, _ESCAPED_PIPE)}` | {place} | {sentence} |"
        for keys, place, sentence in table()
    ]
    return "\n".join(("| keys | where | what |", "| --- | --- | --- |", *rows)) + "\n"
