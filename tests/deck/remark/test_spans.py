"""Pictures, links and tags in text; scripts never."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Code, Paragraph, Table
from tests.deck.remark.writing import every, found, only, read, slides, spans, text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_picture_is_a_span_with_its_address(tmp_path: Path) -> None:
    (tmp_path / "my pic.png").write_bytes(b"x")
    slide = only(read(tmp_path, '![An *arrow*](my%20pic.png) <img alt="B" src="https://x/b.png">'))
    first, _, second = spans(slide.blocks)
    assert (first.text, first.image) == ("An *arrow*", "my pic.png")
    assert (second.text, second.image) == ("B", "https://x/b.png")


def test_a_picture_without_words_is_kept_and_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    (span,) = spans(only(read(tmp_path, "[![](a.png)](https://x.example/)")).blocks)
    assert (span.text, span.image, span.href) == ("", "a.png", "https://x.example/")


@pytest.mark.parametrize(
    ("source", "code", "kept"),
    [
        ("gone.png", "missing-file", True),
        ("../a.png", "outside", False),
        ("/a.png", "outside", False),
        ("javascript:x", "bad-picture", False),
        ("file:///etc/passwd", "bad-picture", False),
        ("", "bad-picture", False),
        ("data:text/html;base64,eA==", "bad-picture", False),
    ],
)
def test_a_picture_that_cannot_be_shown_is_reported(
    tmp_path: Path, source: str, code: str, kept: bool
) -> None:
    shown = read(tmp_path, f'# A\n\nsee <img src="{source}" alt="words">\n')
    assert found(shown) == [(code, 3, 5)]
    assert text(slides(shown)[0].blocks) == "A\nsee words"
    assert any(span.image for span in spans(slides(shown)[0].blocks)) is kept


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<b>x</b> y", [("x", "strong"), (" y", "")]),
        ("<i>x</i><em>y</em>", [("xy", "emphasis")]),
        ("<code>x</code>", [("x", "code")]),
        ("<del>x</del>", [("x", "strike")]),
        ("</b>x<b>y</b>", [("x", ""), ("y", "strong")]),
        ("x<br/></br>y", [("x\n\ny", "")]),
        ("<font color='red'>x</font>", [("x", "")]),
        ("<blink onclick='x()'>y</blink>", [("y", "")]),
    ],
)
def test_tags_become_styles_or_only_their_text(
    tmp_path: Path, markdown: str, expected: list[tuple[str, str]]
) -> None:
    styles = ("strong", "emphasis", "code", "strike")
    shown = [
        (span.text, " ".join(style for style in styles if getattr(span, style)))
        for span in spans(only(read(tmp_path, markdown)).blocks)
    ]
    assert shown == expected


def test_small_print_and_spans_have_classes(tmp_path: Path) -> None:
    slide = only(read(tmp_path, '<small>a</small> <span class="red big" onclick="x">b</span> c'))
    assert [(span.text, span.classes) for span in spans(slide.blocks)] == [
        ("a", ("small",)), (" ", ()), ("b", ("red", "big")), (" c", ()),
    ]  # fmt: skip


def test_blocks_of_html_are_reduced_to_lines(tmp_path: Path) -> None:
    body = (
        "<table>\n<tr><th>a</th><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>\n\n"
        "<ul><li>one</li><li>two</li></ul>\n\n<details>\n<summary>more</summary>\n\n- x\n\n"
        "</details>"
    )
    slide = only(read(tmp_path, body))
    assert text(slide.blocks) == "a  b\nc  d\n- one\n- two\nmore\nx"


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert('XSS')</script>",
        "<SCRIPT src=x>alert('XSS')</SCRIPT >",
        "<style>\nb { c: XSS }\n\n</style>",
        "<iframe src='XSS'>XSS</iframe>",
        "<svg onload=XSS><script>XSS</script></svg>",
        "<scr<!-- x -->ipt>a</script>",
        "<img src=x.png onerror=XSS>",
        "<b onclick='XSS'>b</b>",
        "<a href='java\tscript:XSS'>b</a>",
        "<a href='data:text/html,XSS'>b</a>",
        "[b](javascript:alert)",
        "<!-- <script>XSS</script> -->",
        "<math><mi>XSS</mi></math>",
        "<textarea>XSS</textarea>",
    ],
)
def test_nothing_of_a_script_survives(tmp_path: Path, script: str) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    places = ("{}", "- item {}", ".a[{}]", ".b[\n{}\n]", "> {}", "???\n\n{}")
    body = "# A\n\n" + "\n\n".join(place.replace("{}", script) for place in places)
    for slide in slides(read(tmp_path, body)):
        kept = repr(slide.blocks) + slide.notes
        assert "XSS" not in kept
        assert "alert(" not in kept
        assert not any(str(span.href).startswith(("java", "data")) for span in spans(slide.blocks))


def test_a_script_in_code_is_text(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "`<script>a</script>`\n\n```html\n<script>b</script>\n```\n"))
    paragraph, code = slide.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans[0].text == "<script>a</script>"
    assert isinstance(code, Code)
    assert code.text == "<script>b</script>\n"


def test_addresses_lead_where_they_say(tmp_path: Path) -> None:
    body = (
        "See https://x.example/a_b?c=d, <https://y.example/> and <a href='https://z.example'>z</a>."
    )
    links = [(s.text, s.href) for s in spans(only(read(tmp_path, body)).blocks) if s.href]
    assert links == [
        ("https://x.example/a_b?c=d", "https://x.example/a_b?c=d"),
        ("https://y.example/", "https://y.example/"),
        ("z", "https://z.example"),
    ]


def test_text_that_is_too_long_is_kept_as_it_stands(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n" + "word <b> " * 600)
    assert found(shown) == [("too-long", 3, 1)]
    assert text(slides(shown)[0].blocks).count("word") == 600


def test_tables_and_quotes_and_boxes_are_read(tmp_path: Path) -> None:
    body = (
        "| a | b |\n|---|:-:|\n| .x[c] | d |\n\n> [!NOTE]\n> y\n\n> [!ODD] z\n\n- [ ] t\n- [x] u\n"
    )
    slide = only(read(tmp_path, body))
    table, note, quote, tasks = slide.blocks
    assert isinstance(table, Table)
    assert (table.align, table.rows[0][0][0].classes) == (("left", "center"), ("x",))
    assert (type(note).__name__, type(quote).__name__) == ("Callout", "Quote")
    assert text([tasks]) == "[ ] t\n[x] u"


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("bash", "ls `-l` $(date)", "ls -l $(date)"),
        ("yaml", "a: `1`\nb: `2", "a: 1\nb: `2"),
        ("", "x `y` z", "x y z"),
        ("js", "x = `y`", "x = `y`"),
        ("markdown", "`code`", "`code`"),
    ],
)
def test_back_ticks_in_a_fence_are_highlights(
    tmp_path: Path, language: str, source: str, expected: str
) -> None:
    slide = only(read(tmp_path, f"```{language}\n{source}\n```\n"))
    (code,) = [block for block in every(slide.blocks) if isinstance(block, Code)]
    assert (code.language, code.text) == (language, f"{expected}\n")
