"""Units as HTML: whose shell, what is special, the command, and what it prints.

The bar at the left means the node: solid for a unit, dashed for an attack, double for power.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.render.code import highlight
from swarmlab.render.markup import EMPTY, element, joined, text

if TYPE_CHECKING:
    from swarmlab.deck.model import Expectation, Unit
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting

_GAP: Final = re.compile(r"\{\{\s*(\w+)(?::\w+)?\s*\}\}")


def unit_html(unit: Unit, setting: Setting) -> Html:
    """One unit."""
    attack = isinstance(unit, ShellUnit) and unit.refused is not None
    kind = "attack" if attack else "power" if isinstance(unit, PowerUnit) else None
    classes = " ".join(word for word in ("unit", kind, setting.node_class(unit.node)) if word)
    words, language = _words(unit)
    body = [_head(unit, copies=bool(words))]
    if words:
        body.append(code_html(words, language))
    if isinstance(unit, ShellUnit | ReadUnit) and unit.expectation is not None:
        body.append(prints_html(unit.expectation))
    return element("div", *body, class_=classes)


def code_html(code: str, language: str) -> Html:
    """A block of code, whose lines wrap."""
    shown = highlight(code.rstrip("\n"), language)
    return element("pre", element("code", shown))


def prints_html(expectation: Expectation) -> Html:
    """What a unit prints, its gaps as ``‹id›``."""
    lines = (_GAP.sub(lambda gap: f"‹{gap[1]}›", line) for line in expectation.lines)
    return element(
        "div",
        element("span", text("prints"), class_="label"),
        element("pre", element("samp", text("\n".join(lines)))),
        class_="prints only",
    )


def copy_button(what: str) -> Html:
    """A button that copies the code of the box it stands in; the script shows it."""
    return element("button", text("copy"), type="button", class_="copy", aria_label=f"copy {what}")


def _words(unit: Unit) -> tuple[str, str]:
    """What is typed or written, and its language; what swarmlab reads has no words."""
    match unit:
        case PowerUnit():
            verbs = (f"swarmlab node {verb} {unit.node}" for verb in unit.verbs)
            return "\n".join(verbs), "bash"
        case ReadUnit():
            return "", ""
        case ShellUnit() | FileUnit():
            return unit.text, unit.language


def _head(unit: Unit, *, copies: bool) -> Html:
    kind, detail = _kind(unit)
    what = "the file" if isinstance(unit, FileUnit) else "the command"
    pieces = [
        element("b", text(unit.node), class_="node"),
        element("strong", text(kind), class_="kind") if kind else EMPTY,
        element("span", text(detail), class_="detail") if detail else EMPTY,
        copy_button(f"{what} for {unit.node}") if copies else EMPTY,
    ]
    return element("p", joined((piece for piece in pieces if piece), " "), class_="head")


def _kind(unit: Unit) -> tuple[str, str]:
    """The word in capitals, and what is special."""
    match unit:
        case ShellUnit():
            said = [f"shell {unit.shell}"] if unit.shell else []
            if unit.needs:
                said.append(f"needs {unit.needs.upper()}")
            if unit.refused:
                return "ATTACK", ", ".join([*said, f"must be refused: {unit.refused}"])
            return "", ", ".join(said)
        case PowerUnit():
            return "POWER", "from this machine"
        case FileUnit():
            return "", f"writes {unit.path}"
        case ReadUnit():
            return "", f"swarmlab reads its {unit.what.replace('-', ' ')} into {unit.path}"
