"""The presenter's window and the show, in step from a file, where no origin can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.render.browser.seen import expect_slide, press, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.render.browser.conftest import Visitor

pytestmark = pytest.mark.browser

START = 1_800_000_000
"""Seconds since the epoch, of the browser's clock."""


def both(visitor: Visitor, name: str = "short-instructor", place: str = "") -> tuple[Page, Page]:
    show = visitor.open(name, place)
    with show.expect_popup() as opened:
        show.get_by_role("button", name="presenter").click()
    desk = opened.value
    expect(desk.locator(".frame.now .slide")).to_have_count(1)
    return show, desk


def expect_now(desk: Page, words: str) -> None:
    expect(desk.locator(".screen:has(.frame.now) .count")).to_have_text(words)


def test_it_shows_now_next_and_notes(visitor: Visitor) -> None:
    _, desk = both(visitor, "all-instructor")
    expect_now(desk, "1 Every block")
    expect(desk.locator(".screen:has(.frame.next) .count")).to_have_text("2 Units, part 1 of 2")
    expect(desk.locator(".frame.next")).to_contain_text("docker node ls")
    expect(desk.locator(".speak")).to_contain_text("Say hello.")
    press(desk, "ArrowRight")
    expect_now(desk, "2 Units, part 1 of 2")
    expect(desk.locator(".screen:has(.frame.next) .count")).to_have_text("2 Units, part 2 of 2")
    expect(desk.locator(".frame.now")).not_to_contain_text("It became so", use_inner_text=True)
    expect(desk.locator(".frame.next")).to_contain_text("It became so", use_inner_text=True)
    expect(desk.locator(".speak")).to_contain_text("‹id› manager1")
    expect(desk.locator(".speak")).to_contain_text("docker node update --availability drain")


def test_the_show_leads_and_the_desk_follows(visitor: Visitor) -> None:
    show, desk = both(visitor)
    press(show, "ArrowRight", "ArrowRight")
    expect_slide(show, "slide-1b")
    expect_now(desk, "2 Slide 1b")
    press(show, "End")
    expect_now(desk, "6 Slide 3b")
    expect(desk.locator(".screen:has(.frame.next) .count")).to_have_text("this was the last slide")


def test_the_desk_leads_and_the_show_follows(visitor: Visitor) -> None:
    show, desk = both(visitor)
    press(desk, "Space")
    expect_slide(show, "chapter-1")
    desk.get_by_role("button", name="on", exact=True).click()
    expect_slide(show, "slide-1b")
    expect_now(desk, "2 Slide 1b")
    press(desk, "ArrowLeft")
    expect_slide(show, "chapter-1")
    press(desk, "5", "Enter")
    expect_slide(show, "chapter-3")


def test_parts_are_in_step_too(visitor: Visitor) -> None:
    show, desk = both(visitor, "all-instructor", "#units")
    press(desk, "Space")
    expect(show.locator("[data-part='1']:visible")).to_have_count(1)
    expect_now(desk, "2 Units, part 2 of 2")
    press(show, "ArrowLeft")
    expect_now(desk, "2 Units, part 1 of 2")


def test_the_desk_darkens_the_show(visitor: Visitor) -> None:
    show, desk = both(visitor)
    desk.get_by_role("button", name="black").click()
    expect(show.locator(".dark-room")).to_be_visible()
    press(show, "b")
    expect(show.locator(".dark-room")).not_to_be_visible()


def test_the_desk_finds_slides_for_the_show(visitor: Visitor) -> None:
    show, desk = both(visitor)
    press(desk, "/")
    desk.keyboard.type("text 3.")
    press(desk, "Enter")
    expect_slide(show, "chapter-3")
    press(desk, "o")
    desk.get_by_role("dialog").get_by_role("link", name="Slide 1b").click()
    expect_slide(show, "slide-1b")


