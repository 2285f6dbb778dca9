"""Sentences about the swarm's join tokens, compared with the start of the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Role

_LOOK_AT = "the role named in `join-token --rotate`"


@sentence(
    "the {role:role} join token was rotated",
    example="the worker join token was rotated",
    reads=[Source.SWARM],
)
def was_rotated(scene: Scene, *, role: Role) -> Verdict:
    """The swarm has another join token for that role than when the step began."""
    changed = _changed(scene)
    if changed is None:
        return _other_swarm(scene, f"another {role} token in the same swarm")
    if changed[role]:
        return passed(f"the {role} token is another than when this step began")
    other: Role = "manager" if role == "worker" else "worker"
    if changed[other]:
        return failed(
            expected=f"another {role} token than when this step began",
            observed=f"the {role} token is the same, the {other} token changed",
            node=scene.snapshot.seen_from or "",
            look_at=_LOOK_AT,
        )
    return waiting(f"the {role} token is the same as when this step began")


@sentence(
    "the {role:role} join token is the same",
    example="the manager join token is the same",
    reads=[Source.SWARM],
)
def is_same(scene: Scene, *, role: Role) -> Verdict:
    """The swarm's join token for that role is the one it had when the step began."""
    changed = _changed(scene)
    expected = f"the {role} token of the start of this step"
    if changed is None:
        return _other_swarm(scene, expected)
    if changed[role]:
        return failed(
            expected=expected,
            observed=f"the {role} token changed",
            node=scene.snapshot.seen_from or "",
            look_at=_LOOK_AT,
        )
    return passed(f"the {role} token is the same as when this step began")


def _changed(scene: Scene) -> dict[Role, bool] | None:
    """Which roles' tokens changed since the step began; None when the swarm is another one."""
    swarm, then = scene.swarm(), scene.since()
    if swarm.id != then.swarm_id:
        return None
    return {
        "worker": not then.had("worker", swarm.worker_token),
        "manager": not then.had("manager", swarm.manager_token),
    }


def _other_swarm(scene: Scene, expected: str) -> Verdict:
    return failed(
        expected=expected,
        observed="the swarm is another one than when this step began, with tokens of its own",
        node=scene.snapshot.seen_from or "",
        look_at="who ran `docker swarm leave` and `docker swarm init`",
    )
