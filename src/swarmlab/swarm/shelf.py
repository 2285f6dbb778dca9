"""The certificates on the nodes' disks, kept from look to look: few looks need to read one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING

from swarmlab.patience import patient
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate, NotACertificate
from swarmlab.swarm.link import FileMissing, LinkLost
from swarmlab.swarm.together import together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.link import Link
    from swarmlab.swarm.snapshot import OwnView, Snapshot

KEPT_SECONDS = 5.0
"""How old a certificate may get before it is read again: a renewal is told by nobody."""
_READ_SECONDS = patient(1.0)
"""For a node to give its certificate; a look waits no longer for what it can do without."""


@dataclass(frozen=True, slots=True)
class _Kept:
    standing: tuple[object, ...]
    """What the node was when it was read: with another role or issuer comes another one."""
    read_at: float
    """On the monotonic clock."""
    certificate: Certificate | None


class CertificateShelf:
    """The certificates of one run's nodes; used by one look at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def look(self, snapshot: Snapshot, links: Mapping[str, Link]) -> Mapping[str, Certificate]:
        """The certificates of the nodes that answer and are in a swarm, by the lab's names.

        Read are only those of nodes that have changed their place in the swarm, and those
        that were read too long ago. A node that does not give one now has none.
        """
        now = monotonic()
        standings = {
            name: _standing(snapshot, view)
            for name, view in snapshot.views.items()
            if view.reachable and view.state != "inactive"
        }
        stale = [name for name, each in standings.items() if self._is_stale(name, each, now)]
        read = together({name: partial(_read, links[name]) for name in stale}, _READ_SECONDS)
        for name, result in read.items():
            certificate = result if isinstance(result, Certificate) else None
            self._kept[name] = _Kept(standings[name], now, certificate)
        self._kept = {name: kept for name, kept in self._kept.items() if name in standings}
        return MappingProxyType(
            {n: kept.certificate for n, kept in self._kept.items() if kept.certificate is not None}
        )

    def _is_stale(self, name: str, standing: tuple[object, ...], now: float) -> bool:
        kept = self._kept.get(name)
        return kept is None or kept.standing != standing or now - kept.read_at >= KEPT_SECONDS


def _standing(snapshot: Snapshot, view: OwnView) -> tuple[object, ...]:
    member = next((each for each in snapshot.members if each.id == view.node_id), None)
    listed = (member.role, member.certificate_issuer) if member else None
    return view.state, view.node_id, view.control_available, listed


def _read(link: Link) -> Certificate | None:
    try:
        return Certificate.parse(link.read(CERTIFICATE_PATH, timeout=_READ_SECONDS))
    except (FileMissing, LinkLost, NotACertificate):
        return None
