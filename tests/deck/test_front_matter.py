"""The front matter: what it says, and every way it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.deck.parse import parse_chapter
from tests.deck.writing import FRONT, PATH

BODY = "\n# Title\n\ntext\n"


def codes(front: str, name: str = "chapter.md") -> list[tuple[str, int, int]]:
    parsed = parse_chapter(front + BODY, Path(name))
    return [(d.code, d.position.line, d.position.column) for d in parsed.diagnostics]


def test_the_front_matter_describes_the_chapter() -> None:
    parsed = parse_chapter(FRONT + BODY, PATH)
    assert parsed.ok
    assert parsed.chapter is not None
    chapter = parsed.chapter
    assert (chapter.name, chapter.title, chapter.minutes) == ("chapter", "A chapter", 5)
    assert (chapter.nodes, chapter.start) == (("manager1", "worker1"), "bare")
    places = {key: (at.line, at.column) for key, at in chapter.positions.items()}
    assert places == {"title": (2, 8), "minutes": (3, 10), "nodes": (4, 8), "start": (5, 8)}


@pytest.mark.parametrize(
    ("was", "becomes", "code", "line", "column"),
    [
        ("title: A chapter\n", "", "missing-key", 1, 1),
        ("title:", "titel:", "unknown-key", 2, 1),
        ("title: A chapter", "title: ''", "bad-value", 2, 8),
        ("title: A chapter", "title: 5", "bad-value", 2, 8),
        ("title: A chapter", "title: [a]", "bad-value", 2, 8),
        ("title: A chapter", "title: !!python/name:os.system x", "bad-value", 2, 8),
        ("minutes: 5", "minutes: soon", "bad-value", 3, 10),
        ("minutes: 5", "minutes: 0", "bad-value", 3, 10),
        ("minutes: 5", "minutes: 1:30", "bad-value", 3, 10),
        ("minutes: 5", "minutes: 5\nminutes: 6", "duplicate-key", 4, 1),
        ("[manager1, worker1]", "manager1", "bad-value", 4, 8),
        ("[manager1, worker1]", "[]", "bad-value", 4, 8),
        ("[manager1, worker1]", "[manager1, Worker]", "bad-value", 4, 19),
        ("[manager1, worker1]", "[manager1, no]", "bad-value", 4, 19),
        ("[manager1, worker1]", "[manager1, manager1]", "duplicate-node", 4, 19),
        ("start: bare", "start: chapter", "bad-value", 5, 8),
        ("start: bare", "start: ../x", "bad-value", 5, 8),
        ("start: bare\n---", "start: bare", "unclosed-front-matter", 1, 1),
    ],
)
def test_a_faulty_front_matter_is_one_fault(
    was: str, becomes: str, code: str, line: int, column: int
) -> None:
    assert was in FRONT
    assert codes(FRONT.replace(was, becomes, 1)) == [(code, line, column)]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("title: A chapter", "title: A: chapter"),
        ("title: A chapter", "title: 'A"),
        ("title: A chapter", "title: &a x"),
        ("title: A chapter", "title: [[[[a]]]]"),
        ("[manager1, worker1]", "&a [*a]"),
        ("title: A chapter", "- a\n- b"),
    ],
)
def test_front_matter_that_is_no_plain_yaml_is_one_fault(was: str, becomes: str) -> None:
    assert was in FRONT
    found = codes(FRONT.replace(was, becomes, 1))
    assert [code for code, *_ in found] == ["bad-front-matter"]
    assert 1 <= found[0][1] <= FRONT.count("\n") + 1


def test_a_chapter_begins_with_its_front_matter() -> None:
    assert codes("")[0] == ("no-front-matter", 1, 1)


def test_a_swarm_needs_the_manager_that_leads_it() -> None:
    front = FRONT.replace("[manager1, worker1]", "[worker1]").replace("bare", "swarm")
    parsed = parse_chapter(front + BODY, PATH)
    assert [d.code for d in parsed.diagnostics] == ["start-without-manager"]


def test_an_unknown_key_gets_a_suggestion() -> None:
    parsed = parse_chapter(FRONT.replace("minutes", "minuets") + BODY, PATH)
    assert [d.suggestion for d in parsed.diagnostics] == ["did you mean minutes?"]


@pytest.mark.parametrize(
    "bomb", ["[" * 6000, "{a: " * 1500, "&a [" + "*a, " * 1500, "? " * 3000], ids="abcd"
)
def test_bombs_are_faults(bomb: str) -> None:
    assert codes(f"---\n{bomb}\n---\n")


def test_only_a_plain_word_can_name_a_chapter() -> None:
    for name in ("Chapter 1.md", "swarm.md", "bare.md"):
        parsed = parse_chapter(FRONT + BODY, Path(name))
        assert [d.code for d in parsed.diagnostics] == ["bad-name"]


def test_carriage_returns_and_a_byte_order_mark_are_no_faults() -> None:
    text = "\ufeff" + (FRONT + BODY).replace("\n", "\r\n")
    assert parse_chapter(text, PATH).ok
