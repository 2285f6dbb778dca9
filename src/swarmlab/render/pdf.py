"""A deck as PDF: a slide a page of 16:9, in the largest type that fits; or a handout on A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import Heading
from swarmlab.garbage import uncollected
from swarmlab.render.anchors import Anchors
from swarmlab.render.cover import cover_html, has_cover
from swarmlab.render.html import drawn_chapters
from swarmlab.render.layout import Layout, used_height, write_pdf
from swarmlab.render.markup import element, joined, text
from swarmlab.render.pages import NOTES_CLASS, for_pages, in_columns
from swarmlab.render.profile import Profile, for_profile
from swarmlab.render.room import height
from swarmlab.render.slide import slide_html
from swarmlab.render.style import paper_style, paper_variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint import Document

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Chapter, Position, Slide
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting
    from swarmlab.render.slide import Place


@dataclass(frozen=True, slots=True)
class Overflow:
    """A slide that its page does not hold at any size that can be read."""

    title: str
    position: Position
    pages: int
    """How many it takes."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A rendered deck."""

    content: bytes
    pages: int
    overflows: tuple[Overflow, ...]


@dataclass(frozen=True, slots=True)
class _Size:
    """A way to set a slide: its type in CSS pixels of a page 1280 wide, and its columns."""

    type: float
    columns: int = 1
    breaks: bool = False
    """Whether units may be broken between columns and pages; takes long to lay out."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What goes on one page."""

    html: Html
    in_columns: Html
    """The same with its blocks in two columns."""
    slide: Slide | None
    """None for the cover."""
    where: str
    """Said at the foot of the page."""


_WIDTH: Final = 1152.0
_HEIGHT: Final = 634.0
"""Of a page within its margins, in CSS pixels."""
_FULL: Final = 0.96
"""Of a page's height, what is full enough."""
_GUESS: Final = 0.95
"""Estimates are a little high, and trying a size that is too large costs less than a small one."""
_MEASURE: Final = 62.0
"""A line is no longer, in em."""
_COLUMN_GAP: Final = 2.2
_TITLE: Final = 3.0
"""Height of a title and what keeps it apart, in em."""
_ONE: Final = (30.0, 27.0, 24.5, 22.5)
_TWO: Final = (22.0, 20.0, 18.5)
_SMALL: Final = (17.0, 15.5, 14.0)
"""In columns too, of whole blocks or, where those do not fit, of blocks that may break."""
_SIZES: Final = (
    *(_Size(size) for size in _ONE),
    *(_Size(size, 2) for size in _TWO),
    *(_Size(size, 2, breaks=breaks) for size in _SMALL for breaks in (False, True)),
)
_OPENING: Final = (*(_Size(size) for size in (*_ONE, 21.0, 19.0)), *_SIZES[len(_ONE) :])
_OVERFLOWING: Final = _Size(17.0, 2, breaks=True)


def render_pdf(deck: Deck, profile: Profile) -> Pdf:
    """The deck's pages.

    Args:
        deck: as it was read.
        profile: for whom; for print a handout that flows over pages of A4.

    Raises:
        ExtraMissing: WeasyPrint or a library it needs is not installed.
    """
    # All boxes of all pages live to the end: searching them for garbage is a fifth of the time.
    with uncollected():
        return _rendered(deck, profile)


def _rendered(deck: Deck, profile: Profile) -> Pdf:
    pruned = for_profile(deck, profile)
    if profile is Profile.PRINT:
        return _handout(pruned, covered=has_cover(deck))
    layout = Layout(paper_style("pdf.css"), paper_variables())
    documents: list[Document] = []
    overflows: list[Overflow] = []
    for sheet in _sheets(for_pages(pruned, profile), profile):
        document = _fitted(sheet, deck, profile, layout)
        documents.append(document)
        taken = len(document.pages)
        if taken > 1 and sheet.slide is not None:
            overflows.append(Overflow(sheet.slide.title, sheet.slide.position, taken))
    return Pdf(write_pdf(documents), sum(len(d.pages) for d in documents), tuple(overflows))


def _handout(deck: Deck, *, covered: bool) -> Pdf:
    anchors = Anchors(deck)
    parts = [cover_html(deck, anchors)] if covered else []
    for chapter, slides in drawn_chapters(deck, Profile.PRINT, anchors, slide_html):
        running = element("p", text(chapter.title), class_="where", aria_hidden="true")
        parts.append(element("div", running, joined(html for _, html in slides), class_="chapter"))
    layout = Layout(paper_style("handout.css"), paper_variables())
    document = layout.lay_out(_document(joined(parts), deck, Profile.PRINT))
    return Pdf(write_pdf([document]), len(document.pages), ())


