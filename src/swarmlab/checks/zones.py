"""Sentences about labels, constraints and where tasks may run."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from swarmlab.checks.constraints import ENGINE_LABELS, NODE_LABELS, Constraint, fitting
from swarmlab.checks.registry import sentence
from swarmlab.checks.running import (
    as_before,
    coming,
    listed,
    member_of,
    node_of,
    nodes_of,
    pending,
    running,
    service_named,
    stopping,
    tasks_in_words,
    tasks_of,
    why_missing,
)
from swarmlab.checks.source import Source
from swarmlab.checks.standing import name_of, standing
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.fields import Label
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Member, ServiceTask


@sentence(
    "{node:node} is labelled {label:label}",
    example="worker1 is labelled zone=secure",
    reads=[Source.NODES],
)
def is_labelled(scene: Scene, *, node: str, label: Label) -> Verdict:
    """A manager gave the node this label: exactly this key, and exactly this value.

    A label with a similar key, and one that the node's engine claims, fails.
    """
    now = standing(scene, node)
    if now.member is None:
        return waiting(now.words, node=node)
    if now.member.labels.get(label.key) == label.value:
        return passed(f"the managers label {node} {label}", node=node)
    wrong = _mistaken(now.member, label)
    if wrong:
        return failed(
            expected=f"a manager's label {label} on {node}",
            observed=f"{node} {wrong}",
            node=node,
            look_at=f"`docker node inspect {node}` on a manager: Spec, Labels",
        )
    return waiting(f"{node} {_has_instead(now.member, label)}{_others(scene, label)}", node=node)


@sentence(
    "{node:node} is not labelled {label:label}",
    example="worker2 is not labelled zone=secure",
    reads=[Source.NODES, Source.JOURNAL],
)
def is_not_labelled(scene: Scene, *, node: str, label: Label) -> Verdict:
    """The node is a member, and no manager's label on it would fit a constraint on this one.

    Constraints do not mind the case of a value, so zone=SECURE is as good as zone=secure.
    """
    now = standing(scene, node)
    if now.member is None:
        return waiting(now.words, node=node)
    value = now.member.labels.get(label.key, "")
    if value.lower() != label.value.lower():
        return passed(f"no manager labels {node} {label}", node=node)
    observed = f"{node} is labelled {label.key}={value}"
    if not any("node update" in command.text for command in scene.journal):
        return waiting(observed, node=node)
    return failed(
        expected=f"no label {label} on {node}",
        observed=observed,
        node=node,
        look_at="which `docker node update` named this node",
    )


@sentence(
    "{node:node} claims the engine label {label:label}",
    example="worker2 claims the engine label zone=secure",
    reads=[Source.NODES],
)
def claims(scene: Scene, *, node: str, label: Label) -> Verdict:
    """The node tells the managers that its engine has this label, as root on it may at will."""
    now = standing(scene, node)
    member = now.member
    if member is None or now.acts_as is None:
        return waiting(now.words, node=node)
    if member.engine_labels.get(label.key) == label.value:
        return passed(f"the engine of {node} says {label}", node=node)
    if member.labels.get(label.key) == label.value:
        return failed(
            expected=f"the engine of {node} says {label} by itself",
            observed=f"a manager labelled {node} {label}, and its engine says nothing of it",
            node=node,
            look_at=f"where {node} gets its labels from: its own files, or a manager",
        )
    said = [f"{key}={value}" for key, value in sorted(member.engine_labels.items())]
    return waiting(f"the engine of {node} claims {listed(said or ['nothing'])}", node=node)


@sentence(
    "service {service:service} is bound to {label:label}",
    example="service api is bound to zone=secure",
    reads=[Source.SERVICES],
)
def is_bound(scene: Scene, *, service: str, label: Label) -> Verdict:
    """One of its constraints is node.labels.KEY==VALUE, with exactly this key and value.

    Others may narrow it further. Without it, a service that came or has others fails.
    """
    known = service_named(scene, service)
    wanted = f"{NODE_LABELS}{label.key}=={label.value}"
    constraints = [Constraint.parse(text) for text in known.constraints]
    if any(_is_on(c, label) and c.is_equal and c.value == label.value for c in constraints):
        return passed(f"{service} has the constraint {wanted}")
    observed = listed(list(known.constraints) or ["no constraint at all"])
    if not known.constraints and scene.baseline and service in scene.baseline.tasks:
        return waiting(f"{service} has no constraint yet")
    return failed(
        expected=f"{service} has the constraint {wanted}",
        observed=f"{service} has {observed}{_why_not(constraints, label)}",
        node=scene.snapshot.seen_from or "",
        look_at=f"`docker service inspect --pretty {service}`: Placement",
    )


@sentence(
    "service {service:service} is bound to workers",
    example="service api is bound to workers",
    reads=[Source.SERVICES],
)
def is_bound_to_workers(scene: Scene, *, service: str) -> Verdict:
    """One of its constraints is node.role==worker, or node.role!=manager; the contrary fails."""
    known = service_named(scene, service)
    parsed = [Constraint.parse(text) for text in known.constraints]
    roles = {(c.value.lower() == "worker") == c.is_equal for c in parsed
             if c.key.lower() == "node.role"}  # fmt: skip
    observed = f"{service} has {listed(list(known.constraints) or ['no constraint'])}"
    if False in roles:
        return failed(
            expected=f"{service} keeps off managers: node.role==worker",
            observed=f"{observed}, and runs on no worker",
            node=scene.snapshot.seen_from or "",
            look_at=f"`docker service inspect --pretty {service}`: Placement",
        )
    if roles:
        return passed(f"{service} keeps off managers")
    return waiting(f"{observed}, and may run on a manager")


@sentence(
    "service {service:service} runs only on nodes labelled {label:label}",
    example="service api runs only on nodes labelled zone=secure",
    reads=[Source.SERVICES, Source.NODES],
)
def runs_only_on_labelled(scene: Scene, *, service: str, label: Label) -> Verdict:
    """A task of it runs, and every node that has one or gets one has this label from a manager.

    What a node's engine claims does not count.
    """
    known = service_named(scene, service)
    ours = tasks_of(scene, known)
    now = running(scene, ours)
    astray = [task for task in now if not _has(scene, task, label)]
    if astray and not as_before(scene, known, astray):
        node = node_of(scene, astray[0])
        return failed(
            expected=f"every task of {service} is on a node labelled {label}",
            observed=f"{service} runs on {node}, {_told(scene, astray[0], label)}",
            node=node,
            look_at=f"the constraints of {service}, and the labels of {node}",
        )
    if astray:
        there = nodes_of(scene, astray)
        return waiting(f"{service} runs on {there}, not labelled {label}, as when this step began")
    if not now:
        why = why_missing(scene, known)
        return waiting(f"no task of {service} runs{f': {why}' if why else ''}")
    moving = [t for t in coming(scene, ours) + stopping(scene, ours) if not _has(scene, t, label)]
    if moving:
        where = f"{node_of(scene, moving[0])}, {_told(scene, moving[0], label)}"
        return waiting(f"a task of {service} is starting or stopping on {where}")
    return passed(f"{service} runs {tasks_in_words(len(now))} on {nodes_of(scene, now)}")


@sentence(
    "service {service:service} waits for a node that fits its constraints",
    example="service api waits for a node that fits its constraints",
    reads=[Source.SERVICES, Source.NODES],
)
def waits_for_a_node(scene: Scene, *, service: str) -> Verdict:
    """It has constraints, no node that takes tasks fits them, and so its tasks are pending."""
    known = service_named(scene, service)
    ours = tasks_of(scene, known)
    now = running(scene, ours)
    if now and not as_before(scene, known, now):
        return failed(
            expected=f"no node fits the constraints of {service}",
            observed=f"{service} runs on {nodes_of(scene, now)}",
            node=node_of(scene, now[0]),
            look_at=f"the constraints of {service}, and the labels of that node",
        )
    if now or coming(scene, ours) or stopping(scene, ours):
        moving = now or coming(scene, ours) or stopping(scene, ours)
        return waiting(f"a task of {service} is on {nodes_of(scene, moving)}")
    unplaced = pending(ours)
    if not unplaced:
        return waiting(f"{service} has no task that waits for a node")
    if not known.constraints:
        return waiting(f"{service} has no constraint; the engine says: {unplaced[0].error}")
    fit = fitting(known.constraints, scene.snapshot.members)
    if fit:
        names = listed(sorted(name_of(scene, member) for member in fit))
        return waiting(f"{names} fits the constraints; the engine says: {unplaced[0].error}")
    return passed(f"{service} waits: {unplaced[0].error}")


def _mistaken(member: Member, label: Label) -> str:
    """What looks like the label and is not; empty when nothing does."""
    for key, value in member.labels.items():
        if key != label.key and value == label.value and _alike(key, label.key):
            return f"is labelled {key}={value}, another key"
    value = member.labels.get(label.key, "")
    if value.lower() == label.value.lower() != "":
        return f"is labelled {label.key}={value}, written differently"
    if member.engine_labels.get(label.key) == label.value:
        return f"claims {label} as an engine label, and no manager gave it"
    return ""


def _has_instead(member: Member, label: Label) -> str:
    value = member.labels.get(label.key)
    return f"is labelled {label.key}={value}" if value else f"has no label {label.key}"


def _others(scene: Scene, label: Label) -> str:
    """Who has the label, as a remark; empty when nobody does."""
    members = [m for m in scene.snapshot.members if m.labels.get(label.key) == label.value]
    names = sorted(name_of(scene, member) for member in members)
    return f"; {label} is on {listed(names)}" if names else ""


def _alike(one: str, other: str) -> bool:
    """Whether one may be the other mistyped."""
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() >= 0.75


def _is_on(constraint: Constraint, label: Label) -> bool:
    return constraint.label(NODE_LABELS) == label.key


def _why_not(constraints: list[Constraint], label: Label) -> str:
    """What the nearest of its constraints means instead."""
    for constraint in constraints:
        if constraint.label(ENGINE_LABELS) is not None:
            return ", which a node may claim for itself"
        if _is_on(constraint, label) and not constraint.is_equal:
            return ", which lets in every node without that label"
    return ""


def _has(scene: Scene, task: ServiceTask, label: Label) -> bool:
    member = member_of(scene, task)
    return member is not None and member.labels.get(label.key) == label.value


def _told(scene: Scene, task: ServiceTask, label: Label) -> str:
    """What the task's node has in the place of the label."""
    member = member_of(scene, task)
    if member is None:
        return "which is no member"
    if member.engine_labels.get(label.key) == label.value:
        return f"which claims {label} itself, and no manager gave it"
    return f"which {_has_instead(member, label)}"
