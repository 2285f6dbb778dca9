"""A real browser, and documents for it to show.

Every page is watched: a request beyond the file itself, an error on the console or in the script
fails the test that opened it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from swarmlab.render.html import render_html
from swarmlab.render.profile import Profile
from tests.render.decks import deck_of, everything, own_deck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
)
PATIENCE = 30_000
"""Milliseconds that a busy machine may take; no test waits for them to pass."""
DESK = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("these tests need a browser: as root, scripts/browser.sh (Debian's chromium)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents: ``all`` has every block, ``own`` is the project's deck, each by profile."""
    made = tmp_path_factory.mktemp("slides")
    plain = [f"# Chapter {n}\n\nText {n}.\n\n---\n\n## Slide {n}b\n\nMore." for n in (1, 2, 3)]
    short = deck_of(*plain)
    chapters = tuple(replace(chapter, title=f"Chapter {n}", minutes=10 * n)
                     for n, chapter in enumerate(short.chapters, 1))  # fmt: skip
    decks = {
        "all": everything(),
        "own": own_deck(),
        "short": replace(short, chapters=chapters),
    }
    for name, deck in decks.items():
        for profile in Profile:
            text = render_html(deck, profile)
            (made / f"{name}-{profile}.html").write_text(text, encoding="utf-8")
    return made


@dataclass
class Visitor:
    """Opens documents, and remembers all that was asked for and complained about."""

    browser: Browser
    folder: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(**{"viewport": DESK, **options})
        context.set_default_timeout(PATIENCE)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.contexts.append(context)
        return context

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def open(self, name: str = "all-learner", place: str = "", **options: Any) -> Page:
        """A document, at a place such as ``#slug``, in a context of its own."""
        page = self.context(**options).new_page()
        page.goto(self.address(name) + place)
        return page

    def address(self, name: str) -> str:
        return (self.folder / f"{name}.html").as_uri()


@pytest.fixture
def visitor(browser: Browser, folder: Path) -> Iterator[Visitor]:
    visitor = Visitor(browser, folder)
    yield visitor
    for context in visitor.contexts:
        context.close()
    beyond = [url for url in visitor.requests if not url.startswith(("file://", "data:"))]
    assert not beyond
    assert not visitor.complaints