def test_either_window_may_be_loaded_again(visitor: Visitor) -> None:
    show, desk = both(visitor)
    press(show, "End")
    expect_now(desk, "6 Slide 3b")
    desk.reload()
    expect_now(desk, "6 Slide 3b")
    press(desk, "ArrowLeft")
    expect_slide(show, "chapter-3")
    until(show, "location.hash === '#chapter-3'")
    show.reload()
    expect_slide(show, "chapter-3")
    press(desk, "ArrowLeft")
    expect_slide(show, "slide-2b")
    press(show, "Home")
    expect_now(desk, " A deck")


def test_the_key_opens_one_window_however_often_it_is_pressed(visitor: Visitor) -> None:
    show, desk = both(visitor)
    press(show, "End", "p")
    desk.wait_for_url("**#slide-3b")
    expect_now(desk, "6 Slide 3b")
    assert len(show.context.pages) == 2


def test_the_desk_shows_the_audience_what_is_the_instructors_on_request(visitor: Visitor) -> None:
    show, desk = both(visitor, "all-instructor", "#units")
    press(desk, "x")
    expect(show.locator(".slide.now .prints")).to_be_visible()


def test_a_closed_show_is_said_and_the_desk_goes_on_alone(visitor: Visitor) -> None:
    show, desk = both(visitor)
    show.close()
    expect(desk.locator(".peer")).to_have_text("the window of the show is closed")
    press(desk, "ArrowRight")
    expect_now(desk, "1 Chapter 1")


def test_only_the_instructor_sees_prints_and_solutions_until_they_ask(visitor: Visitor) -> None:
    show = visitor.open("all-instructor", "#units")
    press(show, "Space")
    expect(
        show.locator(".prints:visible, details.solution:visible, .sentence:visible")
    ).to_have_count(0)
    press(show, "x")
    expect(show.locator(".slide.now .prints")).to_be_visible()
    expect(show.locator(".slide.now details.solution")).to_be_visible()
    press(show, "x", "v")
    expect(show.locator("aside.notes")).to_be_visible()
    expect(show.locator(".prints")).to_be_visible()


def test_planned_and_spent_minutes_go_by_chapter(visitor: Visitor) -> None:
    context = visitor.context()
    context.clock.install(time=START)
    desk = context.new_page()
    desk.goto(visitor.address("short-instructor") + "?presenter")
    context.clock.pause_at(START + 60)
    expect(desk.locator(".planned")).to_have_text("0 min")
    expect(desk.locator(".spent")).to_have_text("0:00:00")
    press(desk, "ArrowRight")
    context.clock.run_for(4 * 60_000)
    expect(desk.locator(".spent")).to_have_text("0:04:00")
    expect(desk.locator(".behind")).to_have_text("4 min behind")
    press(desk, "3", "Enter")
    expect(desk.locator(".planned")).to_have_text("10 min")
    expect(desk.locator(".behind")).to_have_text("6 min ahead")
    context.clock.run_for(60_000)
    rows = desk.locator(".plan tbody tr")
    expect(rows).to_have_text(
        ["Chapter 110 min0:04:00", "Chapter 220 min0:01:00", "Chapter 330 min"]
    )
    expect(rows.nth(1)).to_have_class("here")
    desk.get_by_role("button", name="stop").click()
    context.clock.run_for(60_000)
    expect(desk.locator(".spent")).to_have_text("0:05:00")
    desk.reload()
    expect(desk.locator(".spent")).to_have_text("0:05:00")
    desk.get_by_role("button", name="from zero").click()
    expect(desk.locator(".spent")).to_have_text("0:00:00")


def test_another_pages_messages_move_nothing(visitor: Visitor) -> None:
    show = visitor.open("short-instructor")
    show.evaluate("window.postMessage({ swarmlab: 'another deck', place: [3, 0] }, '*')")
    show.evaluate("window.postMessage({ place: [3, 0] }, '*')")
    show.evaluate("window.postMessage(null, '*')")
    press(show, "ArrowRight")
    expect_slide(show, "chapter-1")
