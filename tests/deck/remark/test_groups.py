"""``.class[…]``: brackets that belong together, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swarmlab.deck.model import Code, Group, ListBlock, Paragraph, plain
from swarmlab.deck.remark.groups import read_groups
from swarmlab.deck.remark.line import PAUSE, SIGNS, Line
from swarmlab.deck.remark.sources import DeckFaults
from tests.deck.remark.writing import every, found, only, read, slides, spans, steps, text


def styled(tmp_path: Path, body: str) -> list[tuple[str, tuple[str, ...]]]:
    """Text and classes of every span of a one-slide deck."""
    return [(span.text, span.classes) for span in spans(only(read(tmp_path, body)).blocks)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (".a[x]", [("x", ("a",))]),
        (".a.b-c[x]", [("x", ("a", "b-c"))]),
        ("x.a[y]z", [("x", ()), ("y", ("a",)), ("z", ())]),
        (".a[x .b[y] z]", [("x ", ("a",)), ("y", ("a", "b")), (" z", ("a",))]),
        (".a[.a[.a[x]]]", [("x", ("a", "a", "a"))]),
        (".a[x](b)", [("x", ("a",)), ("(b)", ())]),
        (".a[[x]]", [("[x]", ("a",))]),
        (".a[¹[x](https://x.example/)]", [("¹", ("a",)), ("x", ("a",))]),
        ("[.a[x]](https://x.example/)", [("x", ("a",))]),
        (".a[**x** *y*]", [("x", ("a",)), (" ", ("a",)), ("y", ("a",))]),
        ("**.a[x]**", [("x", ("a",))]),
        (".a[`]`]", [("]", ("a",))]),
        ("`.a[x]`", [(".a[x]", ())]),
        ("`` ` .a[ ``", [("` .a[", ())]),
        (r"\.a[x]", [(".a[x]", ())]),
        (r".a[x \] y]", [("x ] y", ("a",))]),
        (".a[x <!-- ] --> y]", [("x  y", ("a",))]),
        ("1.5[x]", [("1.5[x]", ())]),
        ("(0, 1] and [0, 1)", [("(0, 1] and [0, 1)", ())]),
        ("it`s .a[x]\n\nthat`s", [("it`s ", ()), ("x", ("a",)), ("that`s", ())]),
    ],
)
def test_a_group_on_one_line_styles_its_text(
    tmp_path: Path, body: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert styled(tmp_path, body) == expected


def test_a_group_over_lines_holds_blocks(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "# A\n\n.small.red[\n- one\n\n```yaml\na: [\n```\n]\n\nafter\n"))
    _, group, after = slide.blocks
    assert isinstance(group, Group)
    assert (group.classes, group.position.line, group.position.column) == (("small", "red"), 3, 1)
    assert [type(block) for block in group.blocks] == [ListBlock, Code]
    assert isinstance(after, Paragraph)


@pytest.mark.parametrize(
    "body",
    [
        ".a[\n.b[\nx\n]\ny\n]",
        ".a[.b[\nx\n]\ny]",
        ".a[.b[\nx]\ny]",
        ".a[\n.b[\nx]\n\ny]",
    ],
)
def test_groups_over_lines_nest_and_their_ends_may_be_glued(tmp_path: Path, body: str) -> None:
    (outer,) = only(read(tmp_path, body)).blocks
    assert isinstance(outer, Group)
    inner, rest = outer.blocks
    assert isinstance(inner, Group)
    assert (outer.classes, inner.classes) == (("a",), ("b",))
    assert (text(inner.blocks), text([rest])) == ("x", "y")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("before .a[\nx\n] after\nmore", ["before", "x", "after more"]),
        ("before\n.a[x\ny]\nafter", ["before", "x y", "after"]),
        ("- one\n  .a[\n  x\n  ]\n  after\n- two", ["one", "x", "after", "two"]),
        ("- .a[\n  x\n  ]\n- two", ["x", "two"]),
        ("> .a[\nx\n] y", ["x", "y"]),
        (".a[x\n].b[y\n]", ["x", "y"]),
    ],
)
def test_what_stands_around_a_group_keeps_its_order(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    slide = only(read(tmp_path, body))
    quoted = [b for block in slide.blocks for b in getattr(block, "blocks", ()) or (block,)]
    assert [plain(b.spans) for b in every(quoted) if isinstance(b, Paragraph)] == expected


def test_a_group_in_a_list_item_stays_in_it(tmp_path: Path) -> None:
    (listed,) = only(read(tmp_path, "- one\n  .a[\n  x\n  ]\n- two\n")).blocks
    assert isinstance(listed, ListBlock)
    assert [[type(block) for block in item] for item in listed.items] == [
        [Paragraph, Group], [Paragraph],
    ]  # fmt: skip


def test_a_fence_and_its_groups_may_be_glued_together(tmp_path: Path) -> None:
    slide = only(read(tmp_path, ".small[```bash\nls\n```]\n\nafter\n"))
    group, after = slide.blocks
    assert isinstance(group, Group)
    assert group.blocks[0] == Code("bash", "ls\n", group.blocks[0].position)
    assert text([after]) == "after"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A\n\n.a[\n\nx\n", [("unbalanced-bracket", 3, 1)]),
        ("# A\n\n.a[x\n", [("unbalanced-bracket", 3, 1)]),
        ("# A\n\n.a[\n\n.b[x\n\n]\n", [("unbalanced-bracket", 5, 1)]),
        ("# A\n\nx\n\n]\n", [("unbalanced-bracket", 5, 1)]),
        ("# A\n\n.a[\n\n- press [ now\n\n]\n\n.b[y]\n", []),
        ("# A\n\n.a[\n\n--\n\nx\n\n]\n", [("misplaced-step", 5, 1)]),
        ("# A\n\n<script>\nx\n", [("unclosed-html", 3, 1)]),
    ],
)
def test_brackets_that_do_not_fit_are_reported_where_they_stand(
    tmp_path: Path, body: str, expected: list[tuple[str, int, int]]
) -> None:
    shown = read(tmp_path, f"{body}\n---\n\n## Next\n\n.c[fine]\n")
    assert found(shown) == expected
    assert slides(shown)[1].title == "Next"
    assert spans(slides(shown)[1].blocks)[1].classes == ("c",)


def test_an_unclosed_group_ends_with_its_step(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n.a[\n\nx\n\n--\n\ny\n")
    (slide,) = slides(shown)
    assert [type(block).__name__ for block in slide.blocks] == [
        "Heading", "Group", "Pause", "Paragraph",
    ]  # fmt: skip
    assert steps(slide) == 1


def test_groups_that_nest_too_deep_are_reported_and_their_text_is_kept(tmp_path: Path) -> None:
    shown = read(tmp_path, ".a[\n" * 500 + "x\n" + "]\n" * 500)
    assert {d.code for d in shown.diagnostics} == {"too-deep"}
    assert text(slides(shown)[0].blocks) == "x"


PIECES = st.sampled_from([
    ".a[", ".b.c[", "[", "]", "x", "y z", "\n", "\n\n", "- ", "  ", "`", "``", "\\", ".lab[",
    "<!--", "-->", f"\n{PAUSE}\n", "> ", "<script>", "</script>", "](u)", "|", "# ",
])  # fmt: skip


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=300)
def test_any_mixture_of_brackets_keeps_its_text_in_order(pieces: list[str]) -> None:
    texts = "".join(pieces).split("\n")
    lines = [Line(text, number) for number, text in enumerate(texts, 1)]
    grouped = read_groups(lines, DeckFaults(Path("deck.md")))

    def letters(passage: object) -> str:
        groups = passage.groups  # type: ignore[attr-defined]
        words = "\n".join(line.text for line in passage.lines)  # type: ignore[attr-defined]
        for number, group in enumerate(groups):
            held = f"\ufdd0{number}\ufdd1"
            assert words.count(held) == 1
            words = words.replace(held, letters(group.passage))
        return words

    kept = "".join(map(letters, grouped.passages))
    assert SIGNS.search(kept) is None
    wanted = "".join(texts)
    if "<" not in wanted:
        cleaned = kept.replace('<span class="', "").replace("</span>", "")
        assert [c for c in cleaned if c in "xyz"] == [c for c in wanted if c in "xyz"]
    assert len(grouped.passages) <= 1 + wanted.count(PAUSE)
