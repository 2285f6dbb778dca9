"""Details: hints, solutions, whys and sabotages."""

from __future__ import annotations

import pytest

from swarmlab.deck.model import Details, ShellUnit, plain
from tests.deck.writing import chapter, found

TASK = "# Title\n\n- [ ] work <!-- check #work: x -->\n\n"
UNIT = "```bash {node=worker1}\nls\n```\n"


def details(inside: str, kind: str = "hint", summary: str = "<summary>A `b`</summary>") -> str:
    return f'<details class="{kind}">\n{summary}\n\n{inside}\n\n</details>\n'


def test_details_have_a_kind_a_summary_and_blocks() -> None:
    (slide,) = chapter(TASK + details("text\n\n" + UNIT, "solution")).slides
    (solution,) = slide.details("solution")
    assert plain(solution.summary) == "A b"
    assert len(solution.blocks) == 2
    assert slide.units == ()
    assert [type(unit) for unit in slide.solution] == [ShellUnit]


def test_the_summary_may_stand_on_the_same_line_or_after_a_blank_one() -> None:
    body = (
        '# Title\n\n<details class="why"><summary>a</summary>\n\ntext\n\n</details>\n\n'
        '<details class="why">\n\n<summary>b</summary>\n\ntext\n\n</details>\n'
    )
    (slide,) = chapter(body).slides
    assert [plain(why.summary) for why in slide.details("why")] == ["a", "b"]


def test_a_sabotage_names_its_task_and_promises_words() -> None:
    said = "<!-- sabotage #work: it is not `x` -->"
    (slide,) = chapter(TASK + details(f"text\n\n{said}\n\n{UNIT}", "sabotage")).slides
    (sabotage,) = slide.details("sabotage")
    assert (sabotage.target, sabotage.promise) == ("work", "it is not `x`")
    assert slide.solution == ()
    assert isinstance(sabotage, Details)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("<!-- sabotage #wrk: words -->", "unknown-task"),
        ("<!-- sabotage #work: -->", "bad-directive"),
        ("<!-- sabotage: words -->", "bad-directive"),
        ("<!-- sabotag #work: words -->", "unknown-directive"),
        ("text", "sabotage-without-task"),
        ("<!-- sabotage #work: a -->\n\n<!-- sabotage #work: b -->", "second-sabotage"),
    ],
)
def test_a_faulty_sabotage_is_one_fault(said: str, code: str) -> None:
    body = TASK + details(f"{said}\n\n{UNIT}", "sabotage")
    assert [c for c, *_ in found(body)] == [code]


def test_a_sabotage_without_a_unit_does_nothing() -> None:
    body = TASK + details("<!-- sabotage #work: a -->", "sabotage")
    assert found(body) == [("sabotage-without-unit", 5, 1)]


def test_a_sabotage_names_a_task_of_its_own_step() -> None:
    other = "---\n\n## Two\n\n- [ ] two <!-- check: y -->\n\n"
    body = TASK + other + details(f"<!-- sabotage #work: a -->\n\n{UNIT}", "sabotage")
    assert [code for code, *_ in found(body)] == ["unknown-task"]


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        ("<details>", "details-without-class"),
        ("<details open>", "details-without-class"),
        ('<details class="hnt">', "unknown-details"),
        ('<details class="hint" open>', "details-without-class"),
    ],
)
def test_details_say_what_they_are(opening: str, code: str) -> None:
    body = f"# Title\n\n{opening}\n<summary>a</summary>\n\ntext\n\n</details>\n"
    assert found(body) == [(code, 3, 1)]


def test_details_need_a_summary() -> None:
    body = '# Title\n\n<details class="hint">\n\ntext\n\n</details>\n'
    assert found(body) == [("details-without-summary", 3, 1)]
    assert found("# Title\n\n" + details("text", summary="<summary> </summary>"))[0][0] == (
        "empty-summary"
    )


def test_details_end_on_their_slide() -> None:
    body = "# Title\n\n" + details("text\n\n---\n\n## Next\n\ntext")
    assert found(body) == [("unclosed-details", 3, 1)]


def test_details_open_at_the_end_are_a_fault() -> None:
    body = TASK + '<details class="hint">\n<summary>a</summary>\n\ntext\n'
    assert found(body) == [("unclosed-details", 5, 1)]


def test_details_do_not_nest() -> None:
    body = "# Title\n\n" + details("text\n\n" + details("text"))
    assert found(body) == [("unclosed-details", 3, 1)]


def test_an_end_without_a_beginning_is_a_fault() -> None:
    assert found("# Title\n\ntext\n\n</details>\n") == [("stray-details-end", 5, 1)]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("- [ ] work <!-- check: x -->", "misplaced-task"),
        ("<!-- pause -->", "misplaced-directive"),
        ("<!-- notes\nx -->", "misplaced-directive"),
        ("<!-- sabotage #work: x -->", "misplaced-directive"),
        ("## Title", "title-in-details"),
        ("<summary>b</summary>", "misplaced-summary"),
    ],
)
def test_what_belongs_on_the_slide_is_a_fault_in_details(inside: str, code: str) -> None:
    assert [c for c, *_ in found(TASK + details(inside))] == [code]


def test_details_inside_a_list_are_a_fault() -> None:
    inside = details("text").replace("\n", "\n  ")
    assert {code for code, *_ in found(f"# Title\n\n- item\n\n  {inside}\n")} == {
        "misplaced-details"
    }
