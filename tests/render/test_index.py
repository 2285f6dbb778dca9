"""The page that leads to the chapters' documents: whole, safe, and asking for nothing."""

from __future__ import annotations

from dataclasses import replace

from swarmlab.deck.deck import Deck
from swarmlab.render.index import render_index
from tests.deck.writing import chapter


def test_it_links_each_chapter_to_its_file() -> None:
    one, two = chapter("# One"), chapter("# Two")
    page = render_index(Deck("deck", "Deck", (one, two)), ["one.html", "a b.html"])
    assert page.startswith("<!doctype html>")
    assert 'href="one.html"' in page
    assert 'href="a%20b.html"' in page
    assert "10 min" in page


def test_hostile_titles_stay_words_and_no_script_may_run() -> None:
    evil = "</title><script>alert(1)</script>"
    hostile = replace(chapter("# One"), title=evil)
    page = render_index(Deck("deck", evil, (hostile,)), ["one.html"])
    assert "<script" not in page
    assert "default-src &#x27;none&#x27;" in page