def _sheets(deck: Deck, profile: Profile) -> Iterator[_Sheet]:
    anchors = Anchors(deck)
    if has_cover(deck):
        cover = cover_html(deck, anchors)
        yield _Sheet(cover, cover, None, "")
    columns: list[Html] = []

    def draw(slide: Slide, place: Place, setting: Setting) -> Html:
        columns.append(slide_html(in_columns(slide), place, setting))
        return slide_html(slide, place, setting)

    for chapter, slides in drawn_chapters(deck, profile, anchors, draw):
        for (slide, html), pair in zip(slides, columns, strict=True):
            yield _Sheet(html, pair, slide, _where(chapter, slide))
        columns.clear()


def _where(chapter: Chapter, slide: Slide) -> str:
    if NOTES_CLASS in slide.classes:
        return f"Notes on: {slide.title}"
    return "" if slide.index == 0 else chapter.title


def _fitted(sheet: _Sheet, deck: Deck, profile: Profile, layout: Layout) -> Document:
    """The sheet in the largest size that needs one page; else in one that needs more."""
    sizes = _sizes(sheet)
    at = _estimate(sheet, sizes)
    document = _laid_out(sheet, sizes[at], deck, profile, layout)
    if _fits(document):
        while at > 0 and _may_grow(document, sizes[at], sizes[at - 1]):
            larger = _laid_out(sheet, sizes[at - 1], deck, profile, layout)
            if not _fits(larger):
                break
            at, document = at - 1, larger
        return document
    for size in sizes[at + 1 :]:
        document = _laid_out(sheet, size, deck, profile, layout)
        if _fits(document):
            return document
    return _laid_out(sheet, _OVERFLOWING, deck, profile, layout)


def _fits(document: Document) -> bool:
    """Whether one page holds it; columns that reach too far take no second page for it."""
    return len(document.pages) == 1 and used_height(document) <= _HEIGHT


def _may_grow(document: Document, size: _Size, larger: _Size) -> bool:
    """Whether a larger size is worth a try: lines get higher, and more of them."""
    return used_height(document) * (larger.type / size.type) ** 2 <= _HEIGHT * _FULL


def _sizes(sheet: _Sheet) -> tuple[_Size, ...]:
    if sheet.slide is None:
        return tuple(_Size(size) for size in (*_ONE, 20.0, 17.0, 15.0))
    if sheet.slide.index == 0:
        return _OPENING
    return _SIZES


def _estimate(sheet: _Sheet, sizes: tuple[_Size, ...]) -> int:
    """The index of the size that the slide most likely takes."""
    if sheet.slide is None:
        return 0
    blocks = [block for block in sheet.slide.blocks if not isinstance(block, Heading)]
    for index, size in enumerate(sizes):
        width = _WIDTH / size.type
        column = min(width, _MEASURE) if size.columns == 1 else (width - _COLUMN_GAP) / 2
        rows = height(blocks, column) / size.columns * _GUESS + _TITLE
        if rows * size.type <= _HEIGHT:
            return index
    return len(sizes) - 1


def _laid_out(sheet: _Sheet, size: _Size, deck: Deck, profile: Profile, layout: Layout) -> Document:
    notes = sheet.slide is not None and NOTES_CLASS in sheet.slide.classes
    paired = size.columns > 1 and not size.breaks
    classes = ("page", "pair" if paired else "", "breaks" if size.breaks else "",
               NOTES_CLASS if notes else "")  # fmt: skip
    where = element("p", text(sheet.where), class_="where", aria_hidden="true")
    content = sheet.in_columns if paired else sheet.html
    page = element(
        "div", where, content, class_=" ".join(filter(None, classes)),
        style=f"font-size:{size.type:g}px",
    )  # fmt: skip
    return layout.lay_out(_document(page, deck, profile))


def _document(content: Html, deck: Deck, profile: Profile) -> str:
    head = element(
        "head",
        element("meta", name="generator", content="swarmlab"),
        element("title", text(deck.title)),
    )
    body = element("body", element("main", content), class_=str(profile))
    return f"<!doctype html>\n{element('html', head, body, lang=deck.language)}"
