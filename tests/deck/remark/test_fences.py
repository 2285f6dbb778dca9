"""Fences: which lines are code, also where a mark is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Code
from tests.deck.remark.writing import deck, every, found, read, read_manifest, slides, text

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.deck.remark import ParsedDeck


def codes(parsed: ParsedDeck) -> list[str]:
    return [
        block.text
        for slide in slides(parsed)
        for block in every(slide.blocks)
        if isinstance(block, Code)
    ]


def test_a_separator_in_a_closed_fence_is_code(tmp_path: Path) -> None:
    shown = read(tmp_path, "# T\n\n```yaml\na: 1\n---\nb: 2\n--\n???\n```\n\n---\n\n## U\n")
    deck(shown)
    assert codes(shown) == ["a: 1\n---\nb: 2\n--\n???\n"]
    assert [s.title for s in slides(shown)] == ["T", "U"]


def test_a_sample_deck_in_a_fence_is_code_too(tmp_path: Path) -> None:
    body = "# T\n\n```markdown\n## One\n\n---\n\n## Two\n\n---\n\n## Three\n```\n\n---\n\n## U\n"
    shown = read(tmp_path, body)
    deck(shown)
    assert [s.title for s in slides(shown)] == ["T", "U"]


NEXT = "\n\n---\n\n## Next\n\n"


@pytest.mark.parametrize(
    ("after", "titles"),
    [
        ("", ["T", "Next"]),
        ("text\n", ["T", "Next"]),
        ("```bash\nls\n```\n", ["T", "Next"]),
        ("```\nls\n```\n", ["T", "Next"]),
        ("```\nls\n```\n\n---\n\n## Last\n\n```\nps\n```\n", ["T", "Next", "Last"]),
        ("~~~\nls\n~~~\n", ["T", "Next"]),
    ],
)
def test_an_unclosed_fence_is_reported_and_ends_with_its_slide(
    tmp_path: Path, after: str, titles: list[str]
) -> None:
    shown = read(tmp_path, f"# T\n\n```bash\n# a comment\ndocker ps{NEXT}{after}")
    assert found(shown) == [("unclosed-fence", 3, 1)]
    assert [s.title for s in slides(shown)] == titles
    assert codes(shown)[0] == "# a comment\ndocker ps\n\n"


def test_a_fence_that_the_next_one_interrupts_is_unclosed(tmp_path: Path) -> None:
    shown = read(tmp_path, "# T\n\n```bash\nls\n\n```bash\nps\n```\n")
    assert found(shown) == [("unclosed-fence", 3, 1)]
    assert codes(shown) == ["ls\n\n", "ps\n"]


def test_a_fence_unclosed_at_the_end_of_a_file_leaves_the_next_alone(tmp_path: Path) -> None:
    first, second = "# A\n\n```bash\nls\n", "# B\n\n```bash\nps\n```\n"
    manifest = "title: T\ncontent: [a.md, b.md]\n"
    shown = read_manifest(tmp_path, manifest, a_md=first, b_md=second)
    assert found(shown) == [("unclosed-fence", 3, 1)]
    assert codes(shown) == ["ls\n\n", "ps\n"]


def test_a_fence_in_a_list_keeps_its_place(tmp_path: Path) -> None:
    shown = read(tmp_path, "# T\n\n- do:\n  ```bash\n  ls\n  ```\n\n- and:\n\n  ~~~\n  ps\n  ~~~\n")
    deck(shown)
    assert codes(shown) == ["ls\n", "ps\n"]


def test_marks_in_a_comment_open_nothing(tmp_path: Path) -> None:
    body = "# T\n\n<!--\n```bash\nls\n``` -->\n\ntext\n\n<!-- ```bash\nps``` -->\n\n---\n\n## U\n"
    shown = read(tmp_path, body)
    deck(shown)
    assert codes(shown) == []
    assert [(s.title, text(s.blocks)) for s in slides(shown)] == [("T", "T\ntext"), ("U", "U")]


def test_a_separator_ends_an_unclosed_comment(tmp_path: Path) -> None:
    shown = read(tmp_path, "# T\n\ntext <!-- never\nclosed\n\n---\n\n## U\n")
    assert found(shown) == [("unclosed-comment", 3, 6)]
    assert [(s.title, text(s.blocks)) for s in slides(shown)] == [("T", "T\ntext"), ("U", "U")]


def test_a_fence_inside_a_comment_may_hold_a_separator(tmp_path: Path) -> None:
    body = "# T\n\n.lab[\n\n- x\n\n<!--\n```bash\ncat <<E\n---\nE\n```\n-->\n\n]\n"
    shown = read(tmp_path, body)
    deck(shown)
    assert len(slides(shown)) == 1


def test_a_comment_sign_in_code_taken_for_a_title_is_reported_and_not_taken(tmp_path: Path) -> None:
    body = "# A\n\n```bash\nls\n# not a title\n # neither\n```\n"
    shown = read_manifest(tmp_path, "title: T\ncontent: [a.md]\n", a_md=body)
    assert found(shown) == [("comment-as-title", 5, 1)]
    assert [c.title for c in shown.deck.chapters] == ["A"]  # type: ignore[union-attr]


def test_a_fence_that_is_odd_makes_no_titles_of_comments(tmp_path: Path) -> None:
    body = "# A\n\n```bash\nls\n\n```bash\n# not a title\nps\n```\n\n---\n\n# B\n"
    shown = read_manifest(tmp_path, "title: T\ncontent: [a.md]\n", a_md=body)
    assert found(shown) == [("unclosed-fence", 3, 1), ("comment-as-title", 7, 1)]
    assert [c.title for c in shown.deck.chapters] == ["A", "B"]  # type: ignore[union-attr]


def test_included_comments_are_not_titles_to_anyone(tmp_path: Path) -> None:
    body = "# A\n\n```sh\n@@INCLUDE[b.sh]\n```\n"
    shown = read_manifest(tmp_path, "title: T\ncontent: [a.md]\n", a_md=body, b_sh="# b\nls\n")
    assert shown.diagnostics == ()


def test_a_deck_of_one_file_may_comment_its_code(tmp_path: Path) -> None:
    deck(read(tmp_path, "# A\n\n```bash\n# fine\n```\n"))
