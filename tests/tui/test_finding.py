"""Outline, search, links and captures."""

from __future__ import annotations

import pytest

from swarmlab.errors import SwarmlabError
from swarmlab.runs.events import Rebooted, UnitChanged
from tests.fakes.session import AT
from tests.tui import decks, reading_decks
from tests.tui.reading_decks import MASKED, TOKEN
from tests.tui.seen import gone, lab_app, see, text, until

SIZES = [(160, 45), (120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_outline_lists_slides_with_what_is_done_and_leads_to_one(
    size: tuple[int, int],
) -> None:
    session = decks.session(slide=0)
    session.finish(decks.LAB.steps[0])
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "What a swarm keeps")
        await pilot.press("o")
        await see(pilot, "✓ step 1 done", "○ step 2", "○ 1 of 2 steps", "1 of 2 steps done", "here")
        await pilot.press(*"away")
        await gone(pilot, "✓ step 1 done")
        await pilot.press("enter")
        await see(pilot, " SLIDE ", "POWER")
        assert session.place.slide == 2


async def test_the_outline_takes_a_number_and_arrows() -> None:
    session = decks.session(slide=0)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "What a swarm keeps")
        await pilot.press("o", *"1.2", "enter")
        await see(pilot, "A manager sends a secret")
        await pilot.press("o", "down", "enter")
        await see(pilot, "POWER")
        await pilot.press("o", "escape")
        await gone(pilot, "Outline:")
        assert session.place.slide == 2


async def test_a_chapter_chosen_in_the_outline_asks_about_its_nodes() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("o", *"zones", "enter")
        await see(pilot, "To the chapter Security zones", "3 nodes are thrown away")
        assert session.calls == []
        await pilot.press("enter")
        await see(pilot, "Labels decide where tasks run")


async def test_a_slide_in_the_middle_of_another_chapter_says_what_is_done_for_one() -> None:
    session = decks.session(slide=0)
    session._place = type(session.place)("chapter2", 0)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "Labels decide")
        await pilot.press("o", *"1.3", "enter")
        await see(pilot, "To the chapter Secrets", "The steps before that slide are done for you")


async def test_a_click_in_the_outline_goes_there() -> None:
    session = decks.session(slide=0)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "What a swarm keeps")
        await pilot.press("o")
        await see(pilot, "A node goes away")
        rows = text(pilot).splitlines()
        y = next(n for n, row in enumerate(rows) if "A node goes away" in row)
        await pilot.click(offset=(rows[y].index("A node"), y))
        await see(pilot, " SLIDE ", "POWER")


@pytest.mark.parametrize("size", SIZES)
async def test_the_search_shows_where_the_words_stand_and_leads_there(
    size: tuple[int, int],
) -> None:
    session = decks.session(slide=0)
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "What a swarm keeps")
        await pilot.press("slash", *"constraint ZONE")
        await see(pilot, "--constraint node.labels.zone==secure", "on 1 slide")
        await pilot.press("enter")
        await see(pilot, "A manager sends a secret")


async def test_what_was_found_after_a_pause_is_shown() -> None:
    session = reading_decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A token lets a node in")
        await pilot.press("slash", *"who used it", "enter")
        await see(pilot, "a token never says who used it")


