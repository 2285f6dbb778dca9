"""YAML that strangers wrote, as nodes with places: small, shallow, and without aliases.

It is judged on its events before anything is built of it, so that nothing can blow up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import yaml

if TYPE_CHECKING:
    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position

STRING: Final = "tag:yaml.org,2002:str"
"""The tag of a node that is text."""


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where the library was built with it."""


class Mark(Protocol):
    """A place in YAML; line and column count from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column."""


@dataclass(frozen=True, slots=True)
class PlainYaml:
    """What may stand in a piece of YAML, and what to say when it does not."""

    what: str
    """What it is, for messages: ``the front matter``."""
    code: str
    """Of its faults: ``bad-front-matter``."""
    first: int
    """Line of the file in which it begins, from 1."""
    deepest: int
    """Levels of lists and mappings, itself included."""

    def place(self, mark: Mark | None, faults: Faults) -> Position:
        """Where a mark of the YAML parser stands in the file."""
        if mark is None:
            return faults.at(1)
        return faults.at(mark.line + self.first, mark.column + 1)

    def compose(self, text: str, faults: Faults) -> yaml.MappingNode | None:
        """The YAML as nodes; None when it is no plain mapping, which is reported."""
        try:
            if not self._is_plain(text, faults):
                return None
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            place = self.place(error.problem_mark or error.context_mark, faults)
            words = f"{self.what} is not valid YAML: {error.problem or error.context}"
            faults.add(self.code, words, place, "put text with `:` or `#` in quotes")
            return None
        except (yaml.YAMLError, ValueError):
            faults.add(self.code, f"{self.what} is not valid YAML", faults.at(1))
            return None
        if not isinstance(node, yaml.MappingNode):
            message = f"{self.what} is not a list of `key: value` lines"
            faults.add(self.code, message, faults.at(1))
            return None
        return node

    def _is_plain(self, text: str, faults: Faults) -> bool:
        """Whether it nests little and has no aliases."""
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                problem = f"aliases and anchors have no place in {self.what}"
            elif depth > self.deepest:
                problem = f"{self.what} nests too deep"
            else:
                continue
            faults.add(self.code, problem, self.place(event.start_mark, faults))
            return False
        return True
