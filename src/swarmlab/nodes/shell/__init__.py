"""A node's shell: tmux inside the node, driven in control mode; bash tells what it does."""

from __future__ import annotations

from swarmlab.nodes.shell.offer import OfferPhase
from swarmlab.nodes.shell.onlooker import Onlooker
from swarmlab.nodes.shell.opening import NotOpened
from swarmlab.nodes.shell.quoting import captures_in, captures_script
from swarmlab.nodes.shell.result import UnitResult
from swarmlab.nodes.shell.screen import Screen
from swarmlab.nodes.shell.shell import Shell
from swarmlab.nodes.shell.stream import Stream, StreamFactory
from swarmlab.nodes.shell.tracker import Phase

__all__ = [
    "NotOpened",
    "OfferPhase",
    "Onlooker",
    "Phase",
    "Screen",
    "Shell",
    "Stream",
    "StreamFactory",
    "UnitResult",
    "captures_in",
    "captures_script",
]
