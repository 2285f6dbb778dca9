"""What the modules that read one file share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swarmlab.deck import words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position
    from swarmlab.deck.page import Page


@dataclass(slots=True)
class Reading:
    """One file while it is read."""

    page: Page
    faults: Faults
    markdown: MarkdownIt
    env: dict[str, Any]
    """Link definitions, as the Markdown parser keeps them."""
    nodes: tuple[str, ...] | None
    """The chapter's nodes; None when the front matter could not be read."""
    ids: dict[str, Position] = field(default_factory=dict)
    """Where each id of a unit or task was given."""
    spoilt: set[Position] = field(default_factory=set)
    """Fences that would be units but for a fault: what follows them is not judged."""

    def take_id(self, name: str, position: Position) -> str | None:
        """The id, if it is well-formed and new; otherwise a fault is noted."""
        if not words.ID.fullmatch(name):
            message = f"`#{name}` is no id: letters, digits, `-` and `_`, a letter first"
            self.faults.add("bad-id", message, position)
        elif name in self.ids:
            message = f"the id `#{name}` was given before, in line {self.ids[name].line}"
            self.faults.add("duplicate-id", message, position)
        else:
            self.ids[name] = position
            return name
        return None
