"""Sentences about storage at rest: autolock, the key file, and the unlock key.

A locked manager tells nothing of its swarm, and one thing by being locked: that autolock is on.
So these sentences say what is the case, where others could not look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Swarm

_SWITCH = "what `docker swarm update --autolock` was told last"


@sentence(
    "autolock is on",
    example="autolock is on",
    reads=[Source.SWARM, Source.NODES],
)
def is_on(scene: Scene) -> Verdict:
    """The managers of the swarm encrypt their keys with an unlock key, and lock at a restart."""
    locked = _locked_swarm(scene)
    if locked:
        return passed(f"{locked} is locked: autolock is on", node=locked)
    if scene.swarm().autolock:
        return passed("the managers lock themselves when they restart")
    if _was_on(scene):
        return failed(
            expected="autolock is on, as when this step began",
            observed="autolock is off: the managers' keys are plain again",
            node=scene.snapshot.seen_from or "",
            look_at=_SWITCH,
        )
    return waiting("autolock is off")


@sentence(
    "autolock is off",
    example="autolock is off",
    reads=[Source.SWARM, Source.NODES],
)
def is_off(scene: Scene) -> Verdict:
    """The managers of the swarm keep their keys plain, and need no unlock key."""
    locked = _locked_swarm(scene)
    on = f"{locked} is locked: autolock is on" if locked else "autolock is on"
    if not locked and not scene.swarm().autolock:
        return passed("the managers need no unlock key")
    if _was_on(scene) or scene.baseline is None:
        return waiting(on)
    return failed(
        expected="autolock is off, as when this step began",
        observed=on,
        node=locked or scene.snapshot.seen_from or "",
        look_at=_SWITCH,
    )


@sentence(
    "the unlock key was rotated",
    example="the unlock key was rotated",
    reads=[Source.SWARM, Source.NODES],
)
def was_rotated(scene: Scene) -> Verdict:
    """The swarm has another unlock key than when the step began; there was one then."""
    swarm, then = _unlocked(scene), scene.since()
    expected = "another unlock key than when this step began, in the same swarm"
    if swarm.id != then.swarm_id:
        return failed(
            expected=expected,
            observed="the swarm is another one than when this step began",
            node=scene.snapshot.seen_from or "",
            look_at="who ran `docker swarm leave` and `docker swarm init`",
        )
    if not then.unlock_key:
        return waiting("autolock was off when this step began: there was no unlock key to rotate")
    if not swarm.autolock or not swarm.unlock_key:
        return failed(
            expected=expected,
            observed="autolock is off, so there is no unlock key",
            node=scene.snapshot.seen_from or "",
            look_at=_SWITCH,
        )
    if then.had_unlock_key(swarm.unlock_key):
        return waiting("the unlock key is the same as when this step began")
    return passed("the unlock key is another than when this step began")


def _was_on(scene: Scene) -> bool:
    return scene.baseline is not None and bool(scene.baseline.unlock_key)


def _locked_swarm(scene: Scene) -> str:
    """The manager that is locked, where no other one can be asked; empty if there is none.

    While a node gives no answer it may be a manager that knows better, so nothing is said.
    """
    views = scene.snapshot.views.values()
    if scene.snapshot.swarm or scene.snapshot.problem or not all(v.reachable for v in views):
        return ""
    return next((view.node for view in views if view.state == "locked"), "")


def _unlocked(scene: Scene) -> Swarm:
    """The swarm, as a manager told it that is not locked.

    Raises:
        Settled: there is none yet, it is locked, or nobody could be asked.
    """
    locked = _locked_swarm(scene)
    if locked:
        raise Settled(waiting(f"{locked} is locked: it tells nothing until it is unlocked",
                              node=locked))  # fmt: skip
    return scene.swarm()
