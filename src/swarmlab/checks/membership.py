"""Sentences about who is in the swarm, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled, could_not_look
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of, standing
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.standing import Standing
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Member, Role


@sentence(
    "the swarm has {managers:managers} and {workers:workers}",
    example="the swarm has 1 manager and 2 workers",
    reads=[Source.NODES],
)
def has_members(scene: Scene, *, managers: int, workers: int) -> Verdict:
    """The swarm has exactly that many ready managers and workers, and no member that is down.

    An old entry of a node that has joined again since does not count.
    """
    scene.swarm()
    ready = [m for m in scene.snapshot.members if m.status == "ready"]
    _require_answers(scene)
    found = {role: sum(m.role == role for m in ready) for role in ("manager", "worker")}
    observed = f"{_count(found['manager'], 'manager')} and {_count(found['worker'], 'worker')}"
    wanted = {"manager": managers, "worker": workers}
    if any(found[m.role] > wanted[m.role] and _is_new(scene, m) for m in ready):
        expected = f"{_count(managers, 'manager')} and {_count(workers, 'worker')}"
        return failed(
            expected=expected,
            observed=f"{observed}: {_names(scene, ready)}",
            node=scene.snapshot.seen_from or "",
            look_at="`docker node ls` on a manager",
        )
    if (found["manager"], found["worker"]) != (managers, workers):
        return waiting(f"so far {observed}")
    down = [m for m in scene.snapshot.members if m.status != "ready" and not _is_old(m, ready)]
    if down:
        return waiting(
            f"{name_of(scene, down[0])} is listed too, and its state is {down[0].status}"
        )
    return passed(observed)


@sentence(
    "{node:node} is a {role:role}",
    example="worker1 is a worker",
    reads=[Source.NODES],
)
def is_role(scene: Scene, *, node: str, role: Role) -> Verdict:
    """The node acts in that role by its own word, and the managers list it so and as ready."""
    now = standing(scene, node)
    if now.acts_as == role:
        return passed(now.words, node=node)
    if now.acts_as is not None and _role_then(scene, node) != now.acts_as:
        return failed(
            expected=f"{node} is a {role}",
            observed=now.words,
            node=node,
            look_at=f"the token {node} joined with, and who promoted or demoted it since",
        )
    if now.place == "elsewhere":
        return failed(
            expected=f"{node} is a {role} of the swarm that {scene.snapshot.seen_from} manages",
            observed=now.words,
            node=node,
            look_at=f"`docker info` on {node}",
        )
    return waiting(now.words, node=node)


@sentence(
    "only {node:node} is a manager",
    example="only manager1 is a manager",
    reads=[Source.NODES],
)
def is_only_manager(scene: Scene, *, node: str) -> Verdict:
    """The node is a manager, and the managers list no other one, ready or not."""
    now = standing(scene, node)
    if now.acts_as != "manager":
        return waiting(now.words, node=node)
    others = [m for m in scene.snapshot.members if m.role == "manager" and m.id != now.view.node_id]
    if others:
        return failed(
            expected=f"{node} is the only manager",
            observed=f"{_names(scene, others)} {'is a manager' if len(others) == 1 else 'are'} too",
            node=node,
            look_at=f"the token {name_of(scene, others[0])} joined with, or who promoted it",
        )
    return passed(f"{node} is the only manager", node=node)


@sentence(
    "{node:node} is not in the swarm",
    example="worker2 is not in the swarm",
    reads=[Source.NODES],
)
def is_outside(scene: Scene, *, node: str) -> Verdict:
    """The node says it is in no swarm, and the managers of the swarm list no node of its name.

    There has to be a swarm to be outside of.
    """
    now = standing(scene, node)
    listed = next((m for m in scene.snapshot.members if name_of(scene, m) == node), None)
    if now.place == "outside" and listed is None:
        return passed(f"{node} is in no swarm, and no manager lists it", node=node)
    if now.place == "outside" and listed is not None:
        return waiting(
            f"{node} has left, and the managers still list it: {listed.status}", node=node
        )
    if now.place == "joining" or _role_then(scene, node) is not None:
        return waiting(now.words, node=node)
    return failed(
        expected=f"{node} is in no swarm, and no manager lists it",
        observed=now.words,
        node=node,
        look_at=f"`docker info` on {node}, `docker node ls` on a manager",
    )


@sentence(
    "{node:node} is still the same member",
    example="worker1 is still the same member",
    reads=[Source.NODES],
)
def is_same_member(scene: Scene, *, node: str) -> Verdict:
    """The node has the id and the role it had when the step began, and is ready."""
    then = scene.since()
    if then.role_of(node) is None:
        return waiting(f"{node} was in no swarm when this step began", node=node)
    now = standing(scene, node)
    if now.acts_as == then.role_of(node) and now.view.node_id == then.nodes[node]:
        return passed(f"{node} has the same id and the same role", node=node)
    observed = _change(now, then.nodes[node], then.role_of(node))
    if not observed:
        return waiting(now.words, node=node)
    return failed(
        expected=f"{node} has the id and the role it had when this step began",
        observed=observed,
        node=node,
        look_at=f"what was done with {node}: leave, join, promote, demote or remove",
    )


def _change(now: Standing, node_id: str, role: Role | None) -> str:
    """What is another than before; empty while the node is only not ready."""
    if now.member is None:
        return now.words
    if now.view.node_id != node_id:
        return f"{now.node} is a new member with another id"
    return now.words if now.member.role != role else ""


def _is_new(scene: Scene, member: Member) -> bool:
    """Whether it came, or came to its role, since the step began; true while nobody knows."""
    return scene.baseline is None or scene.baseline.roles.get(member.id) != member.role


def _role_then(scene: Scene, node: str) -> Role | None:
    """The role when the step began: what still is as it was is not the learner's fault."""
    return scene.baseline.role_of(node) if scene.baseline else None


def _require_answers(scene: Scene) -> None:
    """A list calls a node that has just died ready for some seconds more, and then down."""
    listed = {m.hostname for m in scene.snapshot.members}
    for view in scene.snapshot.views.values():
        if not view.reachable and view.node in listed:
            raise Settled(could_not_look(view.node, view.problem))


def _is_old(member: Member, ready: list[Member]) -> bool:
    return any(m.hostname == member.hostname for m in ready)


def _names(scene: Scene, members: list[Member]) -> str:
    *front, last = sorted(name_of(scene, m) for m in members)
    return f"{', '.join(front)} and {last}" if front else last


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
