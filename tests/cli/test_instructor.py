"""``swarmlab instructor`` where there is no terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Place


def test_without_a_terminal_it_says_what_works_instead(place: Place) -> None:
    shown = place.run("instructor", "small")
    assert shown.exit_code == 2
    assert "a class is shown in a terminal" in shown.stderr
    assert "swarmlab class" in shown.stderr
