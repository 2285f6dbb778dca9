"""What was rendered before is not drawn again, and the document is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.deck import Deck
from swarmlab.deck.reread import first_reading, reread
from swarmlab.render.html import render_html
from swarmlab.render.memo import Memo
from swarmlab.render.profile import Profile
from tests.deck.writing import FRONT, PATH

if TYPE_CHECKING:
    from swarmlab.deck.reread import Known

TEXT = (
    FRONT
    + """\
# Title

Words.

---

## One

### Part

Down to [two](#two).

---

## Two

### Another part

More words.
"""
)


def deck(known: Known) -> Deck:
    assert known.parsed.chapter
    return Deck("deck", "Deck", (known.parsed.chapter,))


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("Words.", "Other words.", 1),
        ("More words.", "Fewer words.", 1),
        ("Down to", "Up to", 1),
        ("### Part\n\nDown", "### Other part\n\nDown", 3),
        ("## Two", "## Second", 3),
        ("minutes: 5", "minutes: 6", 3),
        ("Words.", "Words.", 0),
    ],
)
def test_only_the_slide_that_changed_is_drawn(
    profile: Profile, before: str, after: str, drawn: int
) -> None:
    memo, known = Memo(), first_reading(TEXT, PATH)
    render_html(deck(known), profile, memo)
    assert memo.count == 3
    again = reread(known, TEXT.replace(before, after, 1))
    html = render_html(deck(again), profile, memo)
    assert html == render_html(deck(again), profile)
    assert memo.count == drawn


def test_pictures_are_read_again() -> None:
    memo, known = Memo(), first_reading(TEXT, PATH)
    with_folder = Deck("deck", "Deck", deck(known).chapters, folder=PATH.parent)
    render_html(with_folder, Profile.LEARNER, memo)
    render_html(with_folder, Profile.LEARNER, memo)
    assert memo.count == 3
