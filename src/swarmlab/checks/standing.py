"""Where a node stands: its own word and the managers' list, put together.

Neither is enough. A removed node goes on saying that it is active, a list may be older than
the node's leave, and a host name is the node's own claim: members are told by their id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.checks.scene import Settled
from swarmlab.checks.verdict import waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.snapshot import Member, OwnView, Role

Place = Literal["outside", "joining", "locked", "elsewhere", "unlisted", "member"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A node's place in the swarm at one moment."""

    node: str
    view: OwnView
    place: Place
    member: Member | None
    """The managers' entry with the node's id."""

    @property
    def acts_as(self) -> Role | None:
        """The role it is listed with, is ready in, and acts in by its own word."""
        member = self.member
        if self.place != "member" or member is None or member.status != "ready":
            return None
        if member.role == "worker":
            return None if self.view.control_available else "worker"
        reachable = member.reachability in {"reachable", ""}
        return "manager" if self.view.control_available and reachable else None

    @property
    def words(self) -> str:
        """What it is, as in ``worker1 is a worker``."""
        return f"{self.node} {self._what}"

    @property
    def _what(self) -> str:
        member = self.member
        if member is None or self.place != "member":
            return _PLACES[self.place]
        if member.status != "ready":
            return f"is listed as a {member.role} whose state is {member.status}"
        if self.acts_as is None:
            return f"is listed as a {member.role} and does not act as one yet"
        return f"is a {member.role}"


_PLACES: dict[Place, str] = {
    "outside": "is in no swarm",
    "joining": "is about to join a swarm",
    "locked": "is locked",
    "elsewhere": "is a manager of a swarm of its own",
    "unlisted": "says it is in a swarm, and the managers do not list it",
    "member": "is a member",
}


def standing(scene: Scene, node: str) -> Standing:
    """Where the node stands now.

    Raises:
        Settled: the node or the swarm could not be looked at, or there is no swarm.
    """
    view = scene.view(node)
    swarm = scene.swarm()
    member = next((m for m in scene.snapshot.members if m.id == view.node_id), None)
    if view.control_available and view.cluster_id not in {"", swarm.id}:
        return Standing(node, view, "elsewhere", None)
    return Standing(node, view, _place(view, member), member)


def _place(view: OwnView, member: Member | None) -> Place:
    if view.state == "locked":
        return "locked"
    if view.state in {"pending", "error", "unknown"}:
        return "joining"
    if view.state != "active" or not view.node_id:
        return "outside"
    return "member" if member else "unlisted"


def ready_member(scene: Scene, node: str) -> Standing:
    """The standing of a node that is a ready member.

    Raises:
        Settled: it is none.
    """
    now = standing(scene, node)
    if now.acts_as is None:
        raise Settled(waiting(now.words, node=node))
    return now


def name_of(scene: Scene, member: Member) -> str:
    """The lab's name of a member: the node that says it has this id, else its host name."""
    for view in scene.snapshot.views.values():
        if view.node_id == member.id:
            return view.node
    return member.hostname or member.id
