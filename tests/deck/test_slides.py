"""Where slides begin and end, their titles, anchors and notes; prose on them."""

from __future__ import annotations

import pytest

from swarmlab.deck.model import (
    Callout,
    Heading,
    Paragraph,
    Pause,
    Quiz,
    Quote,
    Span,
    Table,
    plain,
)
from tests.deck.writing import blocks, chapter, found


def test_slides_end_at_separators_and_go_on_without_a_title() -> None:
    read = chapter("# Join tokens\n\na\n\n---\n\n## What's *in* one?\n\nb\n\n---\n\nc\n")
    assert [(s.title, s.anchor, s.continues) for s in read.slides] == [
        ("Join tokens", "join-tokens", False),
        ("What's in one?", "whats-in-one", False),
        ("What's in one?", "whats-in-one", True),
    ]
    assert [slide.index for slide in read.slides] == [0, 1, 2]


def test_notes_belong_to_their_slide_and_are_not_shown() -> None:
    read = chapter("# T\n\n<!-- notes\nSay *this*.\n-->\n\na\n\n---\n\n<!-- notes x -->\n\nb\n")
    assert [slide.notes for slide in read.slides] == ["Say *this*.", "x"]
    assert [len(slide.blocks) for slide in read.slides] == [2, 1]


def test_a_pause_is_a_block() -> None:
    assert [type(block) for block in blocks("a\n\n<!-- pause -->\n\nb\n")] == [
        Paragraph,
        Pause,
        Paragraph,
    ]


def test_inline_styles_become_spans() -> None:
    (block,) = blocks("a **b *c*** `d` ~~e~~ [f](g.md) \\* <kbd>h</kbd>\ni\n")
    assert isinstance(block, Paragraph)
    assert block.spans == (
        Span("a "),
        Span("b ", strong=True),
        Span("c", strong=True, emphasis=True),
        Span(" "),
        Span("d", code=True),
        Span(" "),
        Span("e", strike=True),
        Span(" "),
        Span("f", href="g.md"),
        Span(" * "),
        Span("h", code=True),
        Span(" i"),
    )


def test_a_table_has_a_header_rows_and_alignment() -> None:
    (table,) = blocks("| a | b |\n|:-:|--:|\n| `c` | d |\n| e | f |\n")
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.header] == ["a", "b"]
    assert [[plain(cell) for cell in row] for row in table.rows] == [["c", "d"], ["e", "f"]]
    assert table.align == ("center", "right")


def test_quotes_and_callouts() -> None:
    quote, tip = blocks("> a\n\n> [!TIP]\n> b\n>\n> - c\n")
    assert isinstance(quote, Quote)
    assert isinstance(tip, Callout)
    assert (tip.kind, len(tip.blocks)) == ("tip", 2)


def test_what_stands_below_the_answers_explains_them() -> None:
    (quiz,) = blocks("> [!QUIZ]\n> Who?\n>\n> - [x] One\n> - [ ] Two\n>\n> One may.\n")
    assert isinstance(quiz, Quiz)
    (said,) = quiz.explanation
    assert isinstance(said, Paragraph)
    assert plain(said.spans) == "One may."


def test_a_quiz_is_a_question_and_answers() -> None:
    (quiz,) = blocks("> [!QUIZ]\n> Who?\n>\n> - [x] One\n> - [ ] Two\n")
    assert isinstance(quiz, Quiz)
    assert [(right, plain(spans)) for right, spans in quiz.answers] == [
        (True, "One"),
        (False, "Two"),
    ]


@pytest.mark.parametrize(
    ("quote", "code", "line"),
    [
        ("> [!NOET]\n> a", "unknown-callout", 3),
        ("> [!NOTE] a\n> b", "text-beside-callout", 3),
        ("> [!NOTE]", "empty-callout", 3),
        ("> [!QUIZ]\n> Who?", "bad-quiz", 3),
        ("> [!QUIZ]\n>\n> - [x] a", "bad-quiz", 3),
        ("> [!QUIZ]\n> Who?\n>\n> - [ ] a\n> - [ ] b", "quiz-without-answer", 6),
        ("> [!QUIZ]\n> Who?\n>\n> - [x] a\n> - b", "bad-answer", 7),
        ("> [!QIZ]\n> Who?\n>\n> - [ ] a", "unknown-callout", 3),
        ("> a <!-- pause -->", "misplaced-directive", 3),
    ],
)
def test_a_faulty_quote_is_one_fault(quote: str, code: str, line: int) -> None:
    assert [(c, at) for c, at, _ in found(f"# Title\n\n{quote}\n")] == [(code, line)]


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("text\n", "no-title", 1),
        ("# A\n\ntext\n\n## B\n", "second-title", 5),
        ("# A\n\n---\n\n# B\n", "second-chapter-title", 5),
        ("# A\n\n---\n\ntext\n\n## B\n", "late-title", 7),
        ("# A\n\n---\n\n## A\n", "duplicate-anchor", 5),
        ("# A\n\n### B\n\n---\n\n## b!\n", "duplicate-anchor", 7),
        ("# A\n\n---\n\n## ???\n", "empty-anchor", 5),
        ("# A\n\n---\n\n---\n\n## B\n", "empty-slide", 5),
        ("# A\n\n---\n", "empty-slide", 3),
        ("# A\n\n---\n\n<!-- notes x -->\n", "empty-slide", 5),
        ("# A\n\n![a](b.png)\n", "image", 3),
        ("", "no-slides", 1),
    ],
)
def test_a_faulty_slide_is_one_fault(body: str, code: str, line: int) -> None:
    assert [(c, at) for c, at, _ in found(body)] == [(code, line)]


def test_two_steps_cannot_share_a_name() -> None:
    task = "- [ ] work <!-- check: x -->\n"
    assert found(f"# A\n\n{task}\n---\n\n{task}") == [("duplicate-step", 7, 1)]


def test_a_small_heading_is_part_of_its_slide() -> None:
    (small,) = blocks("### Details\n")
    assert isinstance(small, Heading)
    assert small.level == 3


def test_nesting_too_deep_is_one_fault() -> None:
    assert [code for code, *_ in found("# A\n\n" + "> " * 60 + "text\n")] == ["too-deep"]


def test_a_paragraph_too_long_is_one_fault() -> None:
    assert [code for code, *_ in found("# A\n\n" + "abc\n" * 3000)] == ["too-long"]
    assert [code for code, *_ in found("# A\n\n" + "[" * 3000)] == ["too-long"]
