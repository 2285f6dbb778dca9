"""The comments of a paragraph or HTML block, read as directives and put in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck.directive import read_directive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from swarmlab.deck.directive import Directive
    from swarmlab.deck.model import Position
    from swarmlab.deck.reading import Reading


@dataclass(frozen=True, slots=True)
class Said:
    """What comments say."""

    directives: tuple[Directive, ...] = ()
    """Without remarks."""
    spoilt: bool = False
    """A comment was no directive, and that was reported."""

    def __add__(self, other: Said) -> Said:
        return Said(self.directives + other.directives, self.spoilt or other.spoilt)


def read_comments(
    comments: Iterable[tuple[str, Callable[[int], Position]]], reading: Reading
) -> Said:
    """Read comments, each with the way from an offset into it to a place."""
    read = [read_directive(text, locate, reading.faults) for text, locate in comments]
    directives = tuple(d for d in read if d is not None and d.word != "comment")
    return Said(directives, spoilt=None in read)


def misplaced(said: Said, reading: Reading) -> None:
    """Report directives where none may stand."""
    for directive in said.directives:
        if directive.word in {"check", "guard"}:
            reading.faults.hides_tasks = True
            way = "end a task with it: `- [ ] text <!-- check: … -->`"
        elif directive.word == "sabotage":
            way = 'put it into `<details class="sabotage">`, on a line of its own'
        else:
            way = "give it a line of its own on the slide, between blank lines"
        message = f"`{directive.word}` cannot stand here"
        reading.faults.add("misplaced-directive", message, directive.position, way)
