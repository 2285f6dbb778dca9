"""The end of a chapter: what it came to, in words, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.checks.verdict import passed, skipped
from swarmlab.runs.scorebook import Outcome
from swarmlab.tui import clock
from swarmlab.tui.screens.lab.screen import LabScreen
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.fakes.session import FakeSession

FIRST, LAST = decks.LAB.chapters[0].steps
Compare = Callable[..., bool]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes time."""
    monkeypatch.setattr(clock, "ticks", lambda: 1000.0)


def worked(found: FakeSession | None = None) -> FakeSession:
    """The first step is done, with some help; the last one is open, its slide in view."""
    session = found or decks.session(slide=2)
    session.set_verdicts(FIRST, {1: passed(), 2: passed(), 3: passed(), 4: skipped("no IPVS")})
    scores = session.scores
    keys = [task.key for task in FIRST.tasks]
    scores.outcomes |= {key: Outcome("passed", 1) for key in keys[:2]}
    scores.outcomes |= {
        keys[2]: Outcome("passed"), keys[3]: Outcome("skipped", reason="this kernel has no IPVS"),
    }  # fmt: skip
    scores.hints[FIRST.id], scores.solutions[FIRST.id] = 2, 1
    scores.attempts[FIRST.id] = 3
    scores.seconds |= {FIRST.id: 390.0, LAST.id: 41.0, "chapter1": 300.0}
    return session


def finished(found: FakeSession) -> FakeSession:
    """Both steps are done, and so is the lab."""
    found.finish(LAST)
    found.scores.outcomes[LAST.tasks[0].key] = Outcome("passed", 1)
    return found


async def test_space_after_the_last_slide_sums_the_chapter_up() -> None:
    session = worked()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away", "e summary")
        await pilot.press("space")
        await see(pilot, "Secrets so far", "1 of 2 steps done", "points    2 of 4",
                  "time      12 min, written for about 20 min", "help      2 hints, 1 solution",
                  "attempts  3", "6 min, 2 hints, 1 solution, 3 attempts", "2 of 3", "41 s",
                  "0 of 1", "Next: Security zones, about 20 min, on fresh nodes",
                  "space next chapter", " SUMMARY ")  # fmt: skip


async def test_what_was_proved_skipped_and_remains_is_said_in_the_tasks_words() -> None:
    async with lab_app(worked()).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        await see(pilot, "You proved", "✓ worker2 holds db_password nowhere",
                  "✓ worker1 asked for secrets and was refused, with the solution",
                  "Skipped", "– api answers on its virtual address, this kernel has no IPVS",
                  "What remains", "2 A node goes away", "○ worker2 left")  # fmt: skip


async def test_a_step_that_was_played_is_not_the_learners() -> None:
    session = decks.session(slide=2)
    session._done.add(FIRST.id)
    session.scores.played.add(FIRST.id)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        shown = await see(
            pilot, "Nothing is proved yet", "played for you",
            "– Step 1, A secret goes only where a task needs it: played for you",
        )  # fmt: skip
        assert "You proved" not in shown


async def test_a_chapter_done_before_outcomes_were_kept_is_proved_all_the_same() -> None:
    session = decks.session(slide=2)
    session._done.add(FIRST.id)
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        await see(pilot, "✓ api answers on its virtual address")


async def test_what_turns_green_meanwhile_is_said() -> None:
    session = worked()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        await see(pilot, "What remains")
        finished(session)
        await gone(pilot, "What remains")
        await see(pilot, "Secrets is done, and with it the lab")


async def test_the_ways_on_from_a_summary() -> None:
    session = worked()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        await see(pilot, "Secrets so far")
        await pilot.press("escape")
        await see(pilot, "A node goes away", " SLIDE ")
        await pilot.press("e", "space")
        await see(pilot, "To the chapter Security zones")
        await pilot.press("escape", "e")
        await see(pilot, "Secrets so far")
        await pilot.press("q")
        await see(pilot, "Leave the lab")
        await pilot.press("escape", "e")
        await see(pilot, "Secrets so far")
        await pilot.press("a")
        await see(pilot, "Secrets again", "Points, hints and time stay as")
        await pilot.press("enter")
        await until(pilot, lambda: session.calls == ["reset lab"], "reset lab")


async def test_the_last_chapter_has_no_next_one() -> None:
    session = decks.session()
    session.fresh_nodes = False
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("n", "n")
        await see(pilot, "Labels decide where tasks run")
        await pilot.press("space")
        shown = await see(pilot, "This is the last chapter of the lab")
        assert "next chapter" not in shown
        await pilot.press("escape")
        await see(pilot, "Labels decide where tasks run")
        assert isinstance(pilot.app.screen, LabScreen)


async def test_space_reads_a_long_summary_before_it_goes_on() -> None:
    async with lab_app(worked()).run_test(size=(80, 24)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("e")
        assert "What remains" not in await see(pilot, "Secrets so far", "space more")
        await pilot.press("space")
        await see(pilot, "What remains", "space next chapter")
        assert "To the chapter" not in text(pilot)
        await pilot.press("b")
        await see(pilot, "Secrets so far")
        await pilot.press("space", "space")
        await see(pilot, "To the chapter Security zones")


# --- pictures --------------------------------------------------------------------------


@pytest.fixture(params=[(160, 45), (120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Any:
    """Each layout."""
    return request.param


def at_the_summary(*wanted: str, press: str = "e") -> Callable[[Pilot[None]], Any]:
    async def before(pilot: Pilot[None]) -> None:
        await see(pilot, "A node goes away")
        await pilot.press(*press)
        await see(pilot, *wanted)

    return before


@pytest.mark.usefixtures("still")
def test_summary_picture(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = at_the_summary("Secrets so far")
    assert snap_compare(lab_app(worked()), terminal_size=size, run_before=before)


@pytest.mark.usefixtures("still")
def test_summary_of_a_finished_lab_picture(snap_compare: Compare, size: tuple[int, int]) -> None:
    before = at_the_summary("Secrets is done, and with it the lab")
    assert snap_compare(lab_app(finished(worked())), terminal_size=size, run_before=before)


@pytest.mark.usefixtures("still")
def test_summary_scrolled_picture(snap_compare: Compare) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await at_the_summary("Secrets so far")(pilot)
        await pilot.press("space")
        await see(pilot, "What remains")

    assert snap_compare(lab_app(worked()), terminal_size=(80, 24), run_before=before)
