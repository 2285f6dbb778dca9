"""``slides html``: which files there are, what is in them, and what may not be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Place

REMARK = "# A deck\n\n---\n\n## Next\n\nWords.\n\n???\n\nA secret note.\n"


def test_a_deck_is_one_file_named_after_it(place: Place) -> None:
    shown = place.run("slides", "html", "small")
    assert (shown.exit_code, shown.stdout) == (0, "small.html\n"), shown.output
    page = (place.folder / "small.html").read_text()
    assert "Content-Security-Policy" in page
    assert "Join it" in page


def test_out_is_one_file_a_chapter_and_an_index(place: Place) -> None:
    shown = place.run("slides", "html", "small", "--out", "site/slides")
    assert shown.stdout.splitlines() == [
        "site/slides/first.html", "site/slides/second.html", "site/slides/index.html",
    ]  # fmt: skip
    index = (place.folder / "site" / "slides" / "index.html").read_text()
    assert 'href="first.html"' in index
    assert "Join it" not in (place.folder / "site" / "slides" / "second.html").read_text()


def test_a_chapter_called_index_does_not_hide_the_index(place: Place) -> None:
    chapter = (place.folder / "slides" / "first.md").read_text()
    (place.folder / "slides" / "index.md").write_text(chapter)
    shown = place.run("slides", "html", "index", "--out", "site")
    assert shown.stdout.splitlines() == ["site/index-2.html", "site/index.html"]


def test_single_takes_a_path_and_makes_its_folders(place: Place) -> None:
    place.run("slides", "html", "first", "second", "--single", "a/b/both.html")
    page = (place.folder / "a" / "b" / "both.html").read_text()
    assert "Join it" in page
    assert "First · Second" in page


def test_a_dash_is_stdout(place: Place) -> None:
    shown = place.run("slides", "html", "first", "--single", "-")
    assert shown.stdout.startswith("<!doctype html>")
    assert not list(place.folder.glob("*.html"))


def test_its_own_files_are_overwritten_without_a_word(place: Place) -> None:
    for _ in range(2):
        assert place.run("slides", "html", "small").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--single", "mine.html"], "mine.html: this file was not written by swarmlab"),
        (["--single", "labs"], "labs: this is a folder"),
        (["--single", "slides/first.md", "--force"], "the slides are read from this file"),
        (["--out", "mine.html"], "mine.html: this is no folder"),
        (["--out", "x", "--single", "y"], "exclude each other"),
        (["--single", "-", "--watch"], "--watch writes files"),
    ],
)
def test_what_may_not_be_written_is_exit_code_2(
    place: Place, words: list[str], message: str
) -> None:
    (place.folder / "mine.html").write_text("<h1>Mine</h1>")
    chapter = (place.folder / "slides" / "first.md").read_text()
    shown = place.run("slides", "html", "first", *words)
    assert shown.exit_code == 2
    assert message in shown.stderr
    assert (place.folder / "mine.html").read_text() == "<h1>Mine</h1>"
    assert (place.folder / "slides" / "first.md").read_text() == chapter


def test_force_overwrites_what_is_not_ours(place: Place) -> None:
    (place.folder / "first.html").write_text("<h1>Mine</h1>")
    assert place.run("slides", "html", "first").exit_code == 2
    assert place.run("slides", "html", "first", "--force").exit_code == 0


def test_a_chapter_with_a_fault_writes_nothing(place: Place) -> None:
    chapter = place.folder / "slides" / "first.md"
    chapter.write_text(chapter.read_text().replace("{node=worker1}", "{nod=worker1}", 1))
    shown = place.run("slides", "html", "small")
    assert shown.exit_code == 1
    assert "slides/first.md:34:10: `nod` is no attribute" in shown.stdout
    assert not list(place.folder.glob("*.html"))


def test_a_remark_deck_is_rendered_unchanged(place: Place) -> None:
    (place.folder / "deck.md").write_text(REMARK)
    shown = place.run("slides", "html", "deck.md")
    assert (shown.exit_code, shown.stdout) == (0, "deck.html\n"), shown.output
    page = (place.folder / "deck.html").read_text()
    assert "Words." in page
    assert "secret note" not in page


def test_a_remark_deck_with_faults_is_rendered_and_told(place: Place) -> None:
    (place.folder / "deck.md").write_text(REMARK + "\n---\n\n```bash\nnever closed\n")
    shown = place.run("slides", "html", "deck.md")
    assert shown.exit_code == 1
    assert shown.stdout == "deck.html\n"
    assert "deck.md:15:" in shown.stderr
    assert "never closed" in (place.folder / "deck.html").read_text()


def test_a_remark_deck_stands_alone(place: Place) -> None:
    (place.folder / "deck.md").write_text(REMARK)
    shown = place.run("slides", "html", "deck.md", "first")
    assert shown.exit_code == 2
    assert "a remark deck is rendered by itself" in shown.stderr


def test_an_instructor_gets_what_a_learner_does_not(place: Place) -> None:
    chapter = place.folder / "slides" / "first.md"
    text = chapter.read_text()
    chapter.write_text(text.replace("Words.", "Words.\n\n<!-- notes\nTell a story.\n-->", 1))
    place.run("slides", "html", "first", "--single", "learner.html")
    place.run("slides", "html", "first", "--single", "instructor.html", "--for", "instructor")
    assert "Tell a story." not in (place.folder / "learner.html").read_text()
    assert "Tell a story." in (place.folder / "instructor.html").read_text()


@pytest.mark.parametrize("name", ["..", "a b", "<script>", "-x"])
def test_a_lab_file_of_any_name_becomes_a_fit_one(place: Place, name: str) -> None:
    lab = place.folder / "labs" / f"{name}.toml"
    lab.write_text((place.folder / "labs" / "small.toml").read_text())
    shown = place.run("slides", "html", "--", f"labs/{name}.toml")
    assert shown.exit_code == 0, shown.output
    (written,) = place.folder.glob("*.html")
    assert written.name == shown.stdout.strip()
    assert set(written.name) <= set("abcdefghijklmnopqrstuvwxyz-.")
