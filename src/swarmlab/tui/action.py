"""What an action is, and where keys go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where keys go; the footer's chip says it in capitals."""

    START = "start"
    BOOT = "boot"
    BOOT_FAILED = "boot failed"
    ENGINE_GONE = "engine gone"
    SLIDE = "slide"
    QUIZ = "quiz"
    TASKS = "tasks"
    MAP = "map"
    SHELL = "shell"
    LEAVING = "leaving"
    SUMMARY = "summary"
    PRESENTING = "presenting"
    NOTES = "notes"
    CLASS = "class"


READING = frozenset({Where.SLIDE, Where.QUIZ})
LAB = READING | {Where.TASKS}
MAP = frozenset({Where.MAP})
TALK = frozenset({Where.PRESENTING, Where.NOTES})
SCROLLS = TALK | {Where.TASKS, Where.SUMMARY}
EVERYWHERE = frozenset(Where) - {Where.SHELL, Where.LEAVING}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a key, a click or the palette does."""

    id: str
    """``action_<id>`` of the screen."""
    keys: tuple[str, ...]
    """As Textual names them; with several digits, each is the action's argument."""
    label: str
    """The keys as the footer writes them."""
    word: str
    """What the footer says; actions side by side with one word share an entry. Empty where
    the screen has to say it."""
    help: str
    """One sentence for help, palette and documentation."""
    where: frozenset[Where]
    rank: int = 5
    """Where room is short, the highest ranks go first; from 9 never in the footer."""
    at_end: bool = False
    """At the right end of the footer."""
