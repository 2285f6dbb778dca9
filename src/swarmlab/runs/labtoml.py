"""A lab file's own words: TOML to data, every fault with its place.

::

    title = "Least privilege"
    summary = "One line for the start screen."
    hours = 8
    chapters = ["roles", "join-tokens"]

    nodes = ["manager1", "worker1"]   # or [[nodes]] tables with limits of their own

    [limits]                          # for all nodes
    memory = "512 MiB"
    pids = 1024
    cpus = 1.0
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from swarmlab.deck.diagnostic import Diagnostic, did_you_mean
from swarmlab.deck.regular import first_bytes
from swarmlab.nodes.spec import NodeSpec
from swarmlab.runs.tomlplaces import Places, without_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from swarmlab.deck.model import Position

LARGEST = 64 * 1024
"""Bytes; a lab file is a page, not a book."""
_TOP = ("title", "summary", "hours", "nodes", "limits", "chapters")
_LIMITS = ("memory", "pids", "cpus")
_NODE_NAME = re.compile(r"(?!localhost$)[a-z](?:[a-z0-9-]{0,29}[a-z0-9])?")
_CHAPTER_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_MEMORY = re.compile(r"([0-9]{1,9})\s*(MiB|GiB)")
_UNITS = {"MiB": 1 << 20, "GiB": 1 << 30}
_LEAST_MEMORY, _MOST_MEMORY = 64 << 20, 1 << 40
_MOST_NODES = 64
"""More than any machine holds that one learner has; a slip of the pen makes more."""


@dataclass(frozen=True, slots=True)
class NamedChapter:
    """A chapter as the lab file names it."""

    name: str
    position: Position
    source_line: str


@dataclass(frozen=True, slots=True)
class LabFile:
    """What a lab file says; chapters are still names."""

    name: str
    path: Path
    title: str
    summary: str
    hours: float
    nodes: tuple[NodeSpec, ...]
    chapters: tuple[NamedChapter, ...]


@dataclass
class _Reading:
    """One file being read: its values, places and the faults so far."""

    places: Places
    data: dict[str, Any]
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, message: str, at: Position, suggestion: str = "") -> None:
        line = self.places.line(at)
        self.faults.append(Diagnostic(code, message, at, line, suggestion))

    def wrong(self, key: tuple[str | int, ...], must: str) -> None:
        self.fault("wrong-type", f"{key[-1]} must be {must}", self.places.of_key(*key))

    def unknown(self, table: dict[str, Any], known: Iterable[str], *at: str | int) -> None:
        for key in table:
            if key not in known:
                place = self.places.of_key(*at, key)
                self.fault("unknown-key", f"unknown key {key}", place, did_you_mean(key, known))

    def text(self, key: str, *, required: bool) -> str:
        value = self.data.get(key)
        if value is None and not required:
            return ""
        if value is None:
            self.fault("missing-key", f"the lab has no {key}", self.places.of_key())
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong((key,), "a text")
            return ""
        line = " ".join(value.split())
        if not line.isprintable():
            self.wrong((key,), "visible characters")
        return line


def read(path: Path) -> tuple[LabFile | None, tuple[Diagnostic, ...]]:
    """Read one lab file; never raises on any content."""
    try:
        raw = first_bytes(path, LARGEST + 1)
    except OSError as fault:
        return None, (_unreadable(path, f"cannot read the lab file: {fault.strerror}"),)
    if raw is None:
        return None, (_unreadable(path, "this is no file"),)
    if len(raw) > LARGEST:
        return None, (_unreadable(path, f"the lab file is larger than {LARGEST} bytes"),)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None, (_unreadable(path, "the lab file is not UTF-8 text"),)
    return _parse(path, text)


def _unreadable(path: Path, message: str) -> Diagnostic:
    return Diagnostic("unreadable", message, Places.of(path, "").of_key())


def _parse(path: Path, text: str) -> tuple[LabFile | None, tuple[Diagnostic, ...]]:
    places = Places.of(path, text)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # an endless number is no TOMLDecodeError
        at = places.of_error(str(fault))
        message = f"not TOML: {without_place(str(fault))}"
        return None, (Diagnostic("not-toml", message, at, places.line(at)),)
    reading = _Reading(places, data)
    lab = _lab(path, reading)
    return (None if reading.faults else lab), tuple(reading.faults)


def _lab(path: Path, reading: _Reading) -> LabFile:
    reading.unknown(reading.data, _TOP)
    return LabFile(
        name=path.stem,
        path=path,
        title=reading.text("title", required=True),
        summary=reading.text("summary", required=False),
        hours=_hours(reading),
        nodes=_nodes(reading),
        chapters=_chapters(reading),
    )


def _hours(reading: _Reading) -> float:
    value = reading.data.get("hours", 8)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 168:
        reading.wrong(("hours",), "a number of hours from above 0 to 168")
        return 8.0
    return float(value)


def _chapters(reading: _Reading) -> tuple[NamedChapter, ...]:
    value = reading.data.get("chapters")
    if not isinstance(value, list) or not value:
        reading.wrong(("chapters",), 'a list of names, such as ["roles"]')
        return ()
    chapters: list[NamedChapter] = []
    for index, name in enumerate(value):
        at = reading.places.of_text(str(name), "chapters", after=value[:index].count(name))
        if not isinstance(name, str) or not _CHAPTER_NAME.fullmatch(name):
            reading.fault("chapter-name", f"{name!r} is not a chapter's name", at)
        elif any(name == chapter.name for chapter in chapters):
            reading.fault("duplicate-chapter", f"chapter {name} is named twice", at)
        else:
            chapters.append(NamedChapter(name, at, reading.places.line(at)))
    return tuple(chapters)


def _nodes(reading: _Reading) -> tuple[NodeSpec, ...]:
    limits = reading.data.get("limits", {})
    if not isinstance(limits, dict):
        reading.wrong(("limits",), "a table")
        limits = {}
    reading.unknown(limits, _LIMITS, "limits")
    common = _limits(reading, limits, NodeSpec(""), "limits")
    value = reading.data.get("nodes")
    if not isinstance(value, list) or not value:
        reading.wrong(("nodes",), "a list of names, or [[nodes]] tables")
        return ()
    if len(value) > _MOST_NODES:
        reading.wrong(("nodes",), f"{_MOST_NODES} at most")
        return ()
    nodes: list[NodeSpec] = []
    for index, item in enumerate(value):
        node = _node(reading, item, index, common)
        if node and any(node.name == other.name for other in nodes):
            at = reading.places.of_key("nodes", index, "name")
            if isinstance(item, str):
                at = reading.places.of_text(item, "nodes", after=value[:index].count(item))
            reading.fault("duplicate-node", f"node {node.name} is named twice", at)
        elif node:
            nodes.append(node)
    return tuple(nodes)


def _node(reading: _Reading, item: Any, index: int, common: NodeSpec) -> NodeSpec | None:
    if isinstance(item, str):
        item, at = {"name": item}, reading.places.of_text(item, "nodes")
    elif isinstance(item, dict):
        at = reading.places.of_key("nodes", index, "name")
        reading.unknown(item, ("name", *_LIMITS), "nodes", index)
    else:
        reading.wrong(("nodes",), "a list of names, or [[nodes]] tables")
        return None
    name = item.get("name")
    if not isinstance(name, str) or not _NODE_NAME.fullmatch(name):
        must = "be small letters, digits and dashes within, begin with a letter, not localhost"
        reading.fault("node-name", f"a node's name must {must}", at)
        return None
    limits = _limits(reading, item, common, "nodes", index)
    return NodeSpec(name, limits.memory, limits.pids, limits.cpus)


def _limits(reading: _Reading, table: dict[str, Any], base: NodeSpec, *at: str | int) -> NodeSpec:
    memory, pids, cpus = base.memory, base.pids, base.cpus
    if "memory" in table:
        memory = _memory(reading, table["memory"], *at)
    if "pids" in table:
        pids = table["pids"]
        if isinstance(pids, bool) or not isinstance(pids, int) or not 64 <= pids <= 65536:
            reading.wrong((*at, "pids"), "a whole number from 64 to 65536")
            pids = base.pids
    if "cpus" in table:
        cpus = table["cpus"]
        if isinstance(cpus, bool) or not isinstance(cpus, int | float) or not 0.1 <= cpus <= 64:
            reading.wrong((*at, "cpus"), "a number from 0.1 to 64")
            cpus = base.cpus
    return NodeSpec(base.name, memory, pids, float(cpus))


def _memory(reading: _Reading, value: Any, *at: str | int) -> int:
    found = _MEMORY.fullmatch(value) if isinstance(value, str) else None
    size = int(found[1]) * _UNITS[found[2]] if found else 0
    if not _LEAST_MEMORY <= size <= _MOST_MEMORY:
        reading.wrong((*at, "memory"), 'a text such as "512 MiB", from 64 MiB to 1024 GiB')
        return NodeSpec("").memory
    return size
