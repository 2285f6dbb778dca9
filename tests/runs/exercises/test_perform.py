"""Each verb on a shell that acts its programs out, on a clock that only waiting moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from swarmlab.runs.exercises.clock import CalledOff, Limits
from swarmlab.runs.exercises.panes import MOST, Panes
from swarmlab.runs.exercises.perform import Performer
from swarmlab.runs.exercises.plan import plan
from tests.fakes.exercised import FOREVER, ExercisedShell, FakeClock, Program
from tests.runs.exercises.decks import deck_of

if TYPE_CHECKING:
    from swarmlab.runs.exercises.outcome import Outcome
    from tests.runs.exercises.decks import Said

LIMITS = Limits(prompt=60, wait=60, longwait=600, grace=5, again=12, quiet=0.3, look=0.05)
TOKEN = "SWMTKN-1-" + "0" * 50 + "-" + "1" * 25
PROGRAMS = {
    "true": Program(),
    "ls": Program("one  two\n"),
    "slow": Program("at last\n", seconds=20, prints_after=20),
    "fail": Program("it is broken\n", 3),
    "hang": Program("hanging\n", seconds=FOREVER),
    "deaf": Program("not listening\n", seconds=FOREVER, deaf=True),
    "watch": Program("Every 2.0s: Running\n", seconds=FOREVER, alternate=True),
    "hard": Program("of hearing\n", seconds=FOREVER, hears_at=2),
    "late": Program("Running\n", seconds=FOREVER, prints_after=40),
    "later": Program("Running\n", seconds=FOREVER, prints_after=400),
    "alpine": Program(prompt="/ # "),
    "token": Program(f"run: docker swarm join --token {TOKEN} 10.0.0.2:2377\n"),
    f"docker swarm join --token {TOKEN} 10.0.0.2:2377": Program("joined\n"),
}


@dataclass
class Bench:
    """A performer on shells that are kept for looking at."""

    clock: FakeClock = field(default_factory=FakeClock)
    shells: list[ExercisedShell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.panes = Panes(self.open, ("node1", "node2"), self.clock, LIMITS)
        self.performer = Performer(self.panes, self.clock, LIMITS)

    def open(self, node: str, name: str | None) -> ExercisedShell:
        shell = ExercisedShell(self.clock, PROGRAMS, node, name)
        self.shells.append(shell)
        return shell

    def do(self, *said: Said) -> list[Outcome]:
        return [self.performer.perform(one) for one in plan(deck_of(*said))]

    def kinds(self, *said: Said) -> list[str]:
        return [outcome.kind for outcome in self.do(*said)]

    @property
    def shell(self) -> ExercisedShell:
        return self.shells[0]


@pytest.fixture
def bench() -> Bench:
    return Bench()


# --- bash, hide, check -----------------------------------------------------------------


@pytest.mark.parametrize("verb", ["bash", "hide", "check"])
def test_a_command_that_ends_well_ran(bench: Bench, verb: str) -> None:
    (outcome,) = bench.do((verb, "ls"))
    assert outcome.kind == "ran"
    assert bench.shell.ran == ["ls"]


@pytest.mark.parametrize("verb", ["bash", "hide", "check"])
def test_a_command_that_ends_badly_failed_with_status_and_output(bench: Bench, verb: str) -> None:
    (outcome,) = bench.do((verb, "fail"))
    assert (outcome.kind, outcome.words, outcome.output) == ("failed", "exit 3", "it is broken")


def test_a_command_may_take_its_time(bench: Bench) -> None:
    (outcome,) = bench.do(("bash", "slow"))
    assert outcome.kind == "ran"
    assert 20 <= outcome.seconds < 21


def test_a_command_that_does_not_end_is_timed_out_with_what_it_shows(bench: Bench) -> None:
    (outcome,) = bench.do(("bash", "hang"))
    assert (outcome.kind, outcome.words) == ("timed out", "did not end within 60 s")
    assert "hanging" in outcome.output


def test_after_a_command_that_did_not_end_nothing_else_is_typed(bench: Bench) -> None:
    _, second = bench.do(("bash", "hang"), ("bash", "ls"))
    assert second.kind == "timed out"
    assert "no prompt" in second.words
    assert bench.shell.ran == ["hang"]


def test_a_command_that_is_not_whole_failed(bench: Bench) -> None:
    (outcome,) = bench.do(("bash", "echo 'open"))
    assert (outcome.kind, outcome.words[:18]) == ("failed", "is no whole comman")
    (outcome, _) = bench.do(("bash", "echo 'open"), ("wait", "open"))
    assert outcome.kind == "failed"


def test_no_command_failed(bench: Bench) -> None:
    assert bench.kinds(("bash", " \n")) == ["failed"]


def test_control_characters_of_a_deck_are_not_typed(bench: Bench) -> None:
    bench.do(("bash", "l\x1b[2Js\x07"))
    assert bench.shell.ran == ["ls"]


def test_a_shell_that_is_busy_for_a_moment_is_asked_again(bench: Bench) -> None:
    bench.shell.busy_for = 3
    assert bench.kinds(("bash", "ls")) == ["ran"]


def test_a_shell_that_is_gone_is_a_failure(bench: Bench) -> None:
    bench.shell.end()
    (outcome,) = bench.do(("bash", "ls"))
    assert (outcome.kind, outcome.words) == ("failed", "the shell's terminal ended")


def test_a_bare_check_judges_the_command_before_it(bench: Bench) -> None:
    assert bench.do(("check", ""))[0].words.startswith("no command has ended")
    assert bench.kinds(("keys", "ls"), ("key", "Enter"), ("check", "")) == ["ran"] * 3
    *_, outcome = bench.do(("keys", "fail"), ("key", "Enter"), ("check", ""))
    assert (outcome.kind, outcome.words) == ("failed", "exit 3")


def test_a_bare_check_waits_for_the_prompt_and_not_for_ever(bench: Bench) -> None:
    assert bench.kinds(("keys", "slow"), ("key", "Enter"), ("check", ""))[-1] == "ran"
    assert bench.kinds(("keys", "hang"), ("key", "Enter"), ("check", ""))[-1] == "timed out"


# --- wait, longwait --------------------------------------------------------------------


def test_a_text_that_is_printed_came(bench: Bench) -> None:
    started, came = bench.do(("bash", "late"), ("wait", "Running"))
    assert (started.kind, started.words) == ("ran", "goes on")
    assert came.kind == "came"
    assert 40 <= came.seconds < 41
    assert came.says == f"came after {came.seconds:.1f} s"


def test_a_text_that_does_not_come_is_timed_out_at_the_limit(bench: Bench) -> None:
    _, outcome = bench.do(("bash", "later"), ("wait", "Running"))
    assert (outcome.kind, outcome.words) == ("timed out", "did not come within 60 s")
    assert 60 <= outcome.seconds < 61


def test_a_longwait_waits_longer_and_not_for_ever(bench: Bench) -> None:
    assert bench.kinds(("bash", "later"), ("longwait", "Running")) == ["ran", "came"]
    outcome = Bench().do(("bash", "hang"), ("longwait", "Running"))[1]
    assert (outcome.kind, outcome.words) == ("timed out", "did not come within 600 s")


def test_the_status_of_a_command_whose_text_is_waited_for_does_not_count(bench: Bench) -> None:
    assert bench.kinds(("bash", "fail"), ("wait", "broken"), ("bash", "ls")) == [
        "ran", "came", "ran",
    ]  # fmt: skip


def test_the_command_line_itself_is_not_what_is_waited_for(bench: Bench) -> None:
    assert bench.kinds(("bash", "true broken"), ("wait", "broken"))[1] == "timed out"


def test_what_an_earlier_command_printed_is_not_what_is_waited_for(bench: Bench) -> None:
    said = (("bash", "ls"), ("bash", "true"), ("wait", "one"))
    assert bench.kinds(*said) == ["ran", "ran", "timed out"]


def test_a_program_that_draws_on_the_whole_screen_is_read_there(bench: Bench) -> None:
    assert bench.kinds(("bash", "watch"), ("wait", "Every 2.0s")) == ["ran", "came"]


def test_before_anything_was_typed_the_screen_counts(bench: Bench) -> None:
    assert bench.kinds(("wait", "root@node1")) == ["came"]


def test_to_wait_for_nothing_is_a_failure(bench: Bench) -> None:
    assert bench.kinds(("wait", "")) == ["failed"]


# --- key, keys -------------------------------------------------------------------------


def test_ctrl_c_ends_a_command_and_the_prompt_is_back(bench: Bench) -> None:
    said = (("bash", "hang"), ("wait", "hanging"), ("key", "^C"), ("bash", "ls"))
    assert bench.kinds(*said) == ["ran", "came", "ran", "ran"]
    assert bench.shell.ran == ["hang", "ls"]


def test_a_ctrl_c_that_was_not_heard_is_pressed_again_before_the_next_command(bench: Bench) -> None:
    said = (("bash", "hard"), ("wait", "of hearing"), ("key", "^C"), ("bash", "ls"))
    *_, last = bench.do(*said)
    assert last.kind == "ran"
    assert bench.shell.typed.count(b"\x03") == 2
    assert last.seconds > LIMITS.again


def test_a_command_that_keys_follow_goes_on_after_a_grace(bench: Bench) -> None:
    first, _, third = bench.do(("bash", "hang"), ("keys", "^C"), ("bash", "ls"))
    assert (first.kind, first.words, third.kind) == ("ran", "goes on", "ran")
    assert 5 <= first.seconds < 6


def test_a_command_that_ends_before_keys_are_sent_is_judged(bench: Bench) -> None:
    assert bench.kinds(("bash", "fail"), ("key", "^D"))[0] == "failed"


def test_text_is_typed_and_entered_by_a_key_of_its_own(bench: Bench) -> None:
    bench.do(("keys", "ls"), ("key", "^M"))
    assert bench.shell.typed == [b"ls", b"\r"]
    assert bench.shell.ran == ["ls"]


def test_a_key_that_is_none_failed_with_the_nearest_name(bench: Bench) -> None:
    (outcome,) = bench.do(("key", "Escpae"))
    assert (outcome.kind, outcome.words) == (
        "failed", "no key is called Escpae; did you mean Escape?",
    )  # fmt: skip
    assert bench.kinds(("key", ""), ("keys", "")) == ["failed", "failed"]
    assert bench.shell.typed == []


# --- copy, paste, copypaste, open ------------------------------------------------------


def test_what_is_copied_is_pasted_and_not_told(bench: Bench) -> None:
    outcomes = bench.do(
        ("bash", "token"), ("copy", "docker swarm join --token SWMTKN.*?:2377"), ("paste", ""),
        ("key", "Enter"), ("check", ""),
    )  # fmt: skip
    assert [outcome.kind for outcome in outcomes] == ["ran"] * 5
    assert bench.shell.ran[-1] == f"docker swarm join --token {TOKEN} 10.0.0.2:2377"
    assert TOKEN not in str(outcomes)


def test_copypaste_runs_what_it_copied(bench: Bench) -> None:
    assert (
        bench.kinds(("bash", "token"), ("copypaste", "docker swarm join .*?:2377")) == ["ran"] * 2
    )
    assert bench.shell.ran[-1].endswith("10.0.0.2:2377")


def test_what_is_not_there_is_not_copied(bench: Bench) -> None:
    outcomes = bench.do(("copy", "never"), ("copypaste", "never"), ("copy", ""), ("paste", ""))
    assert [outcome.kind for outcome in outcomes] == ["failed"] * 4
    assert outcomes[3].words == "nothing was copied"


def test_nothing_is_opened_on_this_machine(bench: Bench) -> None:
    (outcome,) = bench.do(("open", "http://node1:8000"))
    assert (outcome.kind, outcome.words) == (
        "skipped",
        "nothing of a deck is opened on this machine",
    )
    assert outcome.is_good


def test_an_unknown_verb_is_an_error_with_the_nearest_one(bench: Bench) -> None:
    (outcome,) = bench.do(("bsah", "ls"))
    assert (outcome.kind, outcome.is_good) == ("unknown", False)
    assert outcome.words == "no action is called bsah; did you mean bash?"
    assert bench.shell.ran == []


# --- shells inside the shell, other nodes ----------------------------------------------


def test_commands_go_on_in_a_shell_inside_the_shell_and_are_judged_there(bench: Bench) -> None:
    said = (("bash", "alpine"), ("bash", "ls"), ("bash", "fail"), ("check", ""), ("key", "^D"))
    outcomes = bench.do(*said)
    assert [outcome.kind for outcome in outcomes] == ["ran", "ran", "failed", "ran", "ran"]
    assert outcomes[0].words == "a shell inside it has the prompt"
    assert (outcomes[2].words, "it is broken" in outcomes[2].output) == ("exit 3", True)
    assert not bench.shell.busy


def test_only_what_a_shell_inside_printed_since_is_waited_for(bench: Bench) -> None:
    bench.do(("bash", "alpine"), ("bash", "ls"))
    assert bench.kinds(("bash", "true"), ("wait", "one")) == ["ran", "timed out"]
    assert bench.kinds(("bash", "ls"), ("wait", "one")) == ["ran", "came"]


def test_ssh_goes_on_in_the_shell_of_another_node_until_it_is_left(bench: Bench) -> None:
    outcomes = bench.do(("bash", "ssh node2"), ("bash", "ls"), ("key", "^D"), ("bash", "true"))
    assert [outcome.words for outcome in outcomes] == ["on node2 now", "", "back on node1", ""]
    home, there = bench.shells
    assert (there.node, there.ran, there.ended) == ("node2", ["ls"], True)
    assert home.ran == ["true"]


@pytest.mark.parametrize("leave", ["exit", "logout"])
def test_leaving_by_word(bench: Bench, leave: str) -> None:
    assert bench.kinds(("bash", "ssh docker@node2"), ("bash", leave), ("bash", "ls")) == ["ran"] * 3
    assert bench.shell.ran == ["ls"]


def test_ssh_to_what_is_no_node_of_the_deck_is_a_command_like_others(bench: Bench) -> None:
    (outcome,) = bench.do(("bash", "ssh node9"))
    assert (outcome.kind, outcome.words) == ("failed", "exit 127")


# --- panes -----------------------------------------------------------------------------


def test_a_split_pane_is_another_shell_and_ctrl_d_closes_it(bench: Bench) -> None:
    outcomes = bench.do(
        ("bash", "watch"), ("wait", "Every"), ("tmux", "split-pane -v"), ("bash", "ls"),
        ("key", "^D"), ("key", "^C"), ("bash", "true"),
    )  # fmt: skip
    assert [outcome.kind for outcome in outcomes] == ["ran", "came"] + ["ran"] * 5
    assert outcomes[2].words == "pane 2 of 2"
    home, split = bench.shells
    assert (split.node, split.ran, split.ended) == ("node1", ["ls"], True)
    assert home.ran == ["watch", "true"]


def test_text_is_copied_in_one_pane_and_pasted_in_another(bench: Bench) -> None:
    kinds = bench.kinds(
        ("bash", "ls"), ("tmux", "split-pane"), ("tmux", "select-pane -t 0"), ("copy", "one"),
        ("tmux", "last-pane"), ("keys", "echo "), ("paste", ""), ("key", "Enter"), ("check", ""),
    )  # fmt: skip
    assert kinds == ["ran"] * 9
    home, split = bench.shells
    assert (home.ran, split.ran) == (["ls"], ["echo one"])


def test_panes_are_chosen_by_number_order_and_last(bench: Bench) -> None:
    words = [
        outcome.words
        for outcome in bench.do(
            ("tmux", "last-pane"), ("tmux", "splitw"), ("tmux", "splitw"),
            ("tmux", "select-pane -t 0"), ("tmux", "last-pane"), ("tmux", "select-pane -D"),
            ("tmux", "select-pane -t 7"), ("tmux", "kill-pane"),
        )
    ]  # fmt: skip
    assert words == [
        "there is no other pane", "pane 2 of 2", "pane 3 of 3", "pane 1 of 3", "pane 3 of 3",
        "pane 1 of 3", "there is no pane 7", "pane 2 of 2",
    ]  # fmt: skip


def test_keys_may_be_sent_by_tmux(bench: Bench) -> None:
    assert bench.kinds(("tmux", "send-keys ls"), ("tmux", "send-keys Enter")) == ["ran", "ran"]
    assert bench.shell.ran == ["ls"]


def test_a_layout_is_passed_over_with_a_reason(bench: Bench) -> None:
    (outcome,) = bench.do(("tmux", "resize-pane -Z"))
    assert outcome.kind == "skipped"
    assert "layout" in outcome.words


def test_a_node_is_not_filled_with_panes(bench: Bench) -> None:
    kinds = bench.kinds(*[("tmux", "splitw")] * MOST)
    assert kinds == ["ran"] * (MOST - 1) + ["failed"]
    assert bench.kinds(("bash", "ssh node2")) == ["failed"]


def test_the_only_pane_gets_a_fresh_shell_when_it_is_killed(bench: Bench) -> None:
    assert bench.kinds(("tmux", "kill-pane"), ("bash", "ls")) == ["ran", "ran"]
    assert (bench.shell.ended, bench.shells[1].ran) == (True, ["ls"])


# --- recovery --------------------------------------------------------------------------


def test_recovery_ends_what_runs(bench: Bench) -> None:
    bench.do(("bash", "hang"))
    bench.performer.recover()
    assert bench.kinds(("bash", "ls")) == ["ran"]
    assert len(bench.shells) == 1


def test_recovery_replaces_a_shell_that_does_not_come_back(bench: Bench) -> None:
    bench.do(("bash", "deaf"))
    bench.performer.recover()
    assert bench.kinds(("bash", "ls")) == ["ran"]
    assert bench.shell.ended


def test_who_is_called_off_stops_in_the_middle(bench: Bench) -> None:
    bench.clock.called_off_at = 30
    with pytest.raises(CalledOff):
        bench.do(("bash", "hang"), ("bash", "ls"))
    assert bench.clock.time < 31
