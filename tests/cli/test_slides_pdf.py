"""``slides pdf``: a file, a warning with a line, and plain words where the extra is missing."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from swarmlab.errors import ExtraMissing
from swarmlab.render import pdf as renderer

if TYPE_CHECKING:
    from tests.cli.conftest import Place

pytest.importorskip("weasyprint", reason="the extra pdf is not here", exc_type=ImportError)


def endless(place: Place) -> None:
    chapter = place.folder / "slides" / "first.md"
    lines = "\n".join(f"echo {number}" for number in range(200))
    chapter.write_text(chapter.read_text() + f"\n---\n\n## Endless\n\n```bash\n{lines}\n```\n")


def test_a_chapter_is_a_pdf_named_after_it(place: Place) -> None:
    shown = place.run("slides", "pdf", "first")
    assert (shown.exit_code, shown.stdout) == (0, "first.pdf\n"), shown.output
    assert len(PdfReader(place.folder / "first.pdf").pages) == 4
    assert place.run("slides", "pdf", "first").exit_code == 0, "our own file is overwritten"


def test_out_names_the_file_and_a_dash_is_stdout(place: Place) -> None:
    place.run("slides", "pdf", "first", "--out", "a/b.pdf", "--for", "print")
    assert (place.folder / "a" / "b.pdf").read_bytes().startswith(b"%PDF-")
    shown = place.run("slides", "pdf", "first", "--out", "-")
    assert len(PdfReader(BytesIO(shown.stdout_bytes)).pages) == 4


def test_a_slide_too_long_is_a_warning_with_its_line(place: Place) -> None:
    endless(place)
    line = (place.folder / "slides" / "first.md").read_text().split("\n").index("## Endless") + 1
    for words, code in (((), 0), (("--strict",), 1)):
        shown = place.run("slides", "pdf", "first", *words)
        assert (shown.exit_code, shown.stdout) == (code, "first.pdf\n")
        assert f"slides/first.md:{line}:1: this slide takes " in shown.stderr
        assert "Endless" in shown.stderr


def test_a_file_of_somebody_else_takes_force(place: Place) -> None:
    (place.folder / "first.pdf").write_bytes(b"%PDF-1.7 my own")
    assert place.run("slides", "pdf", "first").exit_code == 2
    assert place.run("slides", "pdf", "first", "--force").exit_code == 0


def test_without_the_extra_it_says_what_to_install(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise ExtraMissing("PDF needs weasyprint", next_step="pip install 'swarmlab[pdf]'")

    monkeypatch.setattr(renderer, "render_pdf", missing)
    shown = place.run("slides", "pdf", "first")
    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [
        "swarmlab: PDF needs weasyprint",
        "next step: pip install 'swarmlab[pdf]'",
    ]
    assert not (place.folder / "first.pdf").exists()


def test_html_does_not_need_the_extra(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert place.run("slides", "html", "first").exit_code == 0
    shown = place.run("slides", "pdf", "first")
    assert shown.exit_code == 2
    assert "pip install" in shown.stderr
