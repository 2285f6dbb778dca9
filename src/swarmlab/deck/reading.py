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

    unknown_tags: set[str] = field(default_factory=set)
    """Names of HTML tags that were reported; their end tags are not."""

    def reject_tag(self, tag: str, position: Position) -> None:
        """Report an HTML tag that the format does not know, once for its two ends."""
        name = tag.strip("</>").split(maxsplit=1)[0].lower() if tag.strip("</> \n") else tag
        if tag.startswith("</") and name in self.unknown_tags:
            return
        self.unknown_tags.add(name)
        message = f"the HTML `{tag[:40]}` is not part of the format"
        self.faults.add("unknown-html", message, position, "put it in back-ticks to show it")

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
