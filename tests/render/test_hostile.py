"""Decks of strangers: nothing of them becomes markup, a script, or a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import (
    Action,
    Callout,
    Code,
    Details,
    Exercise,
    Group,
    Heading,
    Paragraph,
    Quiz,
    ShellUnit,
    Span,
    Table,
    Task,
    TaskList,
)
from swarmlab.render.html import render_html
from swarmlab.render.links import external, inner
from swarmlab.render.profile import Profile
from tests.render.decks import deck_of
from tests.render.tree import read

if TYPE_CHECKING:
    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block

EVIL = (
    "</title></style></script></textarea><script>alert(1)</script>"
    '<img src=x onerror=alert(1)>"\' onclick="x'
)
CALM = render_html(deck_of("# Title\n\nText."), Profile.INSTRUCTOR)


def evil_deck() -> Deck:
    """A deck in which every text is an attack."""
    deck = deck_of("# Title\n\nText.")
    (chapter,) = deck.chapters
    at = chapter.position
    span = (Span(EVIL, strong=True, classes=(EVIL,)),)
    blocks: tuple[Block, ...] = (
        Heading(1, span, at),
        Heading(3, span, at),
        Paragraph(
            (*span, Span(EVIL, href=EVIL), Span(EVIL, image=EVIL), Span(EVIL, code=True)), at
        ),
        Code(EVIL, EVIL, at),
        Code("bash", EVIL, at),
        Table((span,), ((span,),), ("left",), at),
        Callout("note", (Paragraph(span, at),), at),
        Quiz((Paragraph(span, at),), ((True, span), (False, span)), at, (Paragraph(span, at),)),
        ShellUnit(EVIL, EVIL, at, id=EVIL, shell=EVIL, language=EVIL),
        TaskList((Task(span, "check", EVIL, at, at, EVIL),), at),
        Details("hint", span, (Paragraph(span, at),), at),
        Details("solution", span, (Paragraph(span, at),), at, EVIL, EVIL),
        Group((EVIL,), (Paragraph(span, at),), at),
        Exercise((Code("bash", EVIL, at),), (Action("hide", EVIL, at),), at),
    )
    slide = replace(chapter.slides[0], title=EVIL, anchor=EVIL, blocks=blocks, notes=EVIL,
                    classes=(EVIL,), background=EVIL)  # fmt: skip
    chapters = (replace(chapter, name=EVIL, title=EVIL, nodes=(EVIL,), slides=(slide,)),) * 2
    return replace(
        deck, name=EVIL, title=EVIL, chapters=chapters, language=EVIL, number_prefix=EVIL
    )


@pytest.mark.parametrize("profile", list(Profile))
def test_hostile_text_stays_text(profile: Profile) -> None:
    page = read(render_html(evil_deck(), profile))
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == 1
    assert not page.all("textarea")
    assert not page.all("img")
    attributes = {name for node in page.walk() for name in node.attributes}
    assert not [name for name in attributes if name.startswith("on")]
    assert page.one("title").text == EVIL
    assert page.one("script").text == read(CALM).one("script").text or profile != "instructor"
    assert all(link.attributes["href"].startswith("#") for link in page.all("a"))


def test_invisible_characters_are_stripped() -> None:
    deck = replace(deck_of("# Title\n\nText."), title="safe\u202e\x1b[31m\x00\u200bword")
    assert read(render_html(deck, Profile.LEARNER)).one("title").text == "safeword"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "http:",
        "https:evil",
        "http://[::1",
        "../../etc/passwd",
        "/etc/passwd",
        "",
    ],
)
def test_such_an_address_is_no_link(href: str) -> None:
    assert external(href) is None


@pytest.mark.parametrize(
    "href",
    ["http://a.example", "https://a.example/b?c#d", "HTTPS://a.example", "mailto:a@b.example"],
)
def test_such_an_address_is_a_link(href: str) -> None:
    assert external(href) == href


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("#slug", ("", "slug")),
        ("#%C3%A9t%C3%A9", ("", "été")),
        ("tokens.md", ("tokens", "")),
        ("./tokens.md#slug", ("tokens", "slug")),
        ("../tokens.md", None),
        ("a/b.md", None),
        ("tokens.html", None),
        ("", None),
    ],
)
def test_addresses_inside_the_deck(href: str, place: tuple[str, str] | None) -> None:
    assert inner(href) == place


def test_a_link_to_no_slide_of_the_deck_is_text() -> None:
    page = read(render_html(deck_of("# Title\n\nSee [there](#nowhere) or [it](gone.md)."),
                            Profile.LEARNER))  # fmt: skip
    assert not page.one("main").all("a")
    assert "See there or it." in page.one("main").text
