"""What a reader sees of a page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DEADLINE = 30.0
"""Seconds after which what a test waits for will not come."""


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


def until(page: Page, expression: str, arg: str | None = None) -> None:
    """Wait until it holds in the page.

    The library's own way to wait evaluates text in the page, which its policy forbids.
    """
    end = time.monotonic() + DEADLINE
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never came: {expression}"
        page.wait_for_timeout(20)
