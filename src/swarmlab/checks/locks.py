"""Sentences about storage at rest: autolock, the key file, and the unlock key.

A locked manager tells nothing of its swarm, and one thing by being locked: that autolock is on.
So these sentences say what is the case where others could not look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.registry import sentence
from swarmlab.checks.scene import Settled
from swarmlab.checks.source import Source
from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.swarm.certificate import KEY_PATH
from swarmlab.swarm.keyfile import KeyFile, NotAKeyFile

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.checks.verdict import Verdict
    from swarmlab.swarm.snapshot import Swarm

_ON_ITS_WAY = frozenset({"pending", "error", "unknown"})
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


@sentence(
    "{node:node} is locked",
    example="manager1 is locked",
    reads=[Source.NODES],
)
def is_locked(scene: Scene, *, node: str) -> Verdict:
    """The node has restarted with autolock on, and nobody has given it the unlock key."""
    state = scene.view(node).state
    if state == "locked":
        return passed(f"{node} is locked", node=node)
    if state in _ON_ITS_WAY:
        return waiting(f"{node} is not up yet", node=node)
    if state != "active":
        return waiting(f"{node} is in no swarm", node=node)
    return waiting(f"{node} is not locked", node=node)


@sentence(
    "{node:node} is not locked",
    example="manager1 is not locked",
    reads=[Source.NODES],
)
def is_not_locked(scene: Scene, *, node: str) -> Verdict:
    """The node takes part in a swarm, and a manager tells of that swarm again."""
    view = scene.view(node)
    if view.state == "locked":
        return waiting(f"{node} is locked", node=node)
    if view.state in _ON_ITS_WAY:
        return waiting(f"{node} is not up yet", node=node)
    if view.state != "active":
        return waiting(f"{node} is in no swarm", node=node)
    if scene.snapshot.swarm is None and not scene.snapshot.problem:
        return waiting(f"{node} is not locked, and no manager answers yet", node=node)
    scene.swarm()
    return passed(f"{node} is not locked", node=node)


@sentence(
    "the key file of {node:node} is encrypted",
    example="the key file of manager1 is encrypted",
    reads=[Source.CERTIFICATES, Source.NODES],
)
def is_encrypted(scene: Scene, *, node: str) -> Verdict:
    """Both keys in it are encrypted: the one to its certificate and the one to its raft log."""
    key = _key_file(scene, node)
    if key.tls_key_encrypted and key.raft_key_encrypted:
        return passed(f"both keys of {node} are encrypted", node=node)
    if key.tls_key_encrypted or key.raft_key_encrypted:
        which = "TLS" if key.tls_key_encrypted else "raft"
        return waiting(f"only the {which} key of {node} is encrypted so far", node=node)
    if not key.raft_keys:
        return waiting(f"{node} is no manager: its key file is plain whatever is set", node=node)
    return waiting(f"the keys of {node} lie there plain", node=node)


@sentence(
    "the key file of {node:node} is plain",
    example="the key file of manager1 is plain",
    reads=[Source.CERTIFICATES, Source.NODES],
)
def is_plain(scene: Scene, *, node: str) -> Verdict:
    """No key in it is encrypted: whoever can read the file has the node's keys."""
    key = _key_file(scene, node)
    if not key.tls_key_encrypted and not any(each.algorithm for each in key.raft_keys):
        return passed(f"the keys of {node} lie there plain", node=node)
    encrypted = f"the keys of {node} are encrypted"
    if _was_on(scene) or scene.baseline is None:
        return waiting(encrypted, node=node)
    return failed(
        expected="a plain key file, as when this step began",
        observed=encrypted,
        node=node,
        look_at=_SWITCH,
    )


def _key_file(scene: Scene, node: str) -> KeyFile:
    """The key file on the node's disk.

    Raises:
        Settled: there is none, or it is damaged, or the node could not be asked.
    """
    scene.view(node)
    try:
        return KeyFile.parse(scene.read(node, KEY_PATH))
    except NotAKeyFile as error:
        raise Settled(
            failed(
                expected=f"a key file of a swarm in {KEY_PATH}",
                observed=str(error),
                node=node,
                look_at=f"who wrote to that file on {node}",
            )
        ) from error


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
