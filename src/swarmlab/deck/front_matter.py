"""The YAML at a chapter's beginning: title, minutes, nodes, start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import yaml

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.plain_yaml import STRING, PlainYaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position

_MOST_CHARACTERS: Final = 8192
_MOST_MINUTES: Final = 600
_MOST_NODES: Final = 64
_YAML: Final = PlainYaml("the front matter", "bad-front-matter", first=2, deepest=3)


@dataclass(slots=True)
class FrontMatter:
    """What the front matter says, as far as it could be read."""

    ends_at: int
    """Index of the first line after it."""
    title: str | None = None
    minutes: int | None = None
    nodes: tuple[str, ...] | None = None
    start: str | None = None
    positions: dict[str, Position] = field(default_factory=dict)
    """Where each key's value stands."""


def read_front_matter(lines: Sequence[str], faults: Faults, chapter: str) -> FrontMatter:
    """Read the front matter of a chapter's lines."""
    end = next((i for i, line in enumerate(lines) if i and not line.strip(" \t-")), len(lines))
    if not lines or lines[0].rstrip() != "---":
        faults.add(
            "no-front-matter",
            "the chapter does not begin with front matter",
            faults.at(1),
            "begin the first line with `---`, then title, minutes, nodes and start, then `---`",
        )
        lacks_only_its_first_line = bool(lines) and lines[0].split(":")[0] in words.FRONT_MATTER
        return FrontMatter(ends_at=end + 1 if lacks_only_its_first_line else 0)
    closed = end < len(lines) and lines[end].rstrip() == "---"
    if not closed:
        faults.add(
            "unclosed-front-matter",
            "the front matter is not closed",
            faults.at(1),
            "end it with a line `---`; it holds no blank lines",
        )
    front = FrontMatter(ends_at=end + closed)
    text = "".join(f"{line}\n" for line in lines[1:end])
    mapping = _compose(text, faults)
    if mapping is not None:
        _Reader(front, faults, chapter).read(mapping, complete=closed)
    return front


def _compose(text: str, faults: Faults) -> yaml.MappingNode | None:
    """The YAML as nodes with places; None when it is no plain mapping, which is reported."""
    if len(text) > _MOST_CHARACTERS:
        faults.add("front-matter-too-long", "the front matter is too long", faults.at(1))
        return None
    return _YAML.compose(text, faults)


class _Reader:
    def __init__(self, front: FrontMatter, faults: Faults, chapter: str) -> None:
        self.front = front
        self.faults = faults
        self.chapter = chapter

    def read(self, mapping: yaml.MappingNode, *, complete: bool) -> None:
        """Read every key; ``complete`` says that missing ones are faults of their own."""
        misspelt = False
        for key, value in mapping.value:
            word = str(key.value)
            if not isinstance(key, yaml.ScalarNode) or word not in words.FRONT_MATTER:
                misspelt = True
                self._fault("unknown-key", f"`{word[:60]}` is no key of the front matter", key,
                            did_you_mean(word, words.FRONT_MATTER))  # fmt: skip
            elif word in self.front.positions:
                self._fault("duplicate-key", f"`{word}` stands here a second time", key)
            else:
                self.front.positions[word] = self._place(value)
                getattr(self, f"_{word}")(value)
        missing = [word for word in words.FRONT_MATTER if word not in self.front.positions]
        if missing and complete and not misspelt:
            names = ", ".join(f"`{word}`" for word in missing)
            self.faults.add("missing-key", f"the front matter lacks {names}", self.faults.at(1),
                            f"`{missing[0]}` is {words.FRONT_MATTER[missing[0]]}")  # fmt: skip
        elif missing == [] and self.front.start == "swarm":
            self._needs_manager1()

    def _place(self, node: yaml.Node) -> Position:
        return _YAML.place(node.start_mark, self.faults)

    def _fault(self, code: str, message: str, node: yaml.Node, suggestion: str = "") -> None:
        self.faults.add(code, message, self._place(node), suggestion)

    def _text(self, node: yaml.Node, what: str) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == STRING and node.value.strip():
            return str(node.value).strip()
        hint = "put it in quotes" if isinstance(node, yaml.ScalarNode) and node.value else ""
        self._fault("bad-value", f"{what} must be text", node, hint)
        return None

    def _name(self, node: yaml.Node, what: str) -> str | None:
        name = self._text(node, what)
        if name is None or words.NAME.fullmatch(name):
            return name
        self._fault("bad-value", f"{what} must be a host name: lower-case letters, digits, hyphens",
                    node)  # fmt: skip
        return None

    def _title(self, node: yaml.Node) -> None:
        self.front.title = self._text(node, "the title")

    def _minutes(self, node: yaml.Node) -> None:
        digits = node.value if isinstance(node, yaml.ScalarNode) else ""
        if digits.isascii() and digits.isdigit() and 0 < int(digits[:9]) <= _MOST_MINUTES:
            self.front.minutes = int(digits)
        else:
            self._fault("bad-value", f"minutes is a whole number from 1 to {_MOST_MINUTES}", node)

    def _nodes(self, node: yaml.Node) -> None:
        if not isinstance(node, yaml.SequenceNode) or not 0 < len(node.value) <= _MOST_NODES:
            self._fault("bad-value", "nodes is a list of names", node, "write [manager1, worker1]")
            return
        names: list[str] = []
        for item in node.value:
            name = self._name(item, "a node's name")
            if name in names:
                self._fault("duplicate-node", f"the node {name} stands here twice", item)
            elif name is not None:
                names.append(name)
        if len(names) == len(node.value):
            self.front.nodes = tuple(names)

    def _start(self, node: yaml.Node) -> None:
        name = self._name(node, "start")
        if name == self.chapter and name not in words.STARTS:
            self._fault("bad-value", "a chapter cannot begin where it ends itself", node)
        else:
            self.front.start = name

    def _needs_manager1(self) -> None:
        if self.front.nodes is not None and "manager1" not in self.front.nodes:
            self.faults.add(
                "start-without-manager",
                "`start: swarm` needs the node manager1, which leads the swarm",
                self.front.positions["start"],
                "add manager1 to nodes, or write `start: bare`",
            )
