"""Why a node could not be asked, in a few plain words: the engine's own name ids and sockets."""

from __future__ import annotations

import re

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import Timeout

from swarmlab.nodes.engine import words_of

_STATES = (
    (re.compile(r"^No such container", re.IGNORECASE), "the node is gone"),
    (re.compile(r"^Container \w+ is not running", re.IGNORECASE), "the node is not running"),
    (re.compile(r"^Container \w+ is restarting", re.IGNORECASE), "the node is restarting"),
    (re.compile(r"^Container \w+ is paused", re.IGNORECASE), "the node is paused"),
)


def why_silent(error: Exception) -> str:
    """The reason in an exception of the SDK or of its transport."""
    if isinstance(error, Timeout | TimeoutError):
        return "no answer in time"
    if isinstance(error, NoConnection | ConnectionError):
        return "the engine gives no answer"
    said = words_of(error)
    return next((plain for pattern, plain in _STATES if pattern.match(said)), said)
