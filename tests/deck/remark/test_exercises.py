"""Labs: what they show, what they do, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Exercise, Group
from swarmlab.deck.remark.exercises import VERBS
from tests.deck.remark.writing import every, found, only, read, slides, text

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.deck.remark import ParsedDeck


def actions(parsed: ParsedDeck) -> list[tuple[str, str]]:
    return [
        (action.verb, action.text)
        for slide in slides(parsed)
        for block in every(slide.blocks)
        if isinstance(block, Exercise)
        for action in block.actions
    ]


@pytest.mark.parametrize("word", ["lab", "exercise"])
def test_a_lab_does_what_its_fences_show(tmp_path: Path, word: str) -> None:
    body = (
        f".{word}[\n\n- Do:\n  ```bash\n  ls `-l`\n  ```\n\n- See:\n  ```yaml\n  a: 1\n  ```\n\n]\n"
    )
    shown = read(tmp_path, body)
    (lab,) = only(shown).blocks
    assert isinstance(lab, Exercise)
    assert (lab.position.line, text(lab.blocks)) == (1, "Do:\nSee:")
    assert actions(shown) == [("bash", "ls -l")]


@pytest.mark.parametrize("verb", VERBS)
def test_every_directive_is_known(tmp_path: Path, verb: str) -> None:
    assert actions(read(tmp_path, f".lab[\n\n- x\n\n<!-- ```{verb} foo bar``` -->\n]\n")) == [
        (verb, "foo bar")
    ]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("<!-- ```wait foo``` -->", [("wait", "foo")]),
        ("<!-- words ```wait foo``` words -->", [("wait", "foo")]),
        ("<!-- ```wait foo```\n```key q``` -->", [("wait", "foo"), ("key", "q")]),
        ("<!--\n```bash\nls\n  ps\n```\n-->", [("bash", "ls\n  ps")]),
        ("<!--\n```bash\n  ls\n  ps``` -->", [("bash", "ls\nps")]),
        ("<!-- ```bash a `b` c``` -->", [("bash", "a b c")]),
        ("<!-- ```keys ^[ ``` ] -->", [("keys", "^[")]),
        ("<!-- ```check``` -->", [("check", "")]),
        ("<!-- ```paste``` -->", [("paste", "")]),
        ("<!-- ```bash a\u202eb``` -->", [("bash", "ab")]),
        ("<!-- no directive at all -->", []),
        ("`<!-- ```wait foo``` -->`", []),
    ],
)
def test_directives_are_written_in_comments(
    tmp_path: Path, comment: str, expected: list[tuple[str, str]]
) -> None:
    assert actions(read(tmp_path, f".lab[\n\n- x\n\n{comment}\n\n]\n\ntext\n")) == expected


def test_what_is_shown_and_what_is_hidden_goes_in_the_order_it_stands(tmp_path: Path) -> None:
    body = (
        ".lab[\n<!-- ```hide a``` -->\n- x:\n  ```bash\n  b\n  ```\n  <!-- ```wait c``` -->\n"
        "  ```bash\n  d\n  ```\n.small[\n```keys\n^C\n```\n]\n<!-- ```key e``` -->\n]\n"
    )
    assert [words for _, words in actions(read(tmp_path, body))] == ["a", "b", "c", "d", "^C", "e"]


@pytest.mark.parametrize(
    ("comment", "code", "column", "suggestion"),
    [
        ("<!-- ```wiat foo``` -->", "unknown-verb", 6, "did you mean wait?"),
        ("<!-- ``` foo``` -->", "unknown-verb", 6, ""),
        ("<!-- ```kubectl foo``` -->", "unknown-verb", 6, ""),
        ("<!-- ```wait``` -->", "empty-directive", 6, ""),
        ("<!-- ```wait foo -->", "unclosed-fence", 6, ""),
    ],
)
def test_a_directive_that_cannot_be_done_is_a_fault(
    tmp_path: Path, comment: str, code: str, column: int, suggestion: str
) -> None:
    shown = read(tmp_path, f"# A\n\n.lab[\n\n- x\n\n{comment}\n\n]\n")
    assert found(shown) == [(code, 7, column)]
    assert suggestion in shown.diagnostics[0].suggestion


def test_comments_outside_of_labs_do_nothing(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n<!-- ```wait foo``` -->\n\n```bash\nls\n```\n")
    assert actions(shown) == []
    assert shown.diagnostics == ()


def test_a_lab_in_a_comment_is_done_and_shows_nothing(tmp_path: Path) -> None:
    body = "# A\n\n<!--\n.exercise[\n```open https://x.example```\n]\n-->\n\n---\n\n## B\n"
    shown = read(tmp_path, body)
    assert actions(shown) == [("open", "https://x.example")]
    assert text(slides(shown)[0].blocks) == "A"


def test_a_slide_of_nothing_but_a_hidden_lab_joins_the_one_before(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n---\n\n<!-- .lab[ ```bash ls``` ] -->\n\n---\n\n## B\n")
    assert [slide.title for slide in slides(shown)] == ["A", "B"]
    assert actions(shown) == [("bash", "ls")]


def test_a_lab_in_a_group_is_a_lab_and_a_group_in_a_lab_is_a_group(tmp_path: Path) -> None:
    body = ".small[\n.lab[\n.tiny[\n```bash\nls\n```\n]\n]\n]\n"
    (group,) = only(read(tmp_path, body)).blocks
    assert isinstance(group, Group)
    (lab,) = group.blocks
    assert isinstance(lab, Exercise)
    assert [type(block) for block in lab.blocks] == [Group]
    assert actions(read(tmp_path, body)) == [("bash", "ls")]


def test_a_lab_in_a_lab_does_nothing_twice(tmp_path: Path) -> None:
    body = ".lab[\n.exercise[\n```bash\nls\n```\n]\n]\n"
    assert actions(read(tmp_path, body)) == [("bash", "ls")]
