"""Anchors of headings as git hosts make them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def slug(text: str, taken: Collection[str] = ()) -> str:
    """The anchor of a heading: lower case, blanks to hyphens, other signs dropped.

    The rule of GitHub's html-pipeline: letters, marks, digits, connectors, hyphens and
    blanks stay; a second heading of the same name gets ``-1``, a third ``-2``.
    """
    kept = (c for c in text.strip().lower() if c in " -" or _is_word(c))
    anchor = "".join(kept).replace(" ", "-")
    unique, number = anchor, 0
    while unique in taken:
        number += 1
        unique = f"{anchor}-{number}"
    return unique


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category in {"Nd", "Pc"}
