"""Sentences about the managers of a swarm and the majority they need.

Only managers that are members of the Raft count: after ``init --force-new-cluster`` the
others stay listed in that role, and have no vote (tried on 20.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.refusal import refusal
from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of, standing
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Member, OwnView, Role


@sentence(
    "the swarm has a leader",
    example="the swarm has a leader",
    reads=[Source.NODES],
)
def has_leader(scene: Scene) -> Verdict:
    """A manager answers, and a majority of the managers can be reached, one of them the leader."""
    voters = _voters(scene, "a majority of the managers, and a leader among them")
    leader = next((m for m in voters if m.leader), None)
    words = _reached_in_words(scene, voters)
    if leader is None:
        return waiting(f"no manager is listed as the leader; {words}")
    if not _is_majority(voters):
        return waiting(f"{name_of(scene, leader)} has led so far and has no majority left: {words}")
    return passed(f"{name_of(scene, leader)} is the leader", node=name_of(scene, leader))


@sentence(
    "the swarm has no leader",
    example="the swarm has no leader",
    reads=[Source.NODES],
)
def has_no_leader(scene: Scene) -> Verdict:
    """A manager answers, it says so itself, and no other one answers for the swarm.

    A manager that has lost its majority says so only after some 20 s: for the first 10 it
    goes on as if nothing had happened, and then it gives no answer at all.
    """
    orphan = _orphan(scene)
    if scene.snapshot.swarm is None and orphan is not None:
        return passed(f"{orphan.node} says that the swarm does not have a leader", node=orphan.node)
    _require_no_search(scene)
    scene.swarm()
    voters = _raft(scene)
    leader = next((m for m in voters if m.leader), None)
    words = _reached_in_words(scene, voters)
    if leader is None:
        return waiting(f"{scene.snapshot.seen_from} answers for the swarm; {words}")
    return waiting(f"{name_of(scene, leader)} is the leader; {words}", node=name_of(scene, leader))


@sentence(
    "{node:node} is the leader",
    example="manager1 is the leader",
    reads=[Source.NODES],
)
def is_leader(scene: Scene, *, node: str) -> Verdict:
    """The node says it is a manager, and the managers list it as their leader."""
    voters = _voters(scene, f"{node} is the leader")
    now = standing(scene, node)
    leader = next((m for m in voters if m.leader), None)
    if now.member is not None and now.member is leader and now.view.control_available:
        return passed(f"{node} is the leader", node=node)
    if now.acts_as != "manager" or leader is None:
        return waiting(now.words, node=node)
    return waiting(f"{node} is a manager, and {name_of(scene, leader)} is the leader", node=node)


@sentence(
    "{reached:count} of {managers:managers} can be reached",
    example="2 of 3 managers can be reached",
    reads=[Source.NODES],
)
def can_be_reached(scene: Scene, *, reached: int, managers: int) -> Verdict:
    """The leader counts exactly that many managers, and reaches exactly that many of them.

    A manager that has just died is listed as reachable for a moment: to be counted it must
    answer us as well. Without a leader nobody counts; that is failed where the number of
    managers was to stay as it was when the step began.
    """
    expected = f"{reached} of {_count(managers)} can be reached"
    as_many = sum(role == "manager" for role in _roles_then(scene).values()) == managers
    voters = _voters(scene, expected, had_leader=as_many)
    up = [m for m in voters if m.reachability == "reachable"]
    observed = _reached_in_words(scene, voters)
    if len(voters) != managers:
        return _other_number(scene, voters, managers, expected, observed)
    if len(up) != reached:
        return waiting(observed)
    silent = next((name for m in up if (name := _silent(scene, m))), "")
    if silent:
        return waiting(f"{silent} is listed as reachable and gives no answer", node=silent)
    return passed(observed)


@sentence(
    "{node:node} is unreachable as a manager",
    example="manager1 is unreachable as a manager",
    reads=[Source.NODES],
)
def is_unreachable(scene: Scene, *, node: str) -> Verdict:
    """The leader lists the node as one of its managers, and does not reach it.

    The node itself is not asked: it is known by its id, or by its host name where nobody
    knows its id any more.
    """
    voters = _voters(scene, f"{node} is still a manager, and cannot be reached")
    member = _entry(scene, node)
    if member is None:
        return waiting(f"the managers do not list {node}", node=node)
    if member.role == "worker":
        return _is_worker(scene, member, node)
    if member not in voters:
        return waiting(f"{node} is listed as a manager, and takes no part in the Raft", node=node)
    if member.reachability != "unreachable":
        return waiting(f"{node} is a manager and can be reached", node=node)
    return passed(f"{node} is a manager and cannot be reached", node=node)


def _voters(scene: Scene, expected: str, *, had_leader: bool = True) -> tuple[Member, ...]:
    """The managers of the Raft; never empty.

    Args:
        scene: where to look.
        expected: what a lost majority makes impossible.
        had_leader: whether it is a fault that there is none, where the step began with one.

    Raises:
        Settled: nobody can be asked, or the swarm has no leader: then nobody counts.
    """
    orphan = _orphan(scene)
    if scene.snapshot.swarm is None and orphan is not None:
        raise Settled(_leaderless(scene, orphan, expected if had_leader else ""))
    _require_no_search(scene)
    scene.swarm()
    return _raft(scene)


def _raft(scene: Scene) -> tuple[Member, ...]:
    return tuple(m for m in scene.snapshot.members if m.reachability)


def _orphan(scene: Scene) -> OwnView | None:
    """A manager that says its swarm has no leader."""
    texts = refusal("no-leader").texts
    for view in scene.snapshot.views.values():
        if view.control_available and any(text in view.error for text in texts):
            return view
    return None


def _leaderless(scene: Scene, orphan: OwnView, expected: str) -> Verdict:
    """It fails where something was expected and the step began with a leader; else it waits."""
    words = f"{orphan.node} says that the swarm does not have a leader"
    then = scene.baseline
    if not expected or then is None or then.problem or not then.swarm_id:
        return waiting(words, node=orphan.node)
    return failed(
        expected=expected,
        observed=words,
        node=orphan.node,
        look_at="how many managers run, and how many make a majority",
    )


def _require_no_search(scene: Scene) -> None:
    """A manager between two leaders leaves every question about the swarm open for a while."""
    if scene.snapshot.swarm is not None:
        return
    for view in scene.snapshot.views.values():
        if view.searching:
            raise Settled(
                waiting(f"{view.node} gives no answer about the swarm: it looks for a leader",
                        node=view.node)
            )  # fmt: skip


def _other_number(
    scene: Scene, voters: Sequence[Member], managers: int, expected: str, observed: str
) -> Verdict:
    """It fails when somebody became a manager, or ceased to be one, and that made the number."""
    then = _roles_then(scene)
    now = {m.id: m.role for m in scene.snapshot.members}
    came = [m for m in voters if then and then.get(m.id) != "manager"]
    went = [id_ for id_, role in then.items() if role == "manager" and now.get(id_) != "manager"]
    if not (came if len(voters) > managers else went):
        return waiting(observed)
    return failed(
        expected=expected,
        observed=observed,
        node=scene.snapshot.seen_from or "",
        look_at="who was promoted, demoted or removed; `docker node ls` on a manager",
    )


def _roles_then(scene: Scene) -> Mapping[str, Role]:
    """Roles by id when the step began; empty when nobody knows."""
    return scene.baseline.roles if scene.baseline else {}


def _entry(scene: Scene, node: str) -> Member | None:
    """The managers' entry of a node that may not be able to say its id."""
    view = scene.snapshot.views.get(node)
    known = view.node_id if view and view.reachable else ""
    known = known or (scene.baseline.nodes.get(node, "") if scene.baseline else "")
    by_id = next((m for m in scene.snapshot.members if m.id == known), None)
    if by_id is not None or known:
        return by_id
    taken = {v.node_id for v in scene.snapshot.views.values() if v.node != node}
    named = [m for m in scene.snapshot.members if m.hostname == node and m.id not in taken]
    return named[0] if len(named) == 1 else None