async def test_the_search_says_when_nothing_fits_and_enter_goes_nowhere() -> None:
    session = decks.session(slide=0)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "What a swarm keeps")
        await pilot.press("slash", *"nonsense")
        await see(pilot, "on no slide")
        await pilot.press("enter", "escape")
        await gone(pilot, "on no slide")
        assert session.place.slide == 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was asked to open."""
    found: list[str] = []
    monkeypatch.setattr("swarmlab.tui.screens.links.browser", object)
    monkeypatch.setattr("swarmlab.tui.screens.links.open_in_browser", found.append)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_a_link_is_shown_in_full_before_it_is_opened(
    size: tuple[int, int], opened: list[str]
) -> None:
    async with lab_app(reading_decks.session()).run_test(size=size) as pilot:
        await see(pilot, "the source")
        await pilot.press("l")
        await see(pilot, "https://docs.example.org/engine/swarm/join-nodes/?a=1&b=2",
                  "leads to docs.example.org", "enter open it", "↑ ↓ choose")  # fmt: skip
        assert opened == []
        await pilot.press("down", "enter")
        await until(pilot, lambda: opened == ["https://git.example.org/moby/swarmkit"], "opened")
        await see(pilot, "The browser has it")
        await pilot.press("escape")
        await see(pilot, " SLIDE ")


async def test_only_http_links_are_opened(opened: list[str]) -> None:
    async with lab_app(reading_decks.session()).run_test(size=(120, 36)) as pilot:
        await see(pilot, "the source")
        await pilot.press("l", "down", "down")
        await see(pilot, "ftp://old.example.org/x", "is not opened from here")
        await gone(pilot, "enter open it")
        await pilot.press("enter", "escape")
        await see(pilot, " SLIDE ")
        assert opened == []


async def test_a_click_on_a_link_shows_where_it_leads(opened: list[str]) -> None:
    async with lab_app(reading_decks.session()).run_test(size=(120, 36)) as pilot:
        await see(pilot, "the source")
        rows = text(pilot).splitlines()
        y = next(n for n, row in enumerate(rows) if "the source" in row)
        await pilot.click(offset=(rows[y].index("the source") + 1, y))
        await see(pilot, "► the source", "https://git.example.org/moby/swarmkit")
        assert opened == []


async def test_a_machine_without_a_browser_says_so_and_copies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("swarmlab.tui.screens.links.browser", lambda: None)
    app = lab_app(reading_decks.session())
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "the source")
        await pilot.press("l")
        await see(pilot, "This machine has no browser to open it in", "y copy it")
        await gone(pilot, "enter open it")
        await pilot.press("y")
        await see(pilot, "Copied")
        assert copied == ["https://docs.example.org/engine/swarm/join-nodes/?a=1&b=2"]


async def test_a_browser_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(url: str) -> None:
        raise SwarmlabError("the browser did not start", next_step="y copies the address")

    monkeypatch.setattr("swarmlab.tui.screens.links.browser", object)
    monkeypatch.setattr("swarmlab.tui.screens.links.open_in_browser", fails)
    async with lab_app(reading_decks.session()).run_test(size=(120, 36)) as pilot:
        await see(pilot, "the source")
        await pilot.press("l", "enter")
        await see(pilot, "the browser did not start · y copies the address")


async def test_a_slide_without_links_or_secrets_says_so() -> None:
    async with lab_app(decks.session(slide=2)).run_test(size=(120, 36)) as pilot:
        await see(pilot, "POWER")
        await pilot.press("l")
        await see(pilot, "This slide has no links")
        await pilot.press("v")
        await see(pilot, "Nothing secret was captured on this slide yet")


@pytest.mark.parametrize("size", SIZES)
async def test_captures_are_listed_once_there_masked_until_revealed(size: tuple[int, int]) -> None:
    session = reading_decks.session(1)
    async with lab_app(session).run_test(size=size) as pilot:
        assert "Captured" not in await see(pilot, "The first thing")
        reading_decks.captured(session)
        unit = reading_decks.LAB.steps[0].slide.units[0]
        session.tell(UnitChanged(unit.position, "ran", AT, 0.1))
        shown = await see(pilot, "Captured on your swarm", "$worker_token", MASKED, "v reveal")
        assert TOKEN[-25:] not in shown
        assert "$other" not in shown
        await pilot.press("v")
        await until(pilot, lambda: TOKEN in "".join(whole(text(pilot))), "the token")
        await pilot.press("v")
        await see(pilot, MASKED)
        assert TOKEN[-25:] not in "".join(whole(text(pilot)))


async def test_what_was_revealed_is_hidden_on_another_slide_and_gone_with_the_nodes() -> None:
    session = reading_decks.captured(reading_decks.session(1))
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, MASKED)
        await pilot.press("v")
        await gone(pilot, MASKED)
        await pilot.press("n", "p")
        await see(pilot, MASKED)
        session.captured.clear()
        session.tell(Rebooted("reset"))
        await gone(pilot, "Captured on your swarm")


def whole(shown: str) -> list[str]:
    """The slide's words without the line breaks of the screen."""
    return [row[:62].split("▌")[0].strip() for row in shown.splitlines()] + [
        row.strip() for row in shown.splitlines()
    ]
