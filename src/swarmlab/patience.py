"""How long a machine may take: times the code waits at most, stretched for slow ones.

An emulated machine is ten times slower than a laptop, and a swarm on it is none the worse.
``SWARMLAB_PATIENCE=8`` stretches each such time to eight times its length. What a time
means to a swarm itself (a heartbeat, a poll) is never stretched.
"""

from __future__ import annotations

import os

from swarmlab.errors import UsageError

VARIABLE = "SWARMLAB_PATIENCE"
MOST = 100.0


def _factor() -> float:
    text = os.environ.get(VARIABLE) or "1"
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if 1 <= factor <= MOST:
        return factor
    raise UsageError(
        f"{VARIABLE} is {text[:20]!r}, and not a number from 1 to {MOST:g}",
        next_step=f"unset {VARIABLE} unless this machine is very slow",
    )


_FACTOR = _factor()


def patient(seconds: float) -> float:
    """The seconds to wait at most on this machine, where an ordinary one may take that many."""
    return seconds * _FACTOR
