"""What Markdown accepts silently is a fault: one a slip, at its place, and no more."""

from __future__ import annotations

import pytest

from swarmlab.deck.parse import parse_chapter
from tests.deck.writing import FRONT, PATH, faults, found, tasks

UNIT = "```bash {node=manager1}\nls\n```\n"
NEXT = "---\n\n## Next\n\n- [ ] done <!-- check: it is done -->\n"


def test_a_fence_that_runs_into_the_next_slide_is_one_fault() -> None:
    body = f"# Title\n\n```bash {{node=manager1}}\nls\n\n{NEXT}\n{UNIT}"
    assert found(body) == [("unclosed-fence", 3, 1)]


def test_a_fence_that_swallows_its_expectation_is_found_at_its_own_line() -> None:
    body = "# Title\n\n```bash {node=manager1}\nls\n\n```text {.expect}\nx\n```\n"
    assert found(body) == [("unclosed-fence", 3, 1)]


def test_a_fence_open_at_the_end_still_leaves_the_slides_after_it() -> None:
    body = f"# Title\n\n```bash {{node=manager1}}\nls\n\n{NEXT}"
    parsed = parse_chapter(FRONT + body, PATH)
    assert [d.code for d in parsed.diagnostics] == ["unclosed-fence"]
    assert parsed.chapter is not None
    assert [task.sentence for task in tasks(parsed.chapter)] == ["it is done"]


def test_a_fence_whose_end_left_its_list_is_one_fault() -> None:
    assert found("# Title\n\n- item\n\n  ```bash\n  ls\n```\n\ntext\n") == [
        ("unclosed-fence", 5, 3)
    ]


def test_a_longer_fence_may_hold_a_shorter_one() -> None:
    assert found("# Title\n\n````markdown\n```bash {node=manager1}\nls\n```\n````\n") == []


def test_dashes_and_comments_inside_a_fence_are_only_text() -> None:
    assert found("# Title\n\n```text\nword\n---\n<!-- open\n</summary>\nword\n```\n") == []


def test_a_comment_that_runs_into_the_next_slide_is_one_fault() -> None:
    body = f"# Title\n\ntext\n\n<!-- notes\nwords\n\n{NEXT}\n<!-- pause -->\n\ntext\n"
    assert found(body) == [("unclosed-comment", 5, 1)]


def test_a_comment_open_at_the_end_is_one_fault() -> None:
    assert found("# Title\n\n<!-- notes\nwords\n") == [("unclosed-comment", 3, 1)]


def test_a_tasks_unclosed_comment_is_one_fault() -> None:
    body = "# Title\n\n- [ ] work <!-- check: it is done\n\ntext <!-- comment: no -->\n"
    assert found(body) == [("unclosed-comment", 3, 12)]


def test_an_opening_mark_in_back_ticks_is_text() -> None:
    assert found("# Title\n\nwrite `<!-- check: it` there\n") == []


def test_notes_may_hold_separators_and_blank_lines() -> None:
    assert found("# Title\n\n<!-- notes\none\n\n---\n\ntwo\n-->\n\ntext\n") == []


@pytest.mark.parametrize("before", ["text", "- item", "| a |\n| - |", "> quote", UNIT.strip()])
def test_a_separator_right_under_anything_is_one_fault(before: str) -> None:
    line = 3 + before.count("\n") + 1
    body = f"# Title\n\n{before}\n{NEXT}"
    assert found(body) == [("separator-under-text", line, 1)]


def test_a_separator_right_over_text_is_a_fault() -> None:
    assert found("# Title\n\ntext\n\n---\n## Next\n\ntext\n") == [("separator-over-text", 5, 1)]


def test_two_dashes_under_text_are_a_fault_too() -> None:
    assert found("# Title\n\ntext\n--\n\nmore\n") == [("heading-by-dashes", 3, 1)]


@pytest.mark.parametrize("rule", ["***", "___", "- - -", "----"])
def test_other_rules_do_not_end_a_slide(rule: str) -> None:
    assert found(f"# Title\n\ntext\n\n{rule}\n\n## Next\n\ntext\n") == [("bad-separator", 5, 1)]


def test_a_separator_inside_a_list_is_a_fault() -> None:
    body = "# Title\n\n- item\n\n  ---\n\n- item\n"
    assert found(body) == [("misplaced-separator", 5, 3)]


def test_details_without_a_blank_line_after_the_summary_are_one_fault() -> None:
    body = (
        '# Title\n\n<details class="hint">\n<summary>Help</summary>\n'
        "```bash {node=manager1}\nls\n\nls\n```\n\n</details>\n"
    )
    assert found(body) == [("tag-beside-text", 4, 14)]


def test_a_separator_right_under_the_end_of_details_is_one_fault() -> None:
    body = (
        '# Title\n\n<details class="hint">\n<summary>Help</summary>\n\ntext\n\n</details>\n' + NEXT
    )
    assert found(body) == [("tag-beside-text", 8, 1)]


def test_indented_text_is_a_fault_since_it_became_code() -> None:
    assert found("# Title\n\n    - [ ] work <!-- check: x -->\n") == [("indented-code", 3, 5)]


def test_a_tag_in_prose_would_vanish_on_a_git_host() -> None:
    assert found("# Title\n\njoin <node> to it\n") == [("unknown-html", 3, 6)]


def test_both_ends_of_an_unknown_tag_are_one_fault() -> None:
    assert found("# Title\n\n<div>\n\ntext\n\n</div>\n") == [("unknown-html", 3, 1)]


def test_invisible_characters_are_faults_because_they_could_run() -> None:
    body = "# Title\n\n```bash {node=manager1}\nls \x1b[201~; id\n```\n\ntext \u202e here\n"
    assert found(body) == [("invisible-character", 4, 4), ("invisible-character", 7, 6)]


def test_every_fault_of_a_file_is_found_in_one_pass() -> None:
    body = f"# Title\n\n- [ ] one\n- [x] two <!-- check: b -->\n\ntext\n{NEXT}\n<!-- chek: x -->\n"
    assert [code for code, *_ in found(body)] == [
        "task-without-sentence",
        "checked-task",
        "separator-under-text",
        "unknown-directive",
    ]


def test_a_diagnostic_shows_the_line_and_a_way_out() -> None:
    (fault,) = faults("# Title\n\n```bash {nod=manager1}\nls\n```\n")
    assert str(fault) == "chapter.md:10:10: `nod` is no attribute"
    assert fault.source_line == "```bash {nod=manager1}"
    assert fault.suggestion == "did you mean node?"
