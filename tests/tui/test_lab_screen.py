"""What a learner does on the lab screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import failed, passed
from swarmlab.errors import ShellBusy
from swarmlab.runs.events import NodeChanged
from swarmlab.tui.screens.lab.screen import LabScreen
from swarmlab.tui.widgets.slide_view import SlideView
from tests.tui import decks
from tests.tui.seen import gone, lab_app, see, text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES = [(160, 45), (120, 36), (80, 24)]
STEP = decks.LAB.chapters[0].steps[0]


def command() -> str:
    return getattr(decks.CREATE, "text", "").strip()


@pytest.mark.parametrize("size", SIZES)
async def test_a_sent_unit_is_pasted_and_enter_runs_it_and_leads_back(
    size: tuple[int, int],
) -> None:
    session = decks.session()
    session.after[command()] = [(1, passed())]
    async with lab_app(session).run_test(size=size) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("s")
        await see(pilot, "SHELL manager1", "localhost/app:1", "enter run it")
        assert session.calls == ["paste manager1"]
        await pilot.press("enter")
        await see(pilot, " SLIDE ", "✓ ran 14:30, 0.9 s")
        await pilot.press("t")
        await see(pilot, "✓ passed   1 Only nodes")


async def test_any_other_key_after_a_send_edits_and_stays() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("s")
        await see(pilot, "enter run it")
        await pilot.press("x")
        await gone(pilot, "enter run it")
        await pilot.press("enter")
        await see(pilot, "SHELL manager1")
        assert session.shell("manager1").sent == [b"x", b"\r"]


async def test_the_unit_after_the_one_that_ran_becomes_the_current_one() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "► ▌ manager1".replace("► ▌", "►▌"))
        await pilot.press("s", "enter")
        await see(pilot, "►╏ worker1  ATTACK")


async def test_textuals_own_keys_go_to_the_node() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        await pilot.press("ctrl+c", "ctrl+p", "ctrl+q", "escape", "tab", "f1", "q", "question_mark")
        sent = b"".join(session.shell("manager1").sent)
        assert sent == b"\x03\x10\x11\x1b\t\x1bOPq?"
        assert isinstance(pilot.app.screen, LabScreen)


async def test_the_guide_key_leads_back_and_twice_reaches_the_node() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        await pilot.press("ctrl+g")
        await see(pilot, " SLIDE ")
        assert session.shell("manager1").sent == []
        await pilot.press("ctrl+g")
        await see(pilot, "SHELL manager1")
        assert session.shell("manager1").sent == [b"\x07"]


async def test_the_guide_key_on_the_slide_does_nothing_by_itself() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1", "ctrl+g", "down", "ctrl+g")
        await see(pilot, " SLIDE ")
        assert session.shell("manager1").sent == []


async def test_hints_come_one_by_one_and_are_counted() -> None:
    async with lab_app(decks.session()).run_test(size=(160, 45)) as pilot:
        await see(pilot, "hint 1 of 2")
        await pilot.press("h")
        await see(pilot, "Hint 1 of 2  Where does it run?", "hint 2 of 2")
        await pilot.press("h")
        await see(pilot, "Hint 2 of 2  What holds it there?", "all hints shown")
        await pilot.press("h")
        await see(pilot, "All hints of this step are shown")


async def test_the_solution_asks_first_and_is_counted() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "w why")
        await pilot.press("x")
        await see(pilot, "Show the solution of this step")
        await pilot.press("escape")
        await gone(pilot, "Show the solution of this step")
        assert session.calls == []
        await pilot.press("x", "enter")
        await see(pilot, "Solution  The whole of it", "--label-add zone=secure")
        assert session.calls == [f"solution {STEP.id}"]


async def test_why_comes_and_goes() -> None:
    async with lab_app(decks.session()).run_test(size=(160, 45)) as pilot:
        await see(pilot, "w why")
        await pilot.press("w")
        await see(pilot, "there is no list")
        await pilot.press("w")
        await gone(pilot, "there is no list")


async def test_a_failed_task_says_what_was_expected_and_where() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "none of 4 passed yet")
        wrong = failed(expected="on no path", observed="in /run/secrets", node="worker2",
                       look_at="the constraints")  # fmt: skip
        session.set_verdicts(STEP, {2: wrong})
        await see(pilot, "✗ failed   2 worker2 holds", "expected  on no path",
                  "observed  in /run/secrets", "worker2, since 14:31:07",
                  "look at   the constraints", "✗ task 2")  # fmt: skip


async def test_a_step_done_says_so_and_moves_the_bar() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "none of 4 passed yet", "■■ ──")
        session.finish(STEP)
        await see(pilot, "Step 1 done. space goes on", "all 4 passed")
        await pilot.press("n")
        await see(pilot, "━━ ■■", "A node goes away")


async def test_a_verdict_that_changes_is_said_in_a_narrow_shell() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(80, 24)) as pilot:
        await see(pilot, "○ 4 waiting")
        await pilot.press("1")
        await see(pilot, "SHELL manager1")
        session.set_verdicts(STEP, {})
        session.set_verdicts(STEP, {3: passed()})
        await see(pilot, "✓ passed 3 worker1 asked", "✓ 1  ○ 3")


async def test_space_pages_then_turns_the_slide() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(80, 24)) as pilot:
        await see(pilot, "lines 1-")
        await pilot.press("space")
        await see(pilot, "! Warning")
        assert session.place.slide == 1
        await pilot.press("space")
        await see(pilot, "A node goes away")
        await pilot.press("b")
        await see(pilot, "A secret goes only where")
        assert session.place.slide == 1


async def test_another_chapter_with_other_nodes_asks_first() -> None:
    session = decks.session(slide=2)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("n")
        await see(pilot, "To the chapter Security zones", "3 nodes are thrown away")
        await pilot.press("enter")
        await see(pilot, "Labels decide where tasks run", "Slide  1 of 1")
        assert session.calls == ["enter chapter2"]
        assert "worker2" not in text(pilot)


async def test_a_chapter_with_the_same_nodes_is_entered_at_once() -> None:
    session = decks.session(slide=2)
    session.fresh_nodes = False
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A node goes away")
        await pilot.press("n")
        await see(pilot, "Labels decide where tasks run")


async def test_enter_runs_a_power_unit() -> None:
    session = decks.session(slide=2)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "POWER", "enter  do it", "enter do it")
        await pilot.press("enter")
        await see(pilot, "✓ done 14:31")
        assert session.calls == ["power worker2 kill"]


@pytest.mark.parametrize(
    ("key", "call"), [("s", f"reset {STEP.id}"), ("c", "reset lab"), ("B", "rebuild manager1")]
)
async def test_reset_asks_what(key: str, call: str) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        old = session.shell("manager1")
        await pilot.press("r")
        await see(pilot, "3 nodes are thrown away")
        await pilot.press(key)
        await until(pilot, lambda: session.calls == [call], call)
        await see(pilot, "A secret goes only", " SLIDE ", "root@manager1")
        assert session.shell("manager1") is not old


@pytest.mark.parametrize(("key", "call"), [("k", "leave keep"), ("r", "leave remove")])
async def test_leaving_asks_whether_to_keep_the_nodes(key: str, call: str) -> None:
    session = decks.session()
    app = lab_app(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("q")
        await see(pilot, "Leave the lab", "keep them")
        await pilot.press("escape")
        await gone(pilot, "Leave the lab")
        assert session.calls == []
        await pilot.press("q", key)
        await until(pilot, lambda: session.calls == [call] and app._exit, call)


async def test_a_lost_shell_offers_what_to_do() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("1")
        session.shell("manager1").lose()
        await see(pilot, "The shell of manager1 ended", "S starts manager1", "B rebuilds it")
        await pilot.press("S")
        await gone(pilot, "The shell of manager1 ended")
        assert session.calls == ["power manager1 start"]


async def test_a_fresh_shell_is_attached_by_itself() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "root@manager1")
        session.shell("manager1").lose()
        await see(pilot, "The shell of manager1 ended")
        session._shells.clear()
        session.tell(NodeChanged("manager1", alive=True, word="fresh shell"))
        await gone(pilot, "The shell of manager1 ended")
        await see(pilot, "manager1: fresh shell")


async def test_an_error_is_said_with_its_next_step() -> None:
    session = decks.session()
    session.refuse = ShellBusy("a command is still running", place="manager1",
                               next_step="ctrl+c there stops it")  # fmt: skip
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("s")
        await see(pilot, "! manager1: a command is still running · ctrl+c there stops it")
        await pilot.press("down")
        await gone(pilot, "a command is still running")


async def test_down_is_the_next_unit_where_the_slide_is_too_long_to_be_seen_whole() -> None:
    async with lab_app(decks.session()).run_test(size=(120, 24)) as pilot:
        await see(pilot, "A secret goes only", "lines 1-")
        slide = pilot.app.screen.query_one(SlideView)
        await until(pilot, lambda: slide.has_focus)
        await pilot.press("down")
        await until(pilot, lambda: slide.current is slide.units[1])
        await pilot.press("up")
        await until(pilot, lambda: slide.current is slide.units[0])


async def test_a_fault_of_the_program_is_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    session = decks.session()
    monkeypatch.setattr(session, "paste_unit", lambda unit: 1 / 0)
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("s")
        await see(pilot, "swarmlab met a fault of its own", "doctor --bundle")


async def test_a_click_on_a_corner_sends_and_on_a_tab_goes_there() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        shown = await see(pilot, "A secret goes only", "worker1  ATTACK")
        rows = shown.splitlines()
        y = next(n for n, row in enumerate(rows) if "worker1  ATTACK" in row)
        await pilot.click(offset=(rows[y].index("s send") + 2, y))
        await see(pilot, "SHELL worker1", "enter run it")
        assert session.calls == ["paste worker1"]
        await pilot.click(offset=(rows[1].index("worker2"), 1))
        await see(pilot, "SHELL worker2")


@pytest.mark.parametrize("again", ["s send", "enter run it"])
async def test_a_unit_is_sent_and_run_by_clicks_alone(again: str) -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 36)) as pilot:
        corner = await click_on(pilot, "s send", "worker1  ATTACK")
        await see(pilot, "SHELL worker1", "enter run it")
        if again == "s send":
            await pilot.click(offset=corner)
        else:
            await click_on(pilot, again)
        await see(pilot, " SLIDE ")
        await until(pilot, lambda: session.shell("worker1").sent == [b"\r"], "Enter")
        assert session.calls.count("paste worker1") == 1


async def click_on(pilot: Pilot[None], words: str, row: str = "") -> tuple[int, int]:
    """Click on words on the screen, in the row that says something else too; where that was."""
    rows = (await see(pilot, words, row)).splitlines()
    y = next(n for n, text in enumerate(rows) if words in text and row in text)
    at = rows[y].index(words) + 2, y
    await pilot.click(offset=at)
    return at


async def test_changing_size_keeps_slide_shell_and_focus() -> None:
    async with lab_app(decks.session()).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        await pilot.press("2")
        await see(pilot, "SHELL worker1")
        for size in [(80, 24), (120, 36), (160, 30), (160, 45)]:
            await pilot.resize_terminal(*size)
            await see(pilot, "SHELL worker1", "root@worker1")


async def test_below_the_smallest_size_one_sentence_is_said() -> None:
    async with lab_app(decks.session()).run_test(size=(79, 24)) as pilot:
        shown = await see(
            pilot, "swarmlab needs 80 x 24, this terminal has 79 x 24", "swarmlab --plain"
        )
        assert "SLIDE" not in shown
        await pilot.resize_terminal(80, 24)
        await see(pilot, " SLIDE ")


async def test_the_shell_is_resized_with_its_pane() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(160, 45)) as pilot:
        await see(pilot, "root@manager1")
        await until(pilot, lambda: session.shell("manager1").size == (97, 26), "97 x 26")


async def test_the_keys_and_the_palette_show_what_works_here() -> None:
    session = decks.session()
    async with lab_app(session).run_test(size=(120, 45)) as pilot:
        await see(pilot, "A secret goes only")
        await pilot.press("question_mark")
        await see(pilot, "Show the next hint of this step; counted.", "Keys  slide")
        await pilot.press("escape", "ctrl+p")
        await see(pilot, "an action")
        await pilot.press(*"next hint")
        await see(pilot, "Show the next hint")
        await pilot.press("enter")
        await see(pilot, "Hint 1 of 2")


async def test_the_theme_key_goes_through_three_themes() -> None:
    async with lab_app(decks.session()).run_test(size=(120, 36)) as pilot:
        await see(pilot, "A secret goes only")
        names = [pilot.app.theme]
        for _ in range(3):
            await pilot.press("T")
            names.append(pilot.app.theme)
        assert names == ["swarmlab-dark", "swarmlab-light", "swarmlab-contrast", "swarmlab-dark"]
