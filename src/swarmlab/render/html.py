"""A deck as one self-contained HTML document.

It asks the network for nothing, and its content security policy says so: style and script are
allowed by their hashes, pictures as ``data:``, all else is forbidden. Without script it is one
long page to read.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from swarmlab.render.anchors import Anchors
from swarmlab.render.cover import contents_html, cover_html, has_cover, opens_html, titled_nodes
from swarmlab.render.markup import EMPTY, element, joined, own, text
from swarmlab.render.memo import Memo
from swarmlab.render.pages import NOTES_CLASS
from swarmlab.render.pictures import Pictures
from swarmlab.render.profile import Profile, for_profile
from swarmlab.render.setting import Setting, nodes_of
from swarmlab.render.slide import Place
from swarmlab.render.style import asset, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Chapter, Slide
    from swarmlab.render.markup import Html

    Draw = Callable[[Slide, Place, Setting], Html]

_SCRIPTS: Final = ("state.js", "fit.js", "keys.js", "find.js", "doing.js")
_PRESENTER: Final = ("presenter.js",)


def render_html(deck: Deck, profile: Profile, memo: Memo | None = None) -> str:
    """The whole document.

    Args:
        deck: as it was read; what the profile may not see is pruned here, before all else.
        profile: for whom it is.
        memo: of the last time that this document was rendered; slides that it knows are taken
            from there.

    Returns:
        HTML to be written as UTF-8. Pictures inside the deck's folder are read for it; what
        cannot be shown is described in words.
    """
    memo = memo or Memo()
    deck = for_profile(deck, profile, memo.prune)
    presents = profile is Profile.INSTRUCTOR
    sheet = style("presenter.css") if presents else style()
    script = _script(presents=presents)
    page = element("body", *_body(deck, profile, memo), element("script", own(script)))
    root = element(
        "html",
        head_html(deck.title, sheet, script),
        page,
        lang=deck.language,
        data_profile=str(profile),
    )
    return f"<!doctype html>\n{root}\n"


def head_html(title: str, sheet: str, script: str) -> Html:
    """The head of a document that asks the network for nothing.

    Args:
        title: untrusted.
        sheet: the one style sheet.
        script: the one script, which the body brings; empty where there is none.
    """
    return element(
        "head",
        own('<meta charset="utf-8">'),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(sheet, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content="swarmlab"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", text(title)),
        element("style", own(sheet)),
    )


def _body(deck: Deck, profile: Profile, memo: Memo) -> Iterator[Html]:
    anchors = Anchors(deck)
    memo.begin(deck, profile, anchors)
    yield element("a", text("Skip to the slides"), href="#ui.slides", class_="skip")
    yield contents_html(deck, anchors)
    cover = cover_html(deck, anchors) if has_cover(deck) else EMPTY
    yield element(
        "main", cover, *_chapters(deck, profile, anchors, memo), id="ui.slides", tabindex="-1"
    )
    yield element("template", own(asset("ui.html")), id="ui.parts")
    if profile is Profile.INSTRUCTOR:
        yield own(asset("presenter.html"))


def _chapters(deck: Deck, profile: Profile, anchors: Anchors, memo: Memo) -> Iterator[Html]:
    for chapter, slides in drawn_chapters(deck, profile, anchors, memo.draw):
        yield element(
            "div", joined((html for _, html in slides), "\n"), class_="chapter",
            data_title=chapter.title, data_minutes=str(chapter.minutes),
        )  # fmt: skip


def drawn_chapters(
    deck: Deck, profile: Profile, anchors: Anchors, draw: Draw
) -> Iterator[tuple[Chapter, list[tuple[Slide, Html]]]]:
    """Each chapter of a deck as the profile may see it, its slides drawn one after the other."""
    pictures, nodes = Pictures(deck.folder), nodes_of(deck)
    depth = 1 if has_cover(deck) else 0
    number = 0
    for index, chapter in enumerate(deck.chapters):
        setting = Setting(profile, index, nodes, anchors, pictures, depth)
        slides = []
        for name, slide in zip(anchors.of(index), chapter.slides, strict=True):
            number += NOTES_CLASS not in slide.classes
            first = slide.index == 0
            place = Place(
                name,
                f"{deck.number_prefix}{number}",
                opens_html(deck, index) if first else EMPTY,
                titled_nodes(chapter, setting) if first else EMPTY,
            )
            slides.append((slide, draw(slide, place, setting)))
        yield chapter, slides


def _script(*, presents: bool) -> str:
    files = (*_SCRIPTS, *(_PRESENTER if presents else ()), "begin.js")
    return "(() => {\n'use strict';\n" + "\n".join(asset(name) for name in files) + "\n})();"


def _policy(sheet: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(sheet)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode('ascii')}"
