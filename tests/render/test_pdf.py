"""PDFs: a slide a page, outline, links, tags; what is too long is told; nothing is fetched."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from swarmlab.deck.deck import Deck
from swarmlab.deck.model import Paragraph, Span
from swarmlab.errors import ExtraMissing
from swarmlab.render.layout import Layout
from swarmlab.render.pdf import render_pdf
from swarmlab.render.profile import Profile
from tests.deck.writing import BEFORE, PATH, chapter
from tests.render.decks import everything, own_deck
from tests.render.test_profile import HIDDEN_FROM, Planter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.render.pdf import Pdf

pytest.importorskip("weasyprint", reason="the extra pdf is not here", exc_type=ImportError)

THREE = """\
# First

Words, and a [way down](#third).

---

## Second

<!-- notes
What only the instructor says.
-->

- [ ] one <!-- check #one: manager1 is a manager -->

<details class="solution">
<summary>The rest</summary>

```bash {node=manager1}
echo solved
```

</details>

<details class="hint">
<summary>Stuck?</summary>

A hint.

</details>

---

### Part of the second

More.

---

## Third

Look at the [project](https://example.com/project).
"""
LONG = "\n".join(f"echo line {number}" for number in range(200))


def deck_of(*bodies: str) -> Deck:
    chapters = (replace(chapter(body), name=f"c{n}") for n, body in enumerate(bodies))
    return Deck("deck", "A deck", tuple(chapters))


@pytest.fixture(scope="module")
def three() -> Pdf:
    return render_pdf(deck_of(THREE), Profile.LEARNER)


def reader(pdf: Pdf) -> PdfReader:
    return PdfReader(BytesIO(pdf.content))


def words(pdf: Pdf) -> str:
    return "\n".join(page.extract_text() for page in reader(pdf).pages)


def notes_on(opened: PdfReader, page: int) -> list[Any]:
    notes: Any = opened.pages[page]["/Annots"]
    return [note.get_object() for note in notes]


def titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield str(entry.title)


def test_each_slide_is_a_page_of_16_to_9(three: Pdf) -> None:
    pages = reader(three).pages
    assert len(pages) == three.pages == 4
    assert three.overflows == ()
    for page in pages:
        assert float(page.mediabox.width) / float(page.mediabox.height) == pytest.approx(16 / 9)


def test_several_chapters_have_a_cover() -> None:
    rendered = render_pdf(deck_of("# One\n\nWords.", "# Two\n\nWords."), Profile.LEARNER)
    first, *rest = (page.extract_text() for page in reader(rendered).pages)
    assert len(rest) == 2
    assert "A deck" in first
    assert first.count("A chapter") == 2


def test_the_outline_names_each_slide_with_a_title(three: Pdf) -> None:
    assert list(titles(reader(three).outline)) == ["First", "Second", "Third"]


def test_a_link_inside_leads_to_its_slide(three: Pdf) -> None:
    opened = reader(three)
    (link,) = notes_on(opened, 0)
    name = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
    target = opened.named_destinations[str(name)]
    assert opened.get_destination_page_number(target) == 3


def test_a_link_outside_keeps_its_address(three: Pdf) -> None:
    addresses = [note["/A"]["/URI"] for note in notes_on(reader(three), 3)]
    assert addresses == ["https://example.com/project"]


def test_it_is_tagged_and_says_what_it_is(three: Pdf) -> None:
    opened = reader(three)
    catalog: Any = opened.root_object
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en"
    assert opened.metadata is not None
    assert opened.metadata.title == "A deck"
    assert opened.metadata.creator == "swarmlab"
    assert b"CreatorTool>swarmlab<" in three.content


def test_no_script_and_no_action_is_in_it(three: Pdf) -> None:
    assert b"/JavaScript" not in three.content
    assert b"/JS" not in three.content
    assert "/OpenAction" not in reader(three).root_object


def test_learners_see_neither_notes_nor_solutions(three: Pdf) -> None:
    said = words(three)
    assert "one" in said
    assert "solved" not in said
    assert "only the instructor" not in said


def test_the_instructor_has_them_on_a_page_after_the_slide() -> None:
    rendered = render_pdf(deck_of(THREE), Profile.INSTRUCTOR)
    pages = [page.extract_text() for page in reader(rendered).pages]
    assert len(pages) == 5
    assert "solved" not in pages[1]
    assert all(said in pages[2] for said in ("solved", "only the instructor", "A hint."))


@pytest.mark.parametrize("profile", Profile)
def test_planted_words_reach_only_those_they_are_for(profile: Profile) -> None:
    planter = Planter()
    deck = planter.deck(everything())
    said = words(render_pdf(deck, profile)).replace("\n", "").replace(" ", "")
    leaked = {kind for word, kind in planter.words.items() if word in said}
    assert leaked or profile is Profile.LEARNER, "nothing was planted where it is seen"
    assert not leaked & HIDDEN_FROM[profile]


def test_the_handout_flows_and_ends_with_the_solutions() -> None:
    rendered = render_pdf(deck_of(THREE), Profile.PRINT)
    said = words(rendered)
    assert rendered.pages < 4
    assert said.index("Third") < said.index("What the steps leave open") < said.index("solved")
    page = reader(rendered).pages[0]
    assert float(page.mediabox.height) > float(page.mediabox.width)


def test_a_slide_too_long_for_a_page_is_named_and_whole() -> None:
    body = f"# Title\n\nWords.\n\n---\n\n## Endless\n\n```bash {{node=manager1}}\n{LONG}\n```\n"
    rendered = render_pdf(deck_of(body), Profile.LEARNER)
    (overflow,) = rendered.overflows
    assert overflow.title == "Endless"
    assert (overflow.position.path, overflow.position.line) == (PATH, BEFORE + 7)
    assert overflow.pages == rendered.pages - 1 > 1
    assert all(f"echo line {number}" in words(rendered) for number in (0, 99, 199))
    assert "Endless, continued" in words(rendered)


def test_type_is_smaller_where_a_slide_says_more() -> None:
    body = "# Title\n\nWords.\n\n---\n\n## Long\n\n" + "Words upon words. " * 150
    rendered = render_pdf(deck_of(body), Profile.LEARNER)
    assert (rendered.pages, rendered.overflows) == (2, ())


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    import socket  # noqa: PLC0415 - named beside its use

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    secret = tmp_path / "secret.png"
    secret.write_bytes(b"no picture")
    monkeypatch.setattr(socket.socket, "connect", refuse)
    layout = Layout("@import url(http://example.com/a.css); p { background: url(file:///etc) }", {})
    page = layout.lay_out(
        f'<html lang="en"><img src="http://example.com/x.png"><img src="file://{secret}"><p>a</p>'
    )
    assert len(page.pages) == 1


def test_hostile_words_stay_words() -> None:
    evil = '</title><script>alert(1)</script>"); (x'
    deck = deck_of("# Title\n\nWords.")
    slides = list(deck.chapters[0].slides)
    place = slides[0].position
    slides[0] = replace(slides[0], blocks=(*slides[0].blocks, Paragraph((Span(evil),), place)))
    hostile = replace(
        deck, title=evil, chapters=(replace(deck.chapters[0], title=evil, slides=tuple(slides)),)
    )
    rendered = render_pdf(hostile, Profile.LEARNER)
    opened = reader(rendered)
    assert opened.metadata is not None
    assert opened.metadata.title == evil
    assert "<script>alert(1)</script>" in words(rendered)


@pytest.mark.parametrize(
    ("error", "message", "step"),
    [
        (ModuleNotFoundError("no", name="weasyprint"), "weasyprint, which is not", "pip install"),
        (OSError("cannot load library 'libpango-1.0-0'\nmore"), "libpango-1.0-0", "apt install"),
    ],
)
def test_what_is_missing_is_named_with_the_command_that_brings_it(
    error: Exception, message: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise error

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])
    with pytest.raises(ExtraMissing, match=message) as caught:
        render_pdf(deck_of("# Title\n\nWords."), Profile.LEARNER)
    assert step in caught.value.next_step


@pytest.mark.parametrize("name", ["transport", "removal"])
def test_every_command_of_our_chapters_is_on_a_page(name: str) -> None:
    deck = own_deck(name)
    said = "".join(words(render_pdf(deck, Profile.LEARNER)).split())
    units = [unit for slide in deck.chapters[0].slides for unit in slide.units]
    lines = [line for unit in units for line in getattr(unit, "text", "").split("\n")]
    missing = [line for line in lines if "".join(line.split()) not in said]
    assert len(lines) > 20
    assert not missing
