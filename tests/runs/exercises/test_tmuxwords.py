"""tmux commands: what panes that are shells of their own can follow, and what is passed over."""

from __future__ import annotations

import pytest

from swarmlab.runs.exercises.tmuxwords import PaneChange, Passed, read


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("split-pane -v", PaneChange("open")),
        ("split-window -h -l 20", PaneChange("open")),
        ("splitw -p 30 -t 1", PaneChange("open")),
        ("tmux new-window -n other", PaneChange("open")),
        ("select-pane -t 0", PaneChange("go", 0)),
        ("selectp -t :.2", PaneChange("go", 2)),
        ("select-pane -t +", PaneChange("step", 1)),
        ("select-pane -U", PaneChange("step", -1)),
        ("select-pane -D", PaneChange("step", 1)),
        ("select-pane -l", PaneChange("last")),
        ("last-pane", PaneChange("last")),
        ("next-window", PaneChange("step", 1)),
        ("previous-window", PaneChange("step", -1)),
        ("kill-pane", PaneChange("close")),
        ("send-keys ls Enter", PaneChange("keys", words=("ls", "Enter"))),
    ],
)
def test_what_panes_can_follow(text: str, change: PaneChange) -> None:
    assert read(text) == change


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("resize-pane -D 10", "no layout"),
        ("select-layout tiled", "no layout"),
        ("clock-mode", "not clock-mode"),
        ("split-window top", "no other program"),
        ("select-pane -t main", "no pane by its number"),
        ("select-pane -t", "no pane by its number"),
        ("send-keys -l ls", "without options"),
        ("send-keys", "no keys"),
        ("", "no tmux command"),
        ("clock-mode 'open quote", "not clock-mode"),
    ],
)
def test_the_rest_is_passed_over_with_a_reason(text: str, why: str) -> None:
    passed = read(text)
    assert isinstance(passed, Passed)
    assert why in passed.why
