"""What a deck of several chapters begins with, and the outline of every deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.render.markup import EMPTY, element, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Chapter
    from swarmlab.render.anchors import Anchors
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting


def has_cover(deck: Deck) -> bool:
    """Whether the document begins with a cover: several chapters, and no parts.

    A deck of parts is one of remark, which brings its own title slides.
    """
    return len(deck.chapters) > 1 and not any(chapter.part for chapter in deck.chapters)


def minutes_words(minutes: int) -> str:
    """``45 min``, ``2 h 25 min``."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


def cover_html(deck: Deck, anchors: Anchors) -> Html:
    """The cover: the deck's title, how long it takes, and its chapters."""
    total = minutes_words(sum(chapter.minutes for chapter in deck.chapters))
    items = [
        element(
            "li",
            element("a", text(chapter.title), href=f"#{ids[0]}"),
            element("span", text(minutes_words(chapter.minutes)), class_="detail"),
        )
        for index, chapter in enumerate(deck.chapters)
        if (ids := anchors.of(index))
    ]
    head = element("header", element("h1", text(deck.title), id="ui.title"))
    about = element("p", text(total), class_="about") if total else EMPTY
    body = element("div", head, about, element("ol", *items, class_="chapters"), class_="body")
    return element(
        "section", body, id="ui.cover", class_="slide cover", role="group", tabindex="-1",
        aria_roledescription="slide", aria_labelledby="ui.title", data_number="",
        data_title=deck.title,
    )  # fmt: skip


def opens_html(deck: Deck, index: int) -> Html:
    """What stands above a chapter's title: which chapter it is, and how long it takes."""
    chapter = deck.chapters[index]
    said = []
    if len(deck.chapters) > 1:
        said.append(f"Chapter {index + 1} of {len(deck.chapters)}")
    if chapter.minutes:
        said.append(minutes_words(chapter.minutes))
    return element("p", text("  ·  ".join(said)), class_="kicker") if said else EMPTY


def titled_nodes(chapter: Chapter, setting: Setting) -> Html:
    """The chapter's nodes in their colours."""
    items = (
        element("li", text(node), class_=f"node {setting.node_class(node)}")
        for node in chapter.nodes
    )
    return element("ul", *items, class_="nodes", aria_label="Nodes") if chapter.nodes else EMPTY


def contents_html(deck: Deck, anchors: Anchors) -> Html:
    """The outline: folded above the page, and what the script puts into its dialog."""
    chapters = [_chapter(chapter, anchors.of(n)) for n, chapter in enumerate(deck.chapters)]
    folded = element(
        "details",
        element("summary", text("Contents")),
        element("div", *chapters, class_="outline"),
        class_="contents",
    )
    return element("nav", folded, aria_label="Contents", class_="contents-bar")


def _chapter(chapter: Chapter, ids: tuple[str, ...]) -> Html:
    """The chapter and its slides with a title, each with its number of steps' tasks."""
    if not ids:
        return EMPTY
    title = element("a", text(chapter.title), href=f"#{ids[0]}")
    minutes = element("span", text(minutes_words(chapter.minutes)), class_="detail")
    items = joined(_entries(chapter, ids))
    return element("div", element("p", title, minutes, class_="chapter-title"),
                   element("ol", items) if items else EMPTY)  # fmt: skip


def _entries(chapter: Chapter, ids: tuple[str, ...]) -> Iterator[Html]:
    for name, slide in list(zip(ids, chapter.slides, strict=True))[1:]:
        if not slide.continues:
            step = element("span", text("step"), class_="detail") if slide.is_step else EMPTY
            yield element("li", element("a", text(slide.title), href=f"#{name}"), step)
