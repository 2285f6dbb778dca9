"""Slide properties, layouts, templates, and slides that are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.deck.remark.writing import deck, found, only, read, read_manifest, slides, steps, text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "properties",
    [
        "name: here\nclass: red, big\nbackground-image: url(a.png)\n\n# A\n",
        "\n\nclass: red, big\n\nname: here\n\nbackground-image: url('a.png')\n\n# A\n",
        '<!-- name: here -->\n<!--class: red, big-->\n<!-- background-image: url("a.png") -->\n# A',
        "# A\n\n- b<!-- class: red big --> <!-- name: here -->\n<!--background-image:url(a.png)-->",
    ],
)
def test_properties_stand_at_the_beginning_or_in_comments(tmp_path: Path, properties: str) -> None:
    slide = only(read(tmp_path, properties))
    assert (slide.anchor, slide.classes, slide.background) == ("here", ("red", "big"), "a.png")
    assert text(slide.blocks).startswith("A")
    assert "class" not in text(slide.blocks)


def test_a_property_below_text_is_text(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "# A\n\nclass: red\n"))
    assert (slide.classes, text(slide.blocks)) == ((), "A\nclass: red")


def test_what_remark_would_hide_as_a_property_is_shown_and_reported(tmp_path: Path) -> None:
    shown = read(tmp_path, "# A\n\n---\n\nNote: look at this\n\n---\n\nclas: red\n\n## C\n")
    assert found(shown) == [("unknown-property", 5, 1), ("unknown-property", 9, 1)]
    assert text(slides(shown)[1].blocks) == "Note: look at this"
    assert shown.diagnostics[1].suggestion == "did you mean class?"


def test_a_deck_may_have_properties_of_its_own(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "who: Ann\n\n# A\n\n{{ who }} says {{.Name}} and {{other}}\n"))
    assert text(slide.blocks) == "A\nAnn says {{.Name}} and {{other}}"


def test_a_step_adds_its_class_and_takes_that_of_its_slide(tmp_path: Path) -> None:
    slide = only(read(tmp_path, "class: red\n\n# A\n\n--\n\nclass: big\n\nmore\n"))
    assert (slide.classes, steps(slide), text(slide.blocks)) == (("red", "big"), 1, "A\nmore")


def test_layouts_inherit_content_class_and_background(tmp_path: Path) -> None:
    body = (
        "layout: true\nclass: red\nbackground-image: url(a.png)\n\n.head[top]\n\n---\n\n## A\n\n"
        "---\nclass: big\nlayout: true\n\n.left[\n{{content}}\n]\n\nbottom\n\n---\n\n## B\n\n--\n"
        "\nmore\n\n---\nlayout: false\n\n## C\n"
    )
    shown = read(tmp_path, body)
    deck(shown)
    assert [(s.title, s.classes, s.background, steps(s)) for s in slides(shown)] == [
        ("A", ("red",), "a.png", 0),
        ("B", ("big",), "", 1),
        ("C", (), "", 0),
    ]
    assert [text(s.blocks) for s in slides(shown)] == ["top\nA", "B\nbottom\nmore", "C"]


def test_a_template_is_inherited_by_name_and_not_for_its_name(tmp_path: Path) -> None:
    body = (
        "name: base\nclass: red\n\n## Base\n\n--\n\nstep\n\n---\n\ntemplate: base\n\n### More\n\n"
        "---\n\ntemplate: gone\n\n## C\n"
    )
    shown = read(tmp_path, body)
    assert found(shown) == [("unknown-template", 18, 1)]
    assert [(s.title, s.anchor, s.classes, steps(s)) for s in slides(shown)] == [
        ("Base", "base", ("red",), 1),
        ("More", "more", ("red",), 1),
        ("C", "c", (), 0),
    ]
    assert text(slides(shown)[1].blocks) == "Base\nstep\nMore"


def test_two_slides_of_one_name_have_anchors_of_their_own(tmp_path: Path) -> None:
    shown = read(tmp_path, "# x\n\n---\nname: x\n\n# A\n\n---\nname: x\n\n# A\n\n---\n\n# A\n")
    assert [s.anchor for s in slides(shown)] == ["x-1", "x", "x-2", "a"]


def test_a_title_slide_without_a_heading_gets_one(tmp_path: Path) -> None:
    shown = read(tmp_path, "class: title\n\nWelcome,<br/>all\n\nby us\n")
    slide = only(shown)
    assert (slide.title, slide.continues) == ("Welcome, all", False)
    assert [type(block).__name__ for block in slide.blocks] == ["Heading", "Paragraph"]


EXCLUDING = "title: T\nexclude: [out, never]\ncontent: [a.md]\n"


def test_slides_go_by_class_and_steps_with_them(tmp_path: Path) -> None:
    body = (
        "# A\n\n---\nclass: pic, out\n\n## B\n\n--\n\nstep of B\n\n---\n\n## C\n\nkept\n\n--\n"
        "class: out\n\nstep of C\n\n--\n\nanother\n\n---\n<!-- class: out -->\n\n## D\n\n---\n\n"
        "exclude: true\n\n## E\n\n---\n\n## F\n"
    )
    shown = read_manifest(tmp_path, EXCLUDING, a_md=body)
    assert found(shown) == [("unused-exclude", 2, 16)]
    assert [(s.title, steps(s)) for s in slides(shown)] == [("A", 0), ("A", 0), ("C", 0), ("F", 0)]
    assert text(slides(shown)[2].blocks) == "C\nkept"


def test_an_excluded_slide_may_be_a_template(tmp_path: Path) -> None:
    body = "class: out\nname: base\n\nbase\n\n---\ntemplate: base\nclass: in\n\n# A\n\n---\n\n# B\n"
    shown = read_manifest(tmp_path, EXCLUDING.replace(", never", ""), a_md=body)
    # It inherits the class with the rest, so it goes too.
    assert [s.title for s in slides(shown)] == ["B", "B"]


def test_a_chapter_whose_title_is_excluded_is_none(tmp_path: Path) -> None:
    body = "# A\n\n---\nclass: out\n\n# B\n\n---\n\n## in B\n\n---\n\n@@TOC@@\n"
    shown = read_manifest(tmp_path, EXCLUDING.replace(", never", ""), a_md=body)
    (chapter,) = deck(shown).chapters
    assert [s.title for s in chapter.slides] == ["A", "A", "in B", "Table of contents"]
