"""Pieces of a slide as plain lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Code, Exercise, Group, ListBlock, Paragraph, Position, Span
from swarmlab.deck.parse import parse_chapter
from swarmlab.plain.blocks import lines
from swarmlab.plain.line import WIDEST

if TYPE_CHECKING:
    from swarmlab.deck.model import Block

CHAPTER = """\
---
title: T
minutes: 1
nodes: [manager1]
start: bare
---

# T

{body}
"""


def shown(body: str) -> list[str]:
    parsed = parse_chapter(CHAPTER.replace("{body}", body), Path("t.md"))
    assert parsed.chapter is not None, parsed.diagnostics
    return list(lines(parsed.chapter.slides[0].blocks))[2:]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Some **bold** `code`.", ["Some bold code."]),
        ("- one\n- two", ["- one", "- two"]),
        ("3. one\n4. two", ["3. one", "4. two"]),
        ("```text\na\n\nb\n```", ["    a", "", "    b"]),
        ("```bash {node=manager1}\nid\n```", ["on manager1:", "    id"]),
        (
            "```power {node=manager1}\nkill\nstart\n```",
            ["swarmlab node kill manager1", "swarmlab node start manager1"],
        ),
        ("> [!NOTE]\n> Mind.", ["Note:", "  Mind."]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", ["a | b", "1 | 2"]),
        ("One.\n\nTwo.", ["One.", "", "Two."]),
        ("See [docs](https://example.invalid/x).", ["See docs (https://example.invalid/x)."]),
        (
            "```bash {node=manager1 refused=removed as=b}\nid\n```\n\n"  # noqa: ISC004
            "```text {.expect}\nx {{n:id}}\n```",
            [
                "ATTACK on manager1, shell b, must be refused: removed:",
                "    id",
                "  prints:",
                "    x <n>",
            ],
        ),
        (
            "```read {node=manager1 path=/run/c.txt}\ncertificate\n```",
            ["on manager1, reads its certificate into /run/c.txt"],
        ),
        (
            "> [!QUIZ]\n> Which?\n>\n> - [x] This\n> - [ ] That",
            ["Question:", "  Which?", "  a) This", "  b) That"],
        ),
        (
            f"| | who | why |\n| --- | --- | --- |\n| a | b | {'long ' * 16}|",
            ["a", "  who: b", f"  why: {'long ' * 13}long", "    long long"],
        ),
    ],
)
def test_each_block_has_its_plain_form(body: str, expected: list[str]) -> None:
    assert shown(body) == expected


PLACE = Position(Path("t.md"), 1)
TEXT = Paragraph((Span("text"),), PLACE)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Paragraph((Span("An arrow", image="a.png"), Span(".")), PLACE), ["[picture: An arrow]."]),
        (Paragraph((Span("", image="a.png"),), PLACE), ["[picture]"]),
        (Group(("small",), (TEXT, TEXT), PLACE), ["text", "", "text"]),
        (
            Exercise((TEXT, Code("bash", "ls\n", PLACE)), (), PLACE),
            ["Lab:", "  text", "", "      ls"],
        ),
        (Exercise((), (), PLACE), []),
        (
            ListBlock(
                False, 1, ((Group((), (TEXT,), PLACE), Exercise((TEXT,), (), PLACE)),), PLACE
            ),
            ["- text", "", "  Lab:", "    text"],
        ),
    ],
)
def test_blocks_of_remark_decks_have_a_plain_form_too(block: Block, expected: list[str]) -> None:
    assert list(lines((block,))) == expected


def test_prose_is_wrapped() -> None:
    wrapped = shown("word " * 60)
    assert len(wrapped) > 3
    assert max(map(len, wrapped)) <= WIDEST
