"""The vocabulary and the model name the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from swarmlab.deck import gap, model, words

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (words.REFUSALS, model.RefusalName),
        (words.DETAILS, model.DetailsKind),
        (words.CALLOUTS, model.CalloutKind),
        (words.POWER, model.PowerVerb),
        (words.READS, model.ReadWhat),
        (words.GAPS, model.GapType),
    ],
)
def test_each_table_holds_the_models_words(table: Mapping[str, str], kind: Any) -> None:
    assert set(table) == set(get_args(kind))
    assert all(table.values())


def test_every_gap_but_any_has_a_pattern() -> None:
    assert set(gap.PATTERNS) == set(words.GAPS) - {"any"}
