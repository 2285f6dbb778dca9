"""A node that no manager lists, in words: what it is, and what is wrong with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.tui import signs

if TYPE_CHECKING:
    from collections.abc import Collection

    from swarmlab.swarm.snapshot import OwnView, Snapshot

LOCKED = f"{signs.ERROR} locked"
REMOVED = f"{signs.FAILED} removed"


def lone_words(snapshot: Snapshot, view: OwnView, removed: Collection[str] = ()) -> tuple[str, str]:
    """``in another swarm`` and the like; then ``LOCKED``, ``REMOVED``, or nothing.

    Args:
        snapshot: the last look.
        view: the node's own.
        removed: nodes that managers listed before and do not list now.
    """
    if not view.reachable:
        return "no answer", ""
    if view.state == "locked":
        return "in a swarm, locked", LOCKED
    if view.state == "active" and snapshot.seen_from is None:
        return "active, no manager seen", ""
    if view.state == "active" and (_is_elsewhere(snapshot, view) or view.control_available):
        return "in another swarm", ""
    if view.state == "active":
        return "removed, says active", REMOVED
    trouble = REMOVED if view.node in removed else ""
    if view.state == "inactive":
        return "not in the swarm", trouble
    return f"in a swarm, {view.state}", trouble


def _is_elsewhere(snapshot: Snapshot, view: OwnView) -> bool:
    certificate, swarm = snapshot.certificates.get(view.node), snapshot.swarm
    return certificate is not None and swarm is not None and certificate.cluster_id != swarm.id
