"""Ctrl-C while nodes come up."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.interrupt import called_off
from swarmlab.errors import StartFailed

if TYPE_CHECKING:
    from collections.abc import Callable


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_one_calls_off_and_ends_as_an_interrupt() -> None:
    cancelled: list[bool] = []

    def work() -> None:
        with called_off() as arm:
            arm(lambda: cancelled.append(True))
            interrupt()
            raise StartFailed("the start was called off")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert cancelled == [True]


def run_armed(*steps: Callable[[], None]) -> None:
    with called_off() as arm:
        arm(lambda: None)
        for step in steps:
            step()


def fail() -> None:
    raise StartFailed("worker1 did not come up")


def test_the_second_one_does_not_wait() -> None:
    reached: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run_armed(interrupt, lambda: reached.append("after one"), interrupt, reached.clear)
    assert reached == ["after one"]


def test_before_anything_is_armed_it_interrupts_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), called_off():
        interrupt()


def test_an_error_of_its_own_stays_what_it_is() -> None:
    with pytest.raises(StartFailed):
        run_armed(fail)


def test_the_signal_is_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with called_off():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
