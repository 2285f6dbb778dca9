"""Every command of the plain mode, once: the dispatch and the help come from here."""

from __future__ import annotations

from dataclasses import dataclass

from swarmlab.deck.diagnostic import did_you_mean


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the learner."""

    name: str
    letter: str
    """Its short form; empty for what should not happen by a slip."""
    takes: str
    """The words after it, as help writes them."""
    help: str
    """One sentence."""


COMMANDS = (
    Command("next", "n", "", "The next slide; after the last one, the next chapter."),
    Command("back", "b", "", "The slide before."),
    Command("goto", "g", "N", "Slide N of this chapter."),
    Command("slide", "s", "", "Read this slide again."),
    Command("list", "l", "", "The slides of this chapter, and which steps are done."),
    Command("find", "f", "WORDS", "The slides of the lab on which these words stand."),
    Command("chapter", "", "[N]", "The chapters; with N, go to that one."),
    Command("run", "r", "[N]", "Run unit N of this slide in its node; without N, the next one."),
    Command("on", "o", "NODE LINE", "Run a line in the shell of a node."),
    Command("check", "c", "", "Look now: the tasks of this slide with their verdicts."),
    Command("map", "m", "", "The swarm: who has which role, who runs and holds what."),
    Command("summary", "e", "", "What this chapter came to: points, time, help, what is proved."),
    Command("hint", "h", "", "The next hint of this step; counted."),
    Command("why", "w", "", "The background of this slide."),
    Command("solution", "x", "", "Show the solution of this step; asks first, counted."),
    Command("solve", "", "", "Type the solution into the shells; asks first, counted."),
    Command("answer", "a", "LETTERS", "Answer the question of this slide: answer a c"),
    Command("power", "", "VERB NODE", "kill, start, restart, pause or unpause a node."),
    Command("log", "", "NODE", "The last lines of a node's log."),
    Command("hand", "", "[QUESTION]", "Raise your hand, with a question or without; or lower it."),
    Command("let", "", "yes or no", "Let the instructor, who asks, type in your shells, or not."),
    Command("reset", "", "[step, chapter or NODE]", "Fresh nodes, or one fresh node; asks first."),
    Command("keep", "", "", "Leave, and keep the nodes: swarmlab goes on where you are."),
    Command("quit", "q", "", "Leave; asks whether the nodes are kept or removed."),
    Command("help", "?", "", "This list."),
)

_BY_WORD = {word: c for c in COMMANDS for word in (c.name, c.letter) if word}


def named(word: str) -> Command | None:
    """The command of that name or letter."""
    return _BY_WORD.get(word) or _BY_WORD.get(word.lower())


def suggestion(word: str) -> str:
    """What an unknown word may have meant."""
    return did_you_mean(word, [command.name for command in COMMANDS])


def help_lines() -> list[str]:
    """A line or two for each command."""
    found = []
    for command in COMMANDS:
        short = f", {command.letter}" if command.letter else ""
        takes = f" {command.takes}" if command.takes else ""
        found.append(f"{command.name}{takes}{short}: {command.help}")
    return found
