"""What a placement constraint asks of a node, read as the scheduler reads it (tried, 20.10).

``node.labels.K`` is a manager's word. ``engine.labels.K`` and ``node.hostname`` are the node's
own. Prefixes and values are compared without regard to case, the label's key is not. A key that
does not exist is accepted when a service is made, and fits no node. ``!=`` fits every node that
lacks the label. Source: moby/swarmkit, manager/constraint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.swarm.snapshot import Member

NODE_LABELS = "node.labels."
ENGINE_LABELS = "engine.labels."
_NOT_IN_A_SNAPSHOT = frozenset({"node.ip", "node.platform.os", "node.platform.arch"})


class Constraint(NamedTuple):
    """``key==value`` or ``key!=value``, blanks taken off."""

    key: str
    is_equal: bool
    value: str

    @classmethod
    def parse(cls, text: str) -> Constraint:
        """The constraint as a service holds it; one without an operator fits nothing."""
        operator = "==" if "==" in text else "!="
        key, _, value = text.partition(operator)
        return cls(key.strip(), operator == "==", value.strip())

    def label(self, prefix: str) -> str | None:
        """The key of the label it names with that prefix; None when it names none."""
        begins = self.key[: len(prefix)].lower() == prefix and len(self.key) > len(prefix)
        return self.key[len(prefix) :] if begins else None

    def fits(self, member: Member) -> bool:
        """Whether the scheduler would take the node; True where a snapshot cannot tell."""
        if self.key.lower() in _NOT_IN_A_SNAPSHOT:
            return True
        has = self._of(member)
        return has is not None and (has.lower() == self.value.lower()) == self.is_equal

    def _of(self, member: Member) -> str | None:
        """What the member has for the key; None when there is no such key."""
        for prefix, labels in ((NODE_LABELS, member.labels), (ENGINE_LABELS, member.engine_labels)):
            key = self.label(prefix)
            if key is not None:
                return labels.get(key, "")
        known = {"node.id": member.id, "node.hostname": member.hostname, "node.role": member.role}
        return known.get(self.key.lower())


def fitting(constraints: Iterable[str], members: Iterable[Member]) -> list[Member]:
    """The members that fit all of them and may be given tasks: ready, and active."""
    parsed = [Constraint.parse(text) for text in constraints]
    free = [m for m in members if m.status == "ready" and m.availability == "active"]
    return [member for member in free if all(c.fits(member) for c in parsed)]
