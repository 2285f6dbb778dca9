"""Macros: values, links, other files, and what leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Code
from tests.deck.remark.writing import deck, every, found, read, read_manifest, slides, text

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = """\
title: |
  One
  and two
chat: "[room](https://chat.example/)"
gitrepo: git.example/a/b
slides: https://slides.example
content: [a.md]
"""


@pytest.mark.parametrize(
    ("macro", "expected"),
    [
        ("@@TITLE@@", "One\nand two"),
        ("@@CHAT@@", "room"),
        ("@@GITREPO@@", "git.example/a/b"),
        ("@@SLIDES@@", "https://slides.example"),
        ("@@ZIP@@", "https://slides.example/slides.zip"),
        ("`@@HTML@@`", "deck.yml.html"),
        ("@@LINK[k8s/a b.yml]@@", "k8s/a b.yml"),
        ("@@LINK[k8s/a.yml]", "k8s/a.yml"),
        ("@@INCLUDE[b.txt]@@", "included text"),
        ("@@INCLUDE[b.txt]", "included text"),
        ("@@INCLUDE[b.txt] @@INCLUDE[b.txt]@@!", "included text included text!"),
        ("@@ -1,2 +1,2 @@", "@@ -1,2 +1,2 @@"),
    ],
)
def test_a_macro_stands_for_its_value(tmp_path: Path, macro: str, expected: str) -> None:
    shown = read_manifest(tmp_path, MANIFEST, a_md=f"- {macro}\n", b_txt="included text\n")
    deck(shown)
    assert text(slides(shown)[0].blocks) == expected


def test_a_link_leads_to_the_repository(tmp_path: Path) -> None:
    shown = read_manifest(tmp_path, MANIFEST, a_md="@@LINK[k8s/a b.yml]\n")
    (span,) = slides(shown)[0].blocks[0].spans  # type: ignore[union-attr]
    assert span.href == "https://git.example/a/b/tree/HEAD/k8s/a%20b.yml"


def test_an_included_file_is_code_inside_a_fence_and_indented_with_it(tmp_path: Path) -> None:
    body = "- look:\n  ```yaml\n  @@INCLUDE[b.yml]\n  ```\n"
    shown = read_manifest(tmp_path, MANIFEST, a_md=body, b_yml="a: 1\n---\n# b\nc:\n  - 2\n")
    (slide,) = slides(shown)
    (code,) = [block for block in every(slide.blocks) if isinstance(block, Code)]
    assert code.text == "a: 1\n---\n# b\nc:\n  - 2\n"
    assert shown.diagnostics == ()


def test_files_may_include_others_but_not_in_a_circle(tmp_path: Path) -> None:
    shown = read(tmp_path, "@@INCLUDE[b.md]\n", b_md="b @@INCLUDE[c.md]\n", c_md="c\n")
    assert text(slides(shown)[0].blocks) == "b c"
    shown = read(tmp_path, "# x\n\n@@INCLUDE[b.md]\n", b_md="@@INCLUDE[c.md]\n",
                 c_md="@@INCLUDE[b.md]\n")  # fmt: skip
    assert [d.code for d in shown.diagnostics] == ["include-cycle"]


@pytest.mark.parametrize(
    ("macro", "code"),
    [
        ("@@TITEL@@", "unknown-macro"),
        ("@@INCLUD[b.txt]@@", "unknown-macro"),
        ("@@INCLUDE[gone.txt]@@", "missing-file"),
        ("@@INCLUDE[../deck.md]@@", "outside"),
        ("@@INCLUDE[/etc/hostname]@@", "outside"),
        ("@@INCLUDE[~/x]@@", "outside"),
        ("@@INCLUDE[]@@", "outside"),
        ("@@LINK[../x]@@", "outside"),
        ("@@CHAT@@", "missing-key"),
        ("@@LINK[x]@@", "missing-key"),
    ],
)
def test_what_leads_nowhere_is_reported_where_it_stands(
    tmp_path: Path, macro: str, code: str
) -> None:
    assert found(read(tmp_path, f"# T\n\ntext {macro}\n")) == [(code, 3, 6)]


def test_an_unknown_macro_gets_a_suggestion(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, "# T\n\n@@TITEL@@\n").diagnostics
    assert (fault.message, fault.suggestion) == ("`@@TITEL@@` is no macro", "did you mean TITLE?")


def test_the_text_of_a_secret_beside_the_deck_stays_there(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2")
    folder = tmp_path / "deck"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    shown = read(folder, "# T\n\n@@INCLUDE[link.txt]@@ @@INCLUDE[../secret.txt]@@\n")
    assert {d.code for d in shown.diagnostics} == {"outside"}
    assert "hunter2" not in repr(shown)


def test_a_deck_of_one_file_has_its_first_heading_for_a_title(tmp_path: Path) -> None:
    shown = read(tmp_path, "class: title\n\n@@TITLE@@\n\n---\n\n# Swarms\n")
    assert slides(shown)[0].title == "Swarms"
