"""An edited chapter read again is the chapter parsed whole, and most of it is not parsed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swarmlab.deck import reread as module
from swarmlab.deck.parse import parse_chapter
from swarmlab.deck.reread import first_reading, reread
from tests.deck.test_parse_properties import EXAMPLE, FRAGMENTS
from tests.deck.writing import FRONT, PATH

if TYPE_CHECKING:
    from swarmlab.deck.parse import Parsed
    from swarmlab.deck.reread import Known

ROLES = (Path(__file__).parents[2] / "slides" / "roles.md").read_text(encoding="utf-8")
THREE = (
    FRONT
    + """\
# Title

Words.

---

## Second

```bash {node=manager1 #unit}
docker ps
```

- [ ] a task <!-- check #task: manager1 is a manager -->

---

## Third

<!-- step: breaks=#task -->

- [ ] another <!-- check: worker1 is a worker -->
"""
)
_POSITION = re.compile(r"Position\(path=PosixPath\('[^']*'\), line=\d+, column=\d+\)")

edits = st.tuples(
    st.floats(0, 1),
    st.integers(0, 3),
    st.lists(st.one_of(FRAGMENTS, st.sampled_from(["", "more words", "and `code`"])), max_size=3),
)


def edited(text: str, where: float, removed: int, added: list[str]) -> str:
    lines = text.split("\n")
    at = int(where * len(lines))
    return "\n".join([*lines[:at], *added, *lines[at + removed :]])


def without_positions(parsed: Parsed) -> str:
    return _POSITION.sub("", repr(parsed.chapter))


def same(known: Known, text: str) -> Known:
    """Read again, and hold it against the whole."""
    again, whole = reread(known, text), parse_chapter(text, known.path)
    assert again.parsed.diagnostics == whole.diagnostics
    assert without_positions(again.parsed) == without_positions(whole)
    if whole.ok and whole.chapter:
        assert list(again.starts) == [s.position.line - 1 for s in whole.chapter.slides]
    return again


@given(st.lists(edits, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("text", [THREE, ROLES, EXAMPLE], ids=["three", "roles", "example"])
def test_any_row_of_edits_reads_as_the_whole(
    text: str, changes: list[tuple[float, int, list[str]]]
) -> None:
    known = first_reading(text, PATH)
    for change in changes:
        text = edited(text, *change)
        known = same(known, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Words.", "Other words."),
        ("Words.", "Words.\n\nMore of them."),
        ("docker ps\n", "docker ps\ndocker info\n"),
        ("a task", "**a** task"),
        ("another", "other"),
    ],
)
def test_words_changed_in_a_slide_parse_this_slide_alone(
    before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = first_reading(THREE, PATH)
    whole = parse_chapter(THREE.replace(before, after), PATH)
    monkeypatch.setattr(module, "parse_chapter", None)
    again = reread(known, THREE.replace(before, after))
    assert without_positions(again.parsed) == without_positions(whole)
    assert known.parsed.chapter
    assert again.parsed.chapter
    old, new = known.parsed.chapter.slides, again.parsed.chapter.slides
    assert sum(one is other for one, other in zip(old, new, strict=True)) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Second", "## Another"),
        ("#unit", "#task2"),
        ("#task:", "#other:"),
        ("Words.", "Words.\n\n---\n\n## New"),
        ("\n---\n\n## Second", "\n## Second"),
        ("docker ps\n```", "docker ps"),
        ("Words.", "Words <!-- never closed"),
        ("Words.", "[Words]\n\n[Words]: https://example.com"),
        ("Words.", "a\u202eb"),
        ("Words.", "x" * 20_000),
        ("minutes: 5", "minutes: 6"),
        ("- [ ] another <!-- check: worker1 is a worker -->", "Nothing to do."),
        ("breaks=#task", "breaks=#tusk"),
        (THREE, ""),
    ],
)
def test_what_reaches_beyond_its_slide_is_parsed_whole(before: str, after: str) -> None:
    assert before in THREE
    same(first_reading(THREE, PATH), THREE.replace(before, after, 1))


def test_a_fault_and_its_repair() -> None:
    known = same(first_reading(THREE, PATH), THREE.replace("{node=manager1", "{nod=manager1"))
    assert known.parsed.diagnostics
    assert same(known, THREE).parsed.ok


def test_the_same_text_is_not_read_again() -> None:
    known = first_reading(THREE, PATH)
    assert reread(known, THREE) is known
