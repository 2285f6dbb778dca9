"""The page that leads to the documents of a deck, where each chapter is one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from swarmlab.render.cover import minutes_words
from swarmlab.render.html import head_html
from swarmlab.render.markup import EMPTY, element, text
from swarmlab.render.style import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Chapter
    from swarmlab.render.markup import Html


def render_index(deck: Deck, files: Sequence[str]) -> str:
    """The page, as HTML to be written as UTF-8.

    Args:
        deck: whose chapters it lists.
        files: the name of each chapter's document, which lies beside the page.
    """
    entries = zip(deck.chapters, files, strict=True)
    body = element(
        "div",
        element("header", element("h1", text(deck.title))),
        _about(deck),
        element("ol", *(_entry(chapter, file) for chapter, file in entries), class_="chapters"),
        class_="body",
    )
    page = element("main", element("section", body, class_="slide cover"))
    root = element(
        "html", head_html(deck.title, style(), ""), element("body", page), lang=deck.language
    )
    return f"<!doctype html>\n{root}\n"


def _about(deck: Deck) -> Html:
    total = minutes_words(sum(chapter.minutes for chapter in deck.chapters))
    return element("p", text(total), class_="about") if total else EMPTY


def _entry(chapter: Chapter, file: str) -> Html:
    return element(
        "li",
        element("a", text(chapter.title), href=quote(file)),
        element("span", text(minutes_words(chapter.minutes)), class_="detail"),
    )
