"""``class:``, ``name:``, ``template:`` and their like: what a slide says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.sources import DeckFaults

KNOWN: Final = frozenset({
    "class", "name", "template", "layout", "background-image", "background-size",
    "background-color", "background-position", "count", "exclude", "continued",
})  # fmt: skip
_LINE: Final = re.compile(r"(?P<name>[-\w]+):(?P<value>.*)")
_COMMENT: Final = re.compile(r"<!--\s*(?P<name>[-\w]+):")
_CLASS: Final = re.compile(r"[A-Za-z_-][\w-]*")
_ADDRESS: Final = re.compile(r"url\(\s*[\"']?([^\"')]*?)[\"']?\s*\)")
_VARIABLE: Final = re.compile(r"\{\{\s*([-\w]+)\s*\}\}")
_LONGEST: Final = 200
"""Characters of a value that stands for ``{{name}}``, at most."""


@dataclass(slots=True)
class Properties:
    """The properties of a slide, or of a step of one."""

    values: dict[str, str] = field(default_factory=dict)
    origins: dict[str, int] = field(default_factory=dict)
    """The line that each stands in."""

    def set(self, name: str, value: str, origin: int) -> None:
        """Note a property; a later one of the same name counts."""
        self.values[name] = value.strip()
        self.origins[name] = origin

    def get(self, name: str) -> str:
        """A property's value; empty where there is none."""
        return self.values.get(name, "")

    @property
    def classes(self) -> tuple[str, ...]:
        """The names in ``class:``."""
        return tuple(_CLASS.findall(self.get("class")))

    @property
    def background(self) -> str:
        """The address in ``background-image:``."""
        address = _ADDRESS.search(self.get("background-image"))
        return address[1].strip() if address else ""


def variables(lines: Sequence[Line]) -> frozenset[str]:
    """The names between ``{{`` and ``}}``, each of which may be a property of the deck's own."""
    return frozenset(
        name for line in lines if "{{" in line.text for name in _VARIABLE.findall(line.text)
    )


def expand(text: str, values: dict[str, str]) -> str:
    """A line with the values of its slide's properties in the place of their names."""
    if "{{" not in text or not values:
        return text
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0])[:_LONGEST], text)


def read_properties(
    lines: Sequence[Line], own: Collection[str], faults: DeckFaults
) -> tuple[Properties, list[Line]]:
    """The properties at a slide's beginning and in its comments, and the lines without them.

    Args:
        lines: a slide, or a step of one.
        own: names that count as properties because the deck uses them as variables.
        faults: where a line goes that remark takes for a property it does not know.
    """
    found = Properties()
    begin = 0
    for line in lines:
        named = None if line.code else _LINE.match(line.text)
        if named is None and line.text.strip():
            break
        if named is not None:
            name = named["name"]
            if name not in KNOWN and name not in own:
                _report(line, name, faults)
                break
            found.set(name, named["value"], line.origin)
        begin += 1
    return found, [_without_comments(line, found) for line in lines[begin:]]


def _report(line: Line, name: str, faults: DeckFaults) -> None:
    message = f"remark takes `{name[:40]}:` at a slide's beginning for a property and hides it"
    way = did_you_mean(name, KNOWN) or "begin the slide with something else"
    faults.add("unknown-property", message, faults.at(line.origin), way)


def _without_comments(line: Line, found: Properties) -> Line:
    """The line without comments that are properties, which are noted."""
    if line.code or "<!--" not in line.text:
        return line
    text, at = "", 0
    while (comment := _COMMENT.search(line.text, at)) is not None:
        end = line.text.find("-->", comment.end())
        if end < 0:
            break
        text += line.text[at : comment.start()]
        if comment["name"] in KNOWN:
            found.set(comment["name"], line.text[comment.end() : end], line.origin)
        else:
            text += line.text[comment.start() : end + 3]
        at = end + 3
    return line._replace(text=text + line.text[at:])
