"""The YAML that says what a deck is made of: files, inline Markdown, parts, and values."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import yaml

from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.plain_yaml import STRING, PlainYaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from swarmlab.deck.model import Position
    from swarmlab.deck.remark.sources import DeckFaults, Source

LARGEST: Final = 256 << 10
"""Characters of a manifest, at most."""
LONGEST_VALUE: Final = 2000
"""Characters of a value that macros put into slides, at most."""
_YAML: Final = PlainYaml("the manifest", "bad-manifest", first=1, deepest=12)
_VALUES: Final = ("title", "chat", "gitrepo", "slides", "zip", "html", "slidenumberprefix")
_CONTENT: Final = ("content", "chapters")
_KEYS: Final = (*_VALUES, *_CONTENT, "exclude")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or Markdown that stands in the manifest itself."""

    text: str
    """The file's name, or the Markdown."""
    inline: bool
    nest: tuple[int, ...]
    """Its place in the lists, outermost first, from 0."""
    position: Position
    first_line: int
    """Of inline Markdown: the line of the manifest that it begins in."""


@dataclass(slots=True)
class Manifest:
    """What a deck is made of."""

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    """The texts it gives: title, chat, gitrepo, slides, zip, html, slidenumberprefix."""
    entries: list[Entry] = field(default_factory=list)
    exclude: list[tuple[str, Position]] = field(default_factory=list)
    """Classes of the slides that are left out."""
    alone: bool = False
    """There is none: the deck is one Markdown file."""

    @property
    def title(self) -> str:
        """The title in one line; empty when the manifest has none."""
        return " ".join(self.values.get("title", "").split())

    @property
    def number_prefix(self) -> str:
        """What stands before each slide's number."""
        return html.unescape(self.values.get("slidenumberprefix", ""))


def single(path: Path, position: Position) -> Manifest:
    """The manifest of a deck that is one Markdown file."""
    return Manifest(path, entries=[Entry(path.name, False, (0,), position, 1)], alone=True)


def read_manifest(source: Source, faults: DeckFaults) -> Manifest | None:
    """Read a manifest; None when it is no plain mapping or has no content, which is reported."""
    text = "\n".join(line.text for line in source.lines)
    if len(text) > LARGEST:
        message = f"the manifest has more than {LARGEST} characters"
        faults.add("too-large", message, faults.at(source.origins.start))
        return None
    node = _YAML.compose(text, faults)
    if node is None:
        return None
    manifest = Manifest(source.path)
    _Reader(manifest, faults).read(node.value)
    return manifest if manifest.entries else None


class _Reader:
    def __init__(self, manifest: Manifest, faults: DeckFaults) -> None:
        self.manifest = manifest
        self.faults = faults

    def read(self, pairs: Sequence[tuple[yaml.Node, yaml.Node]]) -> None:
        seen: set[str] = set()
        for key, value in pairs:
            word = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if word in seen:
                self._fault("duplicate-key", f"`{word[:60]}` stands here a second time", key)
                continue
            seen.add(word)
            if word in _VALUES:
                self._value(word, value)
            elif word in _CONTENT:
                self._content(value, ())
            elif word == "exclude":
                self._exclude(value)
            elif near := did_you_mean(word[:60], _KEYS):
                self._fault("unknown-key", f"`{word[:60]}` is no key of a manifest", key, near)
        self._judge_missing(seen)

    def _judge_missing(self, seen: set[str]) -> None:
        if not seen & set(_CONTENT):
            self.faults.add("missing-key", "the manifest lacks `content`", self.faults.at(1),
                            "list the deck's files below `content:`")  # fmt: skip
        elif not self.manifest.entries and not self.faults.diagnostics:
            self.faults.add("missing-key", "the manifest's content is empty", self.faults.at(1),
                            "list the deck's files below `content:`")  # fmt: skip
        if "title" not in seen:
            self.faults.add("missing-key", "the manifest lacks `title`", self.faults.at(1, 2),
                            "write `title: …`")  # fmt: skip

    def _fault(self, code: str, message: str, node: yaml.Node, suggestion: str = "") -> None:
        self.faults.add(code, message, _YAML.place(node.start_mark, self.faults), suggestion)

    def _value(self, word: str, node: yaml.Node) -> None:
        if not isinstance(node, yaml.ScalarNode):
            self._fault("bad-value", f"`{word}` must be text", node, "put it in quotes")
        elif len(node.value) > LONGEST_VALUE:
            message = f"`{word}` has more than {LONGEST_VALUE} characters"
            self._fault("bad-value", message, node)
        else:
            self.manifest.values[word] = str(node.value).strip()

    def _exclude(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if isinstance(item, yaml.ScalarNode) and str(item.value).strip():
                place = _YAML.place(item.start_mark, self.faults)
                self.manifest.exclude.append((str(item.value).strip(), place))
            else:
                self._fault("bad-entry", "an entry of `exclude` is the name of a class", item)

    def _content(self, node: yaml.Node, nest: tuple[int, ...]) -> None:
        if not isinstance(node, yaml.SequenceNode):
            self._fault("bad-entry", "`content` is a list of files and inline Markdown", node)
            return
        for index, item in enumerate(node.value):
            here = (*nest, index)
            if isinstance(item, yaml.SequenceNode):
                self._content(item, here)
            elif isinstance(item, yaml.ScalarNode) and item.tag == STRING and item.value.strip():
                self._entry(item, here)
            else:
                self._fault("bad-entry", f"{_kind(item)} is no entry of a deck's content", item,
                            "write a file's name, Markdown, or a list of such")  # fmt: skip

    def _entry(self, node: yaml.ScalarNode, nest: tuple[int, ...]) -> None:
        text = str(node.value)
        inline = "\n" in text
        begin = node.start_mark.line + 1 if node.start_mark else 1
        place = _YAML.place(node.start_mark, self.faults)
        first = begin + 1 if node.style in {"|", ">"} else begin
        name = text if inline else text.strip()
        self.manifest.entries.append(Entry(name, inline, nest, place, first))


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return "nothing"
    return f"`{str(node.value)[:40]}`"
