"""The classes of remark decks that mean something here; all others are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN: Final = frozenset({
    "pic", "center", "middle", "left", "right", "top", "bottom", "title", "title-slide", "small",
    "smaller", "large", "big", "huge", "red", "green", "blue", "orange", "grey", "gray", "bold",
    "warning", "info", "footnote", "column", "columns", "left-column", "right-column", "col-2",
    "two-column", "pull-left", "pull-right", "quote", "inverse", "debug", "extra-details",
    "advanced", "in-person", "self-paced", "faded", "underline",
})  # fmt: skip
"""Of remark itself, of container.training's style sheet, and what decks commonly add."""


def safe_classes(names: Iterable[str]) -> str | None:
    """The classes as an attribute's value, each as ``r-name``; None where none is known.

    The prefix keeps a deck's words apart from the document's own classes.
    """
    known = [f"r-{name}" for name in names if name in KNOWN]
    return " ".join(known) or None
