"""What was true when a step began, for sentences about what has changed since.

Stored with the run, so it holds no token and no key: only salted hashes, the salt drawn anew
for each baseline. A join token has 128 random bits and an unlock key 256, so a fast keyed hash
keeps them.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, cast, get_args

from swarmlab.swarm.snapshot import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.certificate import Certificate
    from swarmlab.swarm.snapshot import Snapshot
    from swarmlab.swarm.token import JoinToken

SCHEMA = 2


class NotABaseline(ValueError):
    """The stored text is no baseline of this schema."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a step began with."""

    taken_at: float
    """Seconds since the epoch."""
    swarm_id: str
    """Empty when there was no swarm."""
    salt: str
    """16 random bytes in hexadecimal digits."""
    worker_token: str
    """Salted hash; empty without a swarm."""
    manager_token: str
    nodes: Mapping[str, str]
    """The id each node of the run had in the swarm, by its name; none for nodes outside."""
    roles: Mapping[str, Role]
    """The members' roles by id, as the managers listed them."""
    root: str
    """Salted hash of the root certificate as PEM; empty without a swarm."""
    unlock_key: str
    """Salted hash; empty while autolock was off."""
    secrets: Mapping[str, str]
    """Ids of secrets by name."""
    tasks: Mapping[str, tuple[str, ...]]
    """Ids of the running tasks of each service, by its name, sorted."""
    certificates: Mapping[str, str]
    """Serial numbers in hexadecimal digits, by node; only where a step's sentences read them."""
    problem: str = ""
    """Why the swarm could not be seen, when it could not."""

    @classmethod
    def take(
        cls, snapshot: Snapshot, certificates: Mapping[str, Certificate] | None = None
    ) -> Baseline:
        """The baseline of this moment, with the certificates the nodes have."""
        salt, swarm = secrets.token_hex(16), snapshot.swarm
        return cls(
            taken_at=snapshot.taken_at,
            swarm_id=swarm.id if swarm else "",
            salt=salt,
            worker_token=_hash(swarm.worker_token.reveal(), salt) if swarm else "",
            manager_token=_hash(swarm.manager_token.reveal(), salt) if swarm else "",
            nodes={name: view.node_id for name, view in snapshot.views.items() if view.node_id},
            roles={member.id: member.role for member in snapshot.members},
            root=_hash(swarm.root_ca.decode(), salt) if swarm else "",
            unlock_key=_hash(swarm.unlock_key, salt) if swarm and swarm.unlock_key else "",
            secrets={secret.name: secret.id for secret in snapshot.secrets},
            tasks=_running(snapshot),
            certificates={name: f"{c.serial:x}" for name, c in (certificates or {}).items()},
            problem=snapshot.problem,
        )

    def had(self, role: Role, token: JoinToken) -> bool:
        """Whether this was the join token of that role."""
        kept = self.worker_token if role == "worker" else self.manager_token
        return hmac.compare_digest(kept, _hash(token.reveal(), self.salt))

    def had_unlock_key(self, key: str) -> bool:
        """Whether this was the unlock key."""
        return hmac.compare_digest(self.unlock_key, _hash(key, self.salt))

    def had_root(self, root: bytes) -> bool:
        """Whether this was the root certificate, as PEM."""
        return hmac.compare_digest(self.root, _hash(root.decode(), self.salt))

    def role_of(self, node: str) -> Role | None:
        """What the node of that name was; None when it was no member."""
        return self.roles.get(self.nodes.get(node, ""))

    def to_json(self) -> str:
        """For the run's records."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Baseline:
        """The baseline from the run's records.

        Raises:
            NotABaseline: it is damaged, or of another schema.
        """
        try:
            return cls._read(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NotABaseline("the stored baseline cannot be read") from error

    @classmethod
    def _read(cls, stored: dict[str, object]) -> Baseline:
        if stored["schema"] != SCHEMA:
            raise NotABaseline(f"the stored baseline is not of schema {SCHEMA}")
        roles = _strings(stored["roles"])
        if not set(roles.values()) <= set(get_args(Role)):
            raise NotABaseline("the stored baseline names an unknown role")
        return cls(
            taken_at=float(cast("float", stored["taken_at"])),
            swarm_id=_string(stored["swarm_id"]),
            salt=bytes.fromhex(_string(stored["salt"])).hex(),
            worker_token=_string(stored["worker_token"]),
            manager_token=_string(stored["manager_token"]),
            nodes=_strings(stored["nodes"]),
            roles=cast("Mapping[str, Role]", roles),
            root=_string(stored["root"]),
            unlock_key=_string(stored["unlock_key"]),
            secrets=_strings(stored["secrets"]),
            tasks=_lists(stored["tasks"]),
            certificates=_strings(stored["certificates"]),
            problem=_string(stored["problem"]),
        )


def _hash(secret: str, salt: str) -> str:
    return blake2b(secret.encode(), salt=bytes.fromhex(salt), person=b"baseline").hexdigest()


def _running(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    return {
        service.name: tuple(sorted(
            task.id
            for task in snapshot.tasks
            if task.service_id == service.id and task.state == task.desired_state == "running"
        ))
        for service in snapshot.services
    }  # fmt: skip


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _lists(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not all(isinstance(v, list) for v in value.values()):
        raise TypeError
    return {_string(key): tuple(map(_string, items)) for key, items in value.items()}


def _strings(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {_string(key): _string(item) for key, item in value.items()}
