"""Tasks, and the steps they make."""

from __future__ import annotations

import pytest

from swarmlab.deck.model import ListBlock, TaskList, plain
from tests.deck.writing import BEFORE, blocks, chapter, faults, found, tasks


def test_a_task_is_a_checklist_item_with_a_sentence() -> None:
    read = chapter("# Title\n\n- [ ] Make `it` so <!-- check #it: `it` is so -->\n")
    (task,) = tasks(read)
    assert (plain(task.spans), task.kind, task.id) == ("Make it so", "check", "it")
    assert task.sentence == "`it` is so"
    assert (task.sentence_position.line - BEFORE, task.sentence_position.column) == (3, 36)
    assert read.steps == read.slides


def test_a_guard_is_a_task_about_a_limit() -> None:
    sentence = "on worker1, `docker node update --role manager x` is refused: not-a-manager"
    (task,) = tasks(chapter(f"# Title\n\n* [ ] No way up <!-- guard: {sentence} -->\n"))
    assert (task.kind, task.sentence) == ("guard", sentence)


def test_the_sentence_may_stand_on_the_next_line() -> None:
    said = "<!-- check: worker1\n  is a worker -->"
    body = f"# Title\n\n- [ ] Work\n  {said}\n- [ ] B <!-- check: b -->\n"
    first, second = tasks(chapter(body))
    assert (first.sentence, second.sentence) == ("worker1 is a worker", "b")
    assert (first.sentence_position.line - BEFORE, first.sentence_position.column) == (4, 15)


def test_remarks_are_allowed_everywhere_and_shown_nowhere() -> None:
    body = "- [ ] Work <!-- comment: a --> <!-- check: x -->\n\n<!-- comment: b -->\n"
    (tasklist,) = blocks(body)
    assert isinstance(tasklist, TaskList)
    assert plain(tasklist.tasks[0].spans) == "Work"


def test_a_list_without_boxes_is_a_list() -> None:
    (block,) = blocks("3. one\n4. two\n\n   - inner\n")
    assert isinstance(block, ListBlock)
    assert (block.ordered, block.start, len(block.items)) == (True, 3, 2)


@pytest.mark.parametrize(
    ("item", "code", "column"),
    [
        ("- [ ] work", "task-without-sentence", 1),
        ("- [ ] work <!-- check: -->", "task-without-sentence", 12),
        ("- [ ] work <!-- check #a: -->", "task-without-sentence", 12),
        ("- [ ] work <!-- check -->", "bad-directive", 12),
        ("- [ ] work <!-- check x -->", "bad-directive", 12),
        ("- [ ] work <!-- chek: x -->", "unknown-directive", 17),
        ("- [ ] work <!-- check #1: x -->", "bad-id", 23),
        ("- [ ] work <!-- check: x --> <!-- guard: y -->", "two-sentences", 1),
        ("- [x] work <!-- check: x -->", "checked-task", 1),
        ("- [] work <!-- check: x -->", "bad-box", 1),
        ("- work <!-- check: x -->", "not-a-task", 1),
        ("- [ ] <!-- check: x -->", "task-without-text", 1),
        ("- [ ] work <!-- check: x -->\n\n  more", "task-too-long", 1),
        ("- [ ] a <!-- check: x -->\n- b", "not-a-task", 1),
        ("> - [ ] work <!-- check: x -->", "misplaced-task", 1),
        ("- item\n  - [ ] work <!-- check: x -->", "misplaced-task", 3),
        ("text <!-- check: x -->", "misplaced-directive", 6),
        ("<!-- check: x -->", "misplaced-directive", 1),
        ("-[ ] work <!-- check: x -->", "misplaced-directive", 11),
    ],
)
def test_a_faulty_task_is_one_fault(item: str, code: str, column: int) -> None:
    assert [(c, at) for c, _, at in found(f"# Title\n\n{item}\n")] == [(code, column)]


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("This is a remark", "unknown-directive"),
        ("", "unknown-directive"),
        ("note\nwords", "unknown-directive"),
        ("notes: words", "bad-directive"),
        ("pause now", "bad-directive"),
        ("pause #a", "bad-directive"),
        ("comment words", "bad-directive"),
        ("sabotage #a: words", "misplaced-directive"),
        ("step: breaks=#a", "step-without-task"),
    ],
)
def test_a_comment_must_be_a_directive(comment: str, code: str) -> None:
    assert found(f"# Title\n\ntext\n\n<!-- {comment} -->\n")[0][0] == code
    assert len(found(f"# Title\n\ntext\n\n<!-- {comment} -->\n")) == 1


def test_a_misspelt_directive_gets_a_suggestion() -> None:
    (fault,) = faults("# Title\n\ntext\n\n<!-- puase -->\n")
    assert fault.suggestion == "did you mean pause?"


STEP = """\
# Title

- [ ] one <!-- check #one: x -->

---

## Two

- [ ] two <!-- check #two: y -->
"""


def test_a_step_may_break_an_earlier_task() -> None:
    read = chapter(STEP + "\n<!-- step: breaks=#one -->\n")
    assert [slide.breaks for slide in read.slides] == [(), ("one",)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("breaks=#two", "unknown-task"),
        ("breaks=#onne", "unknown-task"),
        ("breaks=one", "bad-directive"),
        ("brakes=#one", "bad-directive"),
        ("breaks=", "bad-directive"),
        ("", "bad-directive"),
    ],
)
def test_a_step_can_break_earlier_tasks_only(said: str, code: str) -> None:
    assert [c for c, *_ in found(f"{STEP}\n<!-- step: {said} -->\n")] == [code]


def test_what_names_a_faulty_task_is_not_judged() -> None:
    body = STEP.replace("check #one: x", "chek #one: x") + "\n<!-- step: breaks=#one -->\n"
    assert [code for code, *_ in found(body)] == ["unknown-directive"]
