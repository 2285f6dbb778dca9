"""A unit's first rows: its node, what is special, and how far it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from swarmlab.runs.events import UnitChanged
from swarmlab.tui.draw.unit import UnitLook, head_lines
from tests.fakes.session import AT
from tests.tui import decks

ATTACK = decks.session().lab.steps[0].slide.units[1]
REST = UnitLook(ATTACK, node=1, index=1, current=True, keys_here=True)
LONG = "was not refused: it worked, where not-a-manager was to be the answer"


def rows(look: UnitLook, width: int) -> list[str]:
    return [line.plain.rstrip() for line in head_lines(look, width)]


def became(phase: str, **more: object) -> UnitLook:
    state = UnitChanged(ATTACK.position, phase, AT, **more)  # type: ignore[arg-type]
    return replace(REST, state=state, now=AT + 3)


@pytest.mark.parametrize("width", [58, 50])
@pytest.mark.parametrize("current", [True, False])
def test_a_unit_that_runs_keeps_its_rows(width: int, current: bool) -> None:
    looks = [REST, became("pasted"), became("running"), became("ran", seconds=0.9)]
    heights = {len(rows(replace(look, current=current), width)) for look in looks}
    assert heights == {1 if width == 58 else 2}


def test_an_attack_says_how_it_must_end_until_it_has() -> None:
    assert "ATTACK must be refused: not-a-manager" in rows(REST, 58)[0]
    (ended,) = rows(became("ran", seconds=0.9), 58)
    assert ended.startswith("worker1  ATTACK ")
    assert ended.endswith("✓ refused 14:30, 0.9 s")


def test_a_long_reason_of_a_failure_is_read_in_full() -> None:
    first, *others = rows(became("failed", status=0, reason=LONG), 58)
    assert first.startswith("worker1  ATTACK ")
    assert first.endswith("✗ failed")
    assert " ".join(" ".join(others).split()).endswith(f"✗ {LONG}")


def test_a_short_reason_stays_in_the_corner() -> None:
    (only,) = rows(became("failed", status=1), 58)
    assert only.endswith("✗ exit 1")
