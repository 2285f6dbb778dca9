"""Names, reasons and questions of learners can neither be markup nor drive the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.verdict import failed
from swarmlab.runs.events import TaskVerdict
from tests.tui import classes
from tests.tui.seen import gone, see
from tests.tui.test_hostile import BIDI, EVIL, SHOWN, written

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["written"]

NAME = f"[/b]ev{BIDI}il\x1b[2J[red]"
DRAWN = "[/b]evil[red]"


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
async def test_it_stays_text(size: tuple[int, int], written: Sequence[str]) -> None:
    mira = replace(classes.LEARNERS[0], owner=NAME, reason=EVIL, question=EVIL)
    view = replace(classes.VIEW, learners=(mira, *classes.LEARNERS[1:]), paused=EVIL)
    desk = classes.desk(view)
    step = classes.STEPS[3]
    verdict = failed(expected=EVIL, observed=EVIL, node="worker1", look_at=EVIL)
    desk.known["run-mira"] = {step.tasks[0].key: TaskVerdict(verdict, classes.NOW)}
    desk.refuses["run-mira"] = EVIL
    async with classes.app(desk).run_test(size=size) as pilot:
        await see(pilot, DRAWN[:8], "paused")
        await pilot.press("enter")
        await see(pilot, DRAWN, SHOWN)
        for key, words in (("R", "Reset"), ("M", f"Message to {DRAWN}"), ("X", "live longer"),
                           ("G", f"Move {DRAWN}")):  # fmt: skip
            await pilot.press(key)
            await see(pilot, words)
            await pilot.press("escape")
            await gone(pilot, words)
        await pilot.press("H")
        await see(pilot, "✗ [/b]evil", SHOWN)
        await pilot.press("2", "J")
        desk.shell("run-mira", "worker1").feed(EVIL, "\x1b]0;title\x07 after")
        await see(pilot, "after")
    everything = re.sub(r"\x1b\]22;\w*\x07", "", "".join(written))
    assert "drowssap" in everything
    assert "\x1b]" not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b\x07]", everything)
    assert "\x1b[2J" not in everything
