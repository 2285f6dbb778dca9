"""The values of attributes: each is read, or reported and given as None."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final, cast

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.attributes import Attribute
    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import KernelNeed, RefusalName

LONGEST_WAIT: Final = 600.0
"""Seconds that a unit or an expectation may be given."""
TMPFS: Final = "/run/"
"""Where ``read`` may write: what it decodes never reaches a node's disk."""

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)")
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


def read_node(attribute: Attribute, nodes: Iterable[str] | None, faults: Faults) -> str | None:
    """A node of the chapter; any name when the chapter's nodes are not known."""
    name = attribute.value
    if nodes is None or name in nodes:
        return name
    listed = tuple(nodes)
    near = did_you_mean(name, listed) or f"the chapter's nodes are {', '.join(listed)}"
    message = f"`{name[:60]}` is no node of this chapter"
    faults.add("unknown-node", message, attribute.position, near)
    return None


def read_duration(attribute: Attribute, faults: Faults) -> float | None:
    """Seconds of ``20s``, ``500ms`` or ``2m``."""
    form = _DURATION.fullmatch(attribute.value)
    seconds = float(form[1]) * _UNITS[form[2]] if form else 0.0
    if 0 < seconds <= LONGEST_WAIT:
        return seconds
    message = f"`{attribute.key}` is a time such as 20s, at most {LONGEST_WAIT:g}s"
    faults.add("bad-value", message, attribute.position)
    return None


def read_status(attribute: Attribute, faults: Faults) -> int | None:
    """An exit status."""
    digits = attribute.value
    if digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 255:
        return int(digits)
    faults.add("bad-value", "`exit` is a status from 0 to 255", attribute.position)
    return None


def read_refusal(attribute: Attribute, faults: Faults) -> RefusalName | None:
    """A reason of refusal."""
    if attribute.value in words.REFUSALS:
        return cast("RefusalName", attribute.value)
    near = did_you_mean(attribute.value, words.REFUSALS)
    message = f"`{attribute.value[:40]}` is no reason of refusal"
    known = f"the reasons are {', '.join(words.REFUSALS)}"
    faults.add("unknown-refusal", message, attribute.position, near or known)
    return None


def read_need(attribute: Attribute, faults: Faults) -> KernelNeed | None:
    """What the kernel must have."""
    if attribute.value in words.NEEDS:
        return cast("KernelNeed", attribute.value)
    faults.add("bad-value", f"`needs` is {' or '.join(words.NEEDS)}", attribute.position)
    return None


def read_shell(attribute: Attribute, faults: Faults) -> str | None:
    """The name of another shell."""
    if words.NAME.fullmatch(attribute.value):
        return attribute.value
    message = "`as` names a shell with lower-case letters, digits and hyphens"
    faults.add("bad-value", message, attribute.position)
    return None


def read_path(attribute: Attribute, faults: Faults, under: str = "/") -> str | None:
    """An absolute path of a file, written without detours, below a directory."""
    path = attribute.value
    plain = path.isprintable() and posixpath.normpath(path) == path
    if plain and path.startswith(under) and path != "/" and not path.startswith("//"):
        return path
    where = "an absolute path" if under == "/" else f"a file below {under}"
    message = f"`path` is {where}, without `..` and blanks at its ends"
    faults.add("bad-value", message, attribute.position)
    return None