def _is_worker(scene: Scene, member: Member, node: str) -> Verdict:
    if _roles_then(scene).get(member.id) != "manager":
        return waiting(f"{node} is a worker", node=node)
    return failed(
        expected=f"{node} is still a manager, and cannot be reached",
        observed=f"{node} is a worker, and was a manager when this step began",
        node=node,
        look_at=f"who demoted {node}",
    )


def _silent(scene: Scene, member: Member) -> str:
    """The lab's name of a member that gives us no answer; empty when it does."""
    name = next((n for n in scene.snapshot.views if (m := _entry(scene, n)) and m is member), "")
    return "" if not name or scene.snapshot.views[name].reachable else name


def _is_majority(voters: Sequence[Member]) -> bool:
    return 2 * sum(m.reachability == "reachable" for m in voters) > len(voters)


def _reached_in_words(scene: Scene, voters: Sequence[Member]) -> str:
    up = sorted(name_of(scene, m) for m in voters if m.reachability == "reachable")
    names = f": {', '.join(up[:-1])} and {up[-1]}" if len(up) > 1 else "".join(f": {n}" for n in up)
    return f"{len(up)} of {_count(len(voters))} can be reached{names}"


def _count(number: int) -> str:
    return f"{number or 'no'} manager{'' if number == 1 else 's'}"
