"""Calls that may block, off the screen's thread; what they raise comes back as plain words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from swarmlab.errors import SwarmlabError
from swarmlab.swarm.text import mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

T = TypeVar("T")


def in_background(
    screen: Screen[Any],
    call: Callable[[], T],
    *,
    group: str,
    done: Callable[[T], object] | None = None,
    failed: Callable[[SwarmlabError], object],
) -> None:
    """Call in a thread; then, on the screen's own thread, ``done`` or ``failed``.

    A later call of the same group takes the place of an earlier one that has not begun.
    """

    def work() -> None:
        try:
            result = call()
        except SwarmlabError as error:
            _later(screen, failed, error)
        except Exception as error:
            _later(screen, failed, unexpected(error))
        else:
            if done is not None:
                _later(screen, done, result)

    screen.run_worker(work, thread=True, group=group, exclusive=True, exit_on_error=False)


def _later(screen: Screen[Any], callback: Callable[[Any], object], value: object) -> None:
    with suppress(RuntimeError):  # the app may have ended meanwhile
        screen.call_later(callback, value)


def unexpected(error: Exception) -> SwarmlabError:
    """A fault of the program itself, in words."""
    return SwarmlabError(
        f"swarmlab met a fault of its own: {type(error).__name__}: {mask(str(error))}",
        next_step="swarmlab doctor --bundle FILE writes a report",
    )
