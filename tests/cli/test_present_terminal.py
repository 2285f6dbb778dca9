"""Slides and notes as a presenter starts them: two programs in two real terminals.

Needs tmux and no engine.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.terminal import Terminal
from tests.tui.talks import LONG, SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.xdist_group("terminals"),
]


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Terminal]:
    """Starts ``swarmlab present`` on a lab of two chapters, in a terminal of its own."""
    for folder in ("labs", "slides"):
        (tmp_path / folder).mkdir()
    (tmp_path / "slides" / "secrets.md").write_text(SECRETS)
    (tmp_path / "slides" / "rotation.md").write_text(LONG)
    lab = tmp_path / "labs" / "talk.toml"
    lab.write_text(
        'title = "A talk"\nsummary = "Two chapters."\nchapters = ["secrets", "rotation"]\n'
        'nodes = ["manager1", "manager2", "worker1"]\n'
    )

    def started(*words: str, columns: int = 120, rows: int = 36) -> Terminal:
        argv = (sys.executable, "-m", "swarmlab", "present", str(lab), *words)
        return Terminal(argv, tmp_path, columns=columns, rows=rows, env={
            "SWARMLAB_STATE": str(tmp_path / "state"), "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        })  # fmt: skip

    return started


def test_two_terminals_stay_in_step_and_either_may_come_again(
    start: Callable[..., Terminal],
) -> None:
    with start(columns=80, rows=24) as room:
        room.wait_for("What a swarm keeps", "1 / 6")
        with start("--notes") as desk:
            desk.wait_for("Ask who keeps passwords", "Next   2")
            desk.keys("Space")
            room.wait_for("A secret goes only where", "2 / 6")
            room.keys("Space")
            desk.wait_for("part 2 of 2", "Next   3")
            desk.type("5")
            desk.keys("Enter")
            room.wait_for("Paragraph 1 of many", "more rows")
            desk.keys("Space")
            room.wait_until_gone("Paragraph 1 of many")
            desk.keys("b")
            room.wait_until_gone("Paragraph")
            assert not room.screen().strip()
            room.keys("q")
            assert room.wait_for_exit() == 0
            assert room.line_settings_kept()
            assert not room.modes_left_on()
            with start() as again:
                again.keys("b")
                again.wait_for("Paragraph 1 of many", "5 / 6")
                assert not again.commands_written()
            desk.keys("q")
            assert desk.wait_for_exit() == 0
    with start() as later:
        later.wait_for("What a swarm keeps", "1 / 6")


def test_the_last_to_leave_leaves_nothing_behind(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    with start("--notes") as desk:
        desk.wait_for("Ask who keeps passwords")
        assert list((tmp_path / "state" / "talks").glob("*.json"))
        desk.keys("q")
        assert desk.wait_for_exit() == 0
    assert not list((tmp_path / "state" / "talks").glob("*.json"))
