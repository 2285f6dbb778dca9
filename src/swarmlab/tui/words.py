"""How the screens say numbers, times and places."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from swarmlab.deck.model import Span

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def line(text: str) -> str:
    """Untrusted text as one safe line: no control or bidi characters, no tabs or newlines."""
    return clean(text, keep_newlines=False).expandtabs(4)


def lines(text: str) -> list[str]:
    """Untrusted text as safe lines."""
    return clean(text).expandtabs(8).split("\n")


def span_text(span: Span) -> str:
    """What is shown of a span: its text, which of a picture is ``[picture: …]``."""
    if span.image is None:
        return span.text
    return f"[picture: {span.text}]" if span.text.strip() else "[picture]"


def count(number: int) -> str:
    """``three`` up to nine, digits from there."""
    return _COUNTS[number] if 0 <= number < len(_COUNTS) else str(number)


def counted(number: int, noun: str) -> str:
    """``1 node``, ``3 nodes``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def passed_of(passed: int, tasks: int) -> str:
    """``1 of 4 passed``, ``none of 4 passed yet``, ``all 4 passed``; of one, ``passed``."""
    if tasks == 1:
        return "passed" if passed else "not passed yet"
    if not passed:
        return f"none of {tasks} passed yet"
    return f"all {tasks} passed" if passed == tasks else f"{passed} of {tasks} passed"


def listed(names: tuple[str, ...]) -> str:
    """``manager1``, ``manager1 and worker1``, ``manager1, worker1 and worker2``."""
    *before, last = names or ("nothing",)
    return f"{', '.join(before)} and {last}" if before else last


def minutes(number: int) -> str:
    """``45 min``, ``2 h 25 min``."""
    hours, rest = divmod(number, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def spent(number: float) -> str:
    """Seconds as ``40 s``, ``6 min``, ``1 h 5 min``."""
    return f"{int(number)} s" if number < 60 else minutes(int(number) // 60)


def timer(number: float) -> str:
    """Seconds as ``0:07``, ``12:34``, ``1:02:03``."""
    minutes_, rest = divmod(int(number), 60)
    hours, minutes_ = divmod(minutes_, 60)
    return f"{hours}:{minutes_:02}:{rest:02}" if hours else f"{minutes_}:{rest:02}"


def clock(at: float) -> str:
    """``14:31`` of this machine's day."""
    return time.strftime("%H:%M", time.localtime(at))


def clock_seconds(at: float) -> str:
    """``14:31:07`` of this machine's day."""
    return time.strftime("%H:%M:%S", time.localtime(at))


def seconds(number: float) -> str:
    """``0.9 s``, ``12 s``."""
    return f"{number:.1f} s" if number < 10 else f"{number:.0f} s"


def gigabytes(size: int) -> str:
    """``31 GB``, ``640 MB``."""
    return f"{size / 1e9:.0f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
