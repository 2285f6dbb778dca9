"""What a reader sees of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def now(page: Page) -> Locator:
    """The slide that is shown."""
    return page.locator("main .slide.now")


def expect_slide(page: Page, name: str) -> None:
    """The slide with this id is shown, and no other."""
    expect(now(page)).to_have_count(1)
    expect(now(page)).to_have_id(name)
    expect(now(page)).to_be_visible()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
