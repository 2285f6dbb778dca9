"""Decks that want to eat time and memory: each ends with a clear fault.

What bounds them is counted, not timed: a test never judges how fast this machine is.
"""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swarmlab.deck.remark import read_deck, sources
from tests.deck.remark.writing import read, read_manifest, slides, text, write

if TYPE_CHECKING:
    from pathlib import Path

MANY = 100_000
MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a" * (10 * MEGABYTE), "too-large"),
        ("# A\n\n" + "a" * (5 * MEGABYTE), "too-wide"),
        (".a[" * MANY, "too-wide"),
        (".a[\n" * MANY + "x\n" + "]\n" * MANY, "too-deep"),
        (".a[\n" * 10_000, "unbalanced-bracket"),
        ("# A\n\n" + "]\n" * 10_000, "unbalanced-bracket"),
        ("# A\n\n" + "[" * 9000, "too-long"),
        ("- " * 4000 + "x", "too-deep"),
        (">" * 9000 + "x", "too-deep"),
        ("# A\n\n" + "".join("  " * n + "- x\n" for n in range(500)), "too-deep"),
        ("# A\n\n" + "<!-- " * 1000 + "\n\n---\n\n## B", "unclosed-comment"),
        ("# A\n\n" + "<script>" * 1000, "unclosed-html"),
        ("```x\n\n---\n\n" * 1000, "unclosed-fence"),
        ("# A\n\n" + "x\n" * (4 * MANY), "too-large"),
    ],
    ids=["10 MB line", "5 MB line", "brackets on one line", "nested brackets", "open", "closed",
         "links", "list on one line", "quotes", "deep list", "comments", "scripts", "fences",
         "lines"],
)  # fmt: skip
def test_a_hostile_deck_is_a_fault(tmp_path: Path, body: str, code: str) -> None:
    assert code in {fault.code for fault in read(tmp_path, body).diagnostics}


@pytest.mark.parametrize(
    "nested",
    ["[" * 90_000, "{a: " * 50_000, "- " * 100_000, "&a [*a, *a]", "\n- *a" * 1000],
    ids=["lists", "mappings", "items", "a cycle", "aliases"],
)
def test_a_hostile_manifest_is_a_fault(tmp_path: Path, nested: str) -> None:
    shown = read_manifest(tmp_path, f"title: T\ncontent: {nested}\n")
    assert shown.deck is None
    assert shown.diagnostics[0].code == "bad-manifest"


def test_a_manifest_of_aliases_does_not_grow(tmp_path: Path) -> None:
    bomb = "title: T\na0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
    )
    shown = read_manifest(tmp_path, f"{bomb}content: *a39\n")
    assert [fault.code for fault in shown.diagnostics] == ["bad-manifest"]


def test_a_huge_manifest_is_a_fault(tmp_path: Path) -> None:
    shown = read_manifest(tmp_path, "title: T\ncontent:\n" + "- a.md\n" * 50_000)
    assert [fault.code for fault in shown.diagnostics] == ["too-large"]


def test_files_that_include_others_many_times_do_not_grow(tmp_path: Path) -> None:
    shown = read(
        tmp_path, "@@INCLUDE[a.md]\n" * 1000, a_md="@@INCLUDE[b.md]\n" * 1000,
        b_md="@@INCLUDE[c.md]\n" * 1000, c_md="x\n" * 1000,
    )  # fmt: skip
    assert "too-large" in {fault.code for fault in shown.diagnostics}


def test_templates_of_templates_do_not_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_LINES", 9000)
    body = "\n---\n".join(
        f"name: n{n}\ntemplate: n{n - 1}\n\n{{{{content}}}}{{{{content}}}}\n" + "x\n" * 50
        for n in range(100)
    )
    shown = read(tmp_path, body)
    assert {fault.code for fault in shown.diagnostics} == {"unknown-template", "too-large"}
    assert sum(text(slide.blocks).count("x") for slide in slides(shown)) < 9000 + 100 * 50


def test_tables_of_contents_are_counted(tmp_path: Path) -> None:
    body = "\n---\n".join(f"# A{n}\n\n---\n\n@@TOC@@\n" for n in range(50))
    shown = read_manifest(tmp_path, "title: T\ncontent: [a.md]\n", a_md=body)
    assert [fault.code for fault in shown.diagnostics] == ["too-many-contents"] * 40


def test_memory_grows_with_the_deck_and_no_faster(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = write(tmp_path, f"{count}.md", "\n---\n".join(["\n## A\n\n.b[\n- c\n]\n"] * count))
        tracemalloc.start()
        read_deck(path)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(800) < 6 * peak(200)


FRAGMENTS = st.sampled_from([
    "# Title", "## Slide", "---", "--", "???", "text", "", "    code", "```", "```bash", "~~~",
    "````", "```]", ".a[```", "ls `x`", "- item", "  - inner", "1. one", "> quote", "<!--", "-->",
    "<!-- ```wait x``` -->", "<!-- class: a -->", "class: a", "name: b", "template: b",
    "layout: true", "layout: false", "background-image: url(x)", "exclude: true", "{{content}}",
    ".lab[", ".exercise[", ".a.b[", ".a[x]", "]", "[", "[a](b)", "[a]: b", "![a](b)", "**a", "`",
    "\\", "@@TITLE@@", "@@TOC@@", "@@INCLUDE[deck.md]", "@@LINK[x]@@", "@@X@@", "<script>", "</b>",
    "<span class='x'>", "| a | b |", "|---|---|", "\t", "\x00", "\u202e", "\ufdd0", "\ufdd00\ufdd1",
    "\ufdd2", "==", "é",
])  # fmt: skip


def judge(path: Path) -> None:
    parsed = read_deck(path)
    lines = path.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for fault in parsed.diagnostics:
        assert fault.code
        assert fault.message
        assert 1 <= fault.position.line <= len(lines)
        assert 1 <= fault.position.column <= len(lines[fault.position.line - 1]) + 1
    assert parsed.diagnostics or parsed.deck is not None
    if parsed.deck is not None:
        for slide in slides(parsed):
            assert "\ufdd0" not in text(slide.blocks)
            assert "\ufdd2" not in text(slide.blocks)


@given(st.lists(FRAGMENTS, max_size=40), st.sampled_from(["\n", "\n\n", " ", "\r\n", ""]))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_the_dialect_is_read(tmp_path: Path, parts: list[str], between: str) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(between.join(parts).encode())
    judge(path)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read(tmp_path: Path, words: str) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(words.encode())
    judge(path)


@given(st.lists(FRAGMENTS, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_manifest_is_read(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "deck.yml"
    inline = "".join(f"  {line}\n" for part in parts for line in part.split("\n"))
    path.write_bytes(f"title: T\ncontent:\n- |\n{inline}\n".encode())
    read_deck(path)
