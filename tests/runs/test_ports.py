"""The screens' ports fit the rooms that implement them; the type checker judges most of it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from swarmlab.runs.desk import Desk
from swarmlab.runs.session import Session
from swarmlab.tui import ports

if TYPE_CHECKING:
    from swarmlab.nodes.shell import Shell
    from swarmlab.nodes.sweeper import Sweeper
    from swarmlab.runs import ground
    from swarmlab.runs.engine_ground import EngineGround


def fits(session: Session, desk: Desk, shell: Shell) -> ports.LabSession:
    """Checked by mypy."""
    _desk: ports.Desk = desk
    _shell: ports.ShellPort = shell
    return session


def fits_below(engine: EngineGround, shell: Shell, sweeper: Sweeper) -> ground.Ground:
    """Checked by mypy."""
    _shell: ground.NodeShell = shell
    _sweeper: ground.Sweeper = sweeper
    return engine


def test_every_member_of_the_ports_is_there() -> None:
    for port, room in ((ports.LabSession, Session), (ports.Desk, Desk)):
        names = [name for name, _ in inspect.getmembers(port) if not name.startswith("_")]
        assert names
        assert [name for name in names if not hasattr(room, name)] == []
