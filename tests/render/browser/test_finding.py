"""Outline, search and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.render.browser.seen import expect_slide, press

if TYPE_CHECKING:
    from tests.render.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_the_outline_marks_where_we_are_and_leads_elsewhere(visitor: Visitor) -> None:
    page = visitor.open("short-learner", "#slide-2b")
    press(page, "o")
    outline = page.get_by_role("dialog", name="Outline")
    expect(outline).to_be_visible()
    expect(outline.locator("a[aria-current]")).to_have_text("Slide 2b")
    expect(outline.locator("a[aria-current]")).to_be_focused()
    outline.get_by_role("link", name="Slide 3b").click()
    expect(outline).not_to_be_visible()
    expect_slide(page, "slide-3b")


def test_escape_closes_a_dialog_and_keys_do_not_move_behind_it(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    press(page, "ArrowRight", "End")
    press(page, "Escape")
    expect(dialog).not_to_be_visible()
    expect_slide(page, "ui.cover")
    press(page, "?")
    dialog.get_by_role("button", name="close").click()
    expect(dialog).not_to_be_visible()


def test_search_finds_slides_that_hold_all_words(visitor: Visitor) -> None:
    page = visitor.open("own-learner")
    press(page, "/")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("UNLOCK key raft")
    results = dialog.locator(".results a")
    expect(results).not_to_have_count(0)
    expect(dialog.locator(".found")).to_have_text(f"{results.count()} slides")
    for place in results.evaluate_all("all => all.map((each) => each.hash.slice(1))"):
        words = str(page.locator(f"[id='{place}']").text_content()).lower()
        assert all(word in words for word in ("unlock", "key", "raft"))
    first = str(results.first.get_attribute("href")).removeprefix("#")
    press(page, "Enter")
    expect_slide(page, first)


def test_search_says_when_nothing_is_found(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    press(page, "/")
    page.keyboard.type("no such words <b>")
    expect(page.locator(".found")).to_have_text("0 slides")
    expect(page.locator(".results a")).to_have_count(0)


def test_a_word_in_a_hint_is_found_and_the_hint_opened(visitor: Visitor) -> None:
    page = visitor.open("all-learner")
    press(page, "/")
    page.keyboard.type("look there")
    press(page, "Enter")
    expect_slide(page, "units")
    expect(page.locator("details.hint .inside")).to_be_visible()
    expect(page.locator("details.why .inside")).not_to_be_visible()


def test_what_buttons_say_is_not_found(visitor: Visitor) -> None:
    page = visitor.open("all-learner")
    press(page, "/")
    page.keyboard.type("copy")
    expect(page.locator(".found")).to_have_text("0 slides")


def test_help_names_every_key_that_does_something(visitor: Visitor) -> None:
    page = visitor.open("all-instructor")
    press(page, "?")
    said = page.locator("[id='ui.help']").inner_text().lower()
    for key in ("space", "home", "end", "o", "/", "h", "t", "v", "f", "b", "p", "x", "?"):
        assert key in said.split()
    page.get_by_role("button", name="outline").last.click()
    expect(page.get_by_role("dialog", name="Outline")).to_be_visible()


def test_the_learners_help_has_no_presenter(visitor: Visitor) -> None:
    page = visitor.open("all-learner")
    press(page, "p")
    press(page, "?")
    assert "presenter" not in page.locator("[id='ui.help']").inner_text()
    assert len(page.context.pages) == 1
