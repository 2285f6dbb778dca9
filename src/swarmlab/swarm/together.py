"""Several calls side by side, each in a thread of its own, waited for no longer than allowed."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")


class NoAnswer(Exception):
    """The call had not ended when its time was over; its thread ends by itself later."""


class Pending(Generic[T]):
    """A call that runs in a daemon thread, so that it never holds up the program's end."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._result: T | None = None
        self._error: Exception | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._run, args=(call,), name="look", daemon=True).start()

    def result(self, timeout: float) -> T:
        """What the call returned, or what it raised.

        Raises:
            NoAnswer: it is still running after ``timeout`` seconds.
        """
        if not self._ended.wait(max(0.0, timeout)):
            raise NoAnswer
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]

    def _run(self, call: Callable[[], T]) -> None:
        try:
            self._result = call()
        except Exception as error:
            self._error = error
        finally:
            self._ended.set()


def together(calls: Mapping[K, Callable[[], T]], timeout: float) -> dict[K, T | Exception]:
    """The results by key; a call that raised or did not end in time gives its exception."""
    deadline = monotonic() + timeout
    started = {key: Pending(call) for key, call in calls.items()}
    results: dict[K, T | Exception] = {}
    for key, pending in started.items():
        try:
            results[key] = pending.result(deadline - monotonic())
        except Exception as error:
            results[key] = error
    return results
