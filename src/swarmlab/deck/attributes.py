"""A fence's info string: its language and what stands in braces after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position

_INFO = re.compile(r"(?P<language>[^\s{]*)(?P<rest>.*)")
_ATTRIBUTE = re.compile(
    r"#(?P<id>\S*)|\.(?P<class>\S*)"
    r'|(?P<key>[A-Za-z][\w-]*)=(?:"(?P<quoted>[^"]*)"(?!\S)|(?P<value>[^\s"]+))'
    r"|(?P<bad>\S+)"
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One word in the braces."""

    key: str
    """``#`` for an id, ``.expect`` for a class, else the key before ``=``."""
    value: str
    position: Position


@dataclass(frozen=True, slots=True)
class Info:
    """What an info string says."""

    language: str
    attributes: dict[str, Attribute]
    faulty: bool
    """Something in it was not understood, and said so."""

    def value(self, key: str) -> str | None:
        """The value of a key, or None."""
        attribute = self.attributes.get(key)
        return attribute.value if attribute else None


def read_info(info: str, locate: Callable[[int], Position], faults: Faults) -> Info:
    """Read an info string; ``locate`` gives the place of an offset into it."""
    parts = _INFO.fullmatch(info.rstrip())
    language, rest = (parts["language"], parts["rest"]) if parts else ("", info)
    begin = len(language) + len(rest) - len(rest.lstrip())
    rest = rest.strip()
    if not rest:
        return Info(language, {}, faulty=False)
    if not (rest.startswith("{") and rest.endswith("}")):
        words = "what follows a fence's language stands in braces"
        faults.add("bad-info", words, locate(begin), "write ```` ```bash {node=manager1} ````")
        return Info(language, {}, faulty=True)
    found: dict[str, Attribute] = {}
    faulty = False
    for match in _ATTRIBUTE.finditer(rest, 1, len(rest) - 1):
        attribute = _attribute(match, locate(begin + match.start()), faults)
        if attribute is None:
            faulty = True
        elif attribute.key in found:
            message = f"`{attribute.key}` stands here twice"
            faults.add("duplicate-attribute", message, attribute.position)
            faulty = True
        else:
            found[attribute.key] = attribute
    return Info(language, found, faulty)


def _attribute(match: re.Match[str], position: Position, faults: Faults) -> Attribute | None:
    """The attribute, if it is one the format knows."""
    if match["id"] is not None:
        return Attribute("#", match["id"], position)
    if match["class"] is not None:
        if match["class"] in words.CLASSES:
            return Attribute("." + match["class"], "", position)
        near = did_you_mean(match["class"], words.CLASSES)
        faults.add("unknown-class", f"`.{match['class'][:40]}` is no class", position, near)
        return None
    key = match["key"] or match["bad"].partition("=")[0]
    if key not in words.ATTRIBUTES:
        near = did_you_mean(key, [*words.ATTRIBUTES, *(f".{name}" for name in words.CLASSES)])
        faults.add("unknown-attribute", f"`{key[:40]}` is no attribute", position, near)
    elif match["key"] is None:
        message = f"`{match['bad'][:40]}` is not of the form `{key}=value`"
        faults.add("bad-attribute", message, position, f"`{key}` is {words.ATTRIBUTES[key]}")
    else:
        value = match["quoted"] if match["quoted"] is not None else match["value"]
        return Attribute(key, value, position)
    return None
