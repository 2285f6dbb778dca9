"""What a deck's regular expression picks from a screen, within a bounded time.

The expression is the deck's, and one can be written that takes years; so another process
searches, which is ended when its time is over.
"""

from __future__ import annotations

import json
import subprocess
import sys

from swarmlab.errors import UnitFailed
from swarmlab.patience import patient

SECONDS = patient(20.0)
"""Far above what an honest expression takes on a busy machine."""

_SEARCH = """
import json, re, sys
pattern, text = json.load(sys.stdin)
try:
    found = [m[1] if m.re.groups else m[0] for m in re.finditer(pattern, text, re.DOTALL)]
    answer = {"found": (found or [None])[-1]}
except (re.error, RecursionError, OverflowError, MemoryError) as error:
    answer = {"fault": str(error) or type(error).__name__}
json.dump(answer, sys.stdout)
"""


def last_match(pattern: str, text: str, seconds: float = SECONDS) -> str:
    """The last piece of a text that fits, its line ends taken out; of its first group if any.

    Raises:
        UnitFailed: nothing fits, the expression is none, or it takes too long.
    """
    try:
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _SEARCH],
            input=json.dumps([pattern, text]),
            capture_output=True, text=True, timeout=seconds, check=True,
        )  # fmt: skip
        answer = json.loads(ran.stdout)
    except subprocess.TimeoutExpired:
        raise UnitFailed(f"the expression was searched for {seconds:g} s without an end") from None
    except (subprocess.CalledProcessError, ValueError):
        raise UnitFailed("the expression could not be searched for") from None
    if "fault" in answer:
        raise UnitFailed(f"is no regular expression: {answer['fault']}")
    if not answer["found"]:
        raise UnitFailed("nothing on the screen fits")
    return str(answer["found"]).replace("\n", "")
