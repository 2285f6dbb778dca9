"""How long a machine may take: times the code waits at most, stretched for slow ones.

An emulated machine is ten times slower than a laptop, and a swarm on it is none the worse.
``SWARMLAB_PATIENCE=8`` stretches each such time to eight times its length, and the time
between two looks too: they must leave such a machine to its work. What a swarm itself
counts in seconds (a heartbeat) is never stretched.
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
    """The seconds to wait on this machine, where on an ordinary one it is that many."""
    return seconds * _FACTOR
