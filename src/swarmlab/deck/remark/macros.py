"""``@@MACRO@@``: values of the manifest, links, and other files' text.

``@@TOC@@`` stays as it is: what it lists is known once all slides are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.manifest import Manifest
    from swarmlab.deck.remark.sources import DeckFaults, Folder, Room

TOC: Final = "@@TOC@@"
_MACRO: Final = re.compile(
    r"@@(?P<name>[A-Z][A-Z_]{0,30})(?:@@|\[(?P<path>[^\]\n]{0,400})\](?:@@)?)"
)
_WITH_PATH: Final = ("LINK", "INCLUDE")
_DEEPEST: Final = 8
"""Files that include one another."""


def values_of(manifest: Manifest, title: str) -> dict[str, str]:
    """What each macro without a path stands for; those whose value is not given are left out."""
    given = manifest.values
    found = {
        "TITLE": "<br/>".join(line.strip() for line in given.get("title", title).splitlines()),
        "HTML": given.get("html") or f"{manifest.path.name}.html",
    }
    for word in ("chat", "gitrepo", "slides", "zip"):
        if word in given:
            found[word.upper()] = " ".join(given[word].split())
    if "SLIDES" in found:
        found.setdefault("ZIP", found["SLIDES"].rstrip("/") + "/slides.zip")
    return found


@dataclass(frozen=True, slots=True)
class Macros:
    """Puts in the place of macros what they stand for."""

    values: Mapping[str, str]
    folder: Folder
    faults: DeckFaults
    room: Room

    def expand(self, lines: Sequence[Line]) -> list[Line]:
        """The lines with every macro expanded; where there is no room left, they end."""
        return list(self._expanded(lines, ()))

    def _expanded(self, lines: Sequence[Line], inside: tuple[str, ...]) -> Iterator[Line]:
        for line in lines:
            made = [line]
            if "@@" in line.text:
                made = self._line(line, inside)
            if not self.room.takes(made):
                return
            yield from made

    def _line(self, line: Line, inside: tuple[str, ...]) -> list[Line]:
        made = [line._replace(text="")]
        end = 0
        for macro in _MACRO.finditer(line.text):
            _append(made, line.text[end : macro.start()])
            end = macro.end()
            if macro["name"] == "INCLUDE" and macro["path"] is not None:
                self._include(made, line, macro, inside)
            else:
                _append(made, self._word(line, macro))
        _append(made, line.text[end:])
        return made

    def _word(self, line: Line, macro: re.Match[str]) -> str:
        """What stands for a macro within its line."""
        name, path = macro["name"], macro["path"]
        place = self.faults.at(line.origin, macro.start() + 1)
        if path is not None:
            if name == "LINK":
                return self._link(path.strip(), line, macro)
            self._unknown(macro, line)
        elif name in self.values:
            return self.values[name]
        elif name in {"CHAT", "GITREPO", "SLIDES", "ZIP"}:
            key = "slides" if name == "ZIP" else name.lower()
            self.faults.add("missing-key", f"{macro[0]} needs `{key}` in the manifest", place,
                            f"write `{key}: …` in the manifest")  # fmt: skip
        elif macro[0] != TOC:
            self._unknown(macro, line)
        return macro[0]

    def _unknown(self, macro: re.Match[str], line: Line) -> None:
        known = [*self.values, "CHAT", "GITREPO", "SLIDES", "ZIP", "TOC", *_WITH_PATH]
        place = self.faults.at(line.origin, macro.start() + 1)
        near = did_you_mean(macro["name"], known)
        self.faults.add("unknown-macro", f"`{macro[0][:60]}` is no macro", place, near)

    def _link(self, path: str, line: Line, macro: re.Match[str]) -> str:
        place = self.faults.at(line.origin, macro.start() + 1)
        if path.startswith("/") or ".." in path.split("/"):
            message = f"`{path[:80]}` leads out of the deck's folder"
            self.faults.add("outside", message, place)
            return f"`{path}`"
        home = self.values.get("GITREPO", "")
        if not home:
            self.faults.add("missing-key", "@@LINK needs `gitrepo` in the manifest", place,
                            "write `gitrepo: …` in the manifest")  # fmt: skip
            return f"`{path}`"
        if "://" not in home:
            home = f"https://{home}"
        return f"[{path}]({home.rstrip('/')}/tree/HEAD/{quote(path)})"

    def _include(
        self, made: list[Line], line: Line, macro: re.Match[str], inside: tuple[str, ...]
    ) -> None:
        """Append a file's lines to those made; what stands before it on its line indents them."""
        path = (macro["path"] or "").strip()
        place = self.faults.at(line.origin, macro.start() + 1)
        if path in inside or len(inside) >= _DEEPEST:
            chain = " → ".join((*inside, path))
            message = f"files include one another in a circle, or too deep: {chain[:200]}"
            self.faults.add("include-cycle", message, place)
            return
        source = self.folder.read(path, place)
        if source is None:
            return
        before = made[-1].text
        indent = "" if before.strip() else before
        lines = list(source.lines)
        if lines and not lines[-1].text:
            lines.pop()
        for number, included in enumerate(self._expanded(lines, (*inside, path))):
            if number == 0:
                made[-1] = included._replace(text=before + included.text)
            else:
                made.append(included._replace(text=indent + included.text))


def _append(made: list[Line], text: str) -> None:
    made[-1] = made[-1]._replace(text=made[-1].text + text)
