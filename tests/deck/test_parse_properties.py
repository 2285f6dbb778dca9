"""Whatever the text, the parser ends, raises nothing, and points into the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swarmlab.deck.parse import parse_chapter
from tests.deck.writing import BEFORE, FRONT, PATH

if TYPE_CHECKING:
    from swarmlab.deck.parse import Parsed

EXAMPLE = (Path(__file__).parent / "data" / "labels.md").read_text(encoding="utf-8")

FRAGMENTS = st.sampled_from([
    "# Title", "## Slide", "### Part", "---", "\n---\n", "***", "text", "", "    indented",
    "```", "````", "~~~", "```bash {node=worker1}", "```text {.expect}", "```power {node=worker1}",
    "```bash {node=", "```read {node=manager1 path=/run/x}", "ls", "kill", "{{id}}", "{{a:", "...",
    "- [ ] a <!-- check: b -->", "- [x] a", "- item", "  - inner", "1. one", "> quote", ">",
    "> [!QUIZ]", "> [!NOTE]", "> - [x] a", "<!--", "-->", "<!-- notes", "<!-- pause -->",
    "<!-- step: breaks=#a -->", "<!-- sabotage #a: b -->", "<!-- check #a: b -->",
    '<details class="hint">', "<details>", '<details class="sabotage">', "</details>",
    "<summary>a</summary>", "<summary>", "</summary>", "<div>", "</", "<b", "| a | b |",
    "|---|---|", "[a](b)", "[a]: b", "![a](b)", "**a", "`", "\\", "&amp;", "\t", "\x00", "\u202e",
    "é", "==", "--",
])  # fmt: skip


def judge(text: str) -> Parsed:
    parsed = parse_chapter(text, PATH)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for fault in parsed.diagnostics:
        assert 1 <= fault.position.line <= len(lines)
        line = lines[fault.position.line - 1]
        assert 1 <= fault.position.column <= len(line) + 1
        assert fault.source_line == line
        assert fault.message
        assert fault.code
    assert parsed.diagnostics or parsed.chapter is not None
    return parsed


@given(st.text())
def test_any_text_is_parsed(text: str) -> None:
    judge(text)


@given(st.lists(FRAGMENTS, max_size=30), st.sampled_from(["\n", "\n\n", " ", "\r\n"]))
@settings(max_examples=150)
def test_any_mixture_of_the_format_is_parsed(parts: list[str], between: str) -> None:
    judge(FRONT + between.join(parts))


@given(st.lists(st.one_of(FRAGMENTS, st.just("\n")), max_size=40))
@settings(max_examples=150)
def test_any_lines_after_a_title_are_parsed(parts: list[str]) -> None:
    parsed = judge(FRONT + "# Title\n\n" + "\n".join(parts))
    assert parsed.chapter is not None


@given(st.data())
def test_a_chapter_with_a_piece_cut_out_or_put_in_is_parsed(data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(begin, min(begin + 200, len(EXAMPLE))))
    judge(EXAMPLE[:begin] + data.draw(FRAGMENTS) + EXAMPLE[end:])


@given(st.data())
def test_a_line_that_is_left_out_gives_few_faults(data: st.DataObject) -> None:
    """One cause is one diagnostic, or two where a task is gone that two others name."""
    lines = EXAMPLE.split("\n")
    at = data.draw(st.integers(BEFORE, len(lines) - 1))
    parsed = judge("\n".join(lines[:at] + lines[at + 1 :]))
    assert len(parsed.diagnostics) <= 2, [str(d) for d in parsed.diagnostics]


PIECES = ["> ", "- ", "* a\n", "[", "<!--", "`", "**a", "<details>", "|", "```\n", "{{", "a ", "\n"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_repetition_is_parsed(piece: str) -> None:
    judge(FRONT + "# Title\n\n" + piece * 2000)
    judge(FRONT + "# Title\n\n" + f"{piece}\n" * 2000)
