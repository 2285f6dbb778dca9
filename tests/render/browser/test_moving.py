"""Keys, buttons, touch, deep links and reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.render.browser.conftest import PHONE
from tests.render.browser.seen import expect_slide, now, press, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.render.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("key", ["ArrowRight", "PageDown", "Space", "n"])
def test_a_key_goes_on(visitor: Visitor, key: str) -> None:
    page = visitor.open("short-learner")
    expect_slide(page, "ui.cover")
    press(page, key)
    expect_slide(page, "chapter-1")
    press(page, key)
    expect_slide(page, "slide-1b")


@pytest.mark.parametrize("key", ["ArrowLeft", "PageUp", "Shift+Space"])
def test_a_key_goes_back(visitor: Visitor, key: str) -> None:
    page = visitor.open("short-learner", "#slide-1b")
    press(page, key)
    expect_slide(page, "chapter-1")


def test_home_end_and_a_number_jump(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    press(page, "End")
    expect_slide(page, "slide-3b")
    press(page, "ArrowRight")
    expect_slide(page, "slide-3b")
    press(page, "3", "Enter")
    expect_slide(page, "chapter-2")
    press(page, "Home", "ArrowLeft")
    expect_slide(page, "ui.cover")


def test_pauses_reveal_part_by_part_and_back_again(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#units")
    first, second = (now(page).locator(f"[data-part='{n}']") for n in (0, 1))
    expect(first).to_be_visible()
    expect(second).not_to_be_visible()
    press(page, "Space")
    expect(second).to_be_visible()
    expect_slide(page, "units")
    press(page, "Space")
    expect_slide(page, "units.2")
    press(page, "ArrowLeft")
    expect_slide(page, "units")
    expect(second).to_be_visible()
    press(page, "ArrowLeft")
    expect(second).not_to_be_visible()


def test_a_deep_link_opens_its_slide_and_the_address_follows(visitor: Visitor) -> None:
    page = visitor.open("own-learner", "#what-each-of-them-holds")
    expect_slide(page, "what-each-of-them-holds")
    press(page, "End")
    last = now(page).get_attribute("id")
    until(page, "id => location.hash === '#' + id", last)
    page.reload()
    expect_slide(page, str(last))


def test_another_deep_link_in_an_open_page_goes_there(visitor: Visitor) -> None:
    page = visitor.open("short-learner", "#chapter-2")
    page.evaluate("location.hash = '#slide-3b'")
    expect_slide(page, "slide-3b")


def test_a_link_to_nowhere_begins_at_the_beginning(visitor: Visitor) -> None:
    expect_slide(visitor.open("short-learner", "#no%20such"), "ui.cover")


def test_a_chapter_of_the_cover_is_a_link(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    page.get_by_role("link", name="Chapter 2").first.click()
    expect_slide(page, "chapter-2")


def test_the_bar_goes_on_and_back_and_says_where(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    page.get_by_role("button", name="on", exact=True).click()
    page.get_by_role("button", name="on", exact=True).click()
    expect_slide(page, "slide-1b")
    expect(page.locator(".bar .count")).to_have_text("2 / 6")
    expect(page.locator(".bar .where")).to_contain_text("Chapter 1")
    page.get_by_role("button", name="back", exact=True).click()
    expect_slide(page, "chapter-1")


def test_where_we_are_is_told_to_screen_readers(visitor: Visitor) -> None:
    page = visitor.open("all-learner")
    press(page, "ArrowRight")
    expect(page.locator("[id='ui.status']")).to_have_text("2 Units, part 1 of 2")
    expect(now(page)).to_be_focused()
    press(page, "ArrowRight")
    expect(page.locator("[id='ui.status']")).to_have_text("2 Units, part 2 of 2")


def test_a_key_that_a_button_needs_is_the_buttons(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#units")
    press(page, "Space")
    summary = page.locator("details.hint summary")
    summary.focus()
    press(page, "Space")
    expect(page.locator("details.hint .inside")).to_be_visible()
    expect_slide(page, "units")


def test_the_black_screen_comes_and_goes(visitor: Visitor) -> None:
    page = visitor.open("short-learner")
    dark = page.locator(".dark-room")
    expect(dark).not_to_be_visible()
    press(page, "b")
    expect(dark).to_be_visible()
    expect(page.locator("[id='ui.status']")).to_have_text("The screen is dark")
    press(page, "b")
    expect(dark).not_to_be_visible()


def test_the_view_key_makes_one_long_page_at_the_same_slide(visitor: Visitor) -> None:
    page = visitor.open("own-learner", "#two-die")
    press(page, "v")
    expect(page.locator("main .slide:visible")).to_have_count(page.locator("main .slide").count())
    expect(page.locator("[id='two-die']")).to_be_in_viewport()
    press(page, "v")
    expect_slide(page, "two-die")


def test_a_reader_who_went_on_in_the_long_page_finds_that_slide_in_the_show(
    visitor: Visitor,
) -> None:
    page = visitor.open("own-learner")
    press(page, "v")
    page.locator("[id='something-to-lose']").evaluate("each => each.scrollIntoView()")
    press(page, "v")
    expect_slide(page, "something-to-lose")


def test_the_hint_key_opens_one_after_the_other_then_closes_all(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#units")
    press(page, "Space", "h")
    expect(page.locator("details.hint .inside")).to_be_visible()
    expect(page.locator("details.why .inside")).not_to_be_visible()
    press(page, "h")
    expect(page.locator("details.why .inside")).to_be_visible()
    press(page, "h")
    expect(page.locator("details.help[open]")).to_have_count(0)


def swipe(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    session = page.context.new_cdp_session(page)
    middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    for kind, points in (
        ("touchStart", [start]), ("touchMove", [middle]), ("touchMove", [end]), ("touchEnd", []),
    ):  # fmt: skip
        places = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})


def test_a_swipe_goes_on_and_back_and_a_scroll_does_neither(visitor: Visitor) -> None:
    page = visitor.open("short-learner", viewport=PHONE, has_touch=True, is_mobile=True)
    swipe(page, (330, 400), (60, 410))
    expect_slide(page, "chapter-1")
    swipe(page, (330, 400), (60, 410))
    expect_slide(page, "slide-1b")
    swipe(page, (200, 600), (190, 300))
    expect_slide(page, "slide-1b")
    swipe(page, (60, 400), (330, 410))
    expect_slide(page, "chapter-1")


def test_the_arrow_keys_scroll_what_is_longer_than_the_window(visitor: Visitor) -> None:
    page = visitor.open("own-learner", "#take-a-token-apart", viewport=PHONE)
    assert now(page).evaluate("each => each.scrollHeight > each.clientHeight")
    press(page, "ArrowDown")
    until(page, "document.querySelector('.slide.now').scrollTop > 0")
    expect_slide(page, "take-a-token-apart")
    press(page, "Space")
    expect_slide(page, "take-a-token-apart")
