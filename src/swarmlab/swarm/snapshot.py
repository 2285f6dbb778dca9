"""One look at the whole swarm: immutable, taken over the links of a run's nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.swarm.certificate import Certificate
    from swarmlab.swarm.token import JoinToken

Role = Literal["manager", "worker"]
Availability = Literal["active", "pause", "drain"]
EndpointMode = Literal["vip", "dnsrr"]
PublishMode = Literal["ingress", "host"]
LocalState = Literal["inactive", "pending", "active", "error", "locked", "unknown"]


@dataclass(frozen=True, slots=True)
class OwnView:
    """What one node says of itself (``GET /info``, field ``Swarm``)."""

    node: str
    """The lab's name of the node."""
    reachable: bool
    """False when it gave no answer; the other fields then hold nothing."""
    state: LocalState = "unknown"
    node_id: str = ""
    address: str = ""
    control_available: bool = False
    cluster_id: str = ""
    """Known to managers only."""
    error: str = ""
    """The engine's word for why the swarm does not work, untrusted."""
    problem: str = ""
    """Why we could not look, in plain words, when ``reachable`` is False."""
    searching: bool = False
    """Not reachable, because its engine answers and leaves open what is asked about the swarm:
    so does a manager between losing its leader and knowing that there is none, for 10 s."""


@dataclass(frozen=True, slots=True)
class Member:
    """A node as the managers list it (``GET /nodes``)."""

    id: str
    hostname: str
    role: Role
    availability: Availability
    status: str
    """``ready``, ``down``, ``unknown``, ``disconnected``."""
    address: str
    leader: bool
    reachability: str
    """``reachable`` or ``unreachable`` for managers, else empty."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Set by managers (``Spec.Labels``)."""
    engine_labels: Mapping[str, str] = field(default_factory=dict)
    """Claimed by the node itself; worth nothing for security."""
    certificate_issuer: str = ""
    """Base64 of ``Description.TLSInfo.CertIssuerPublicKey``."""
    engine_version: str = ""
    """Claimed by the node itself."""


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A secret or config a service mounts."""

    id: str
    name: str
    target: str
    mode: int | None = None
    """The file's rights; None where the answer leaves them out."""
    owner: str = ""
    """The user id that owns the file."""

    @property
    def place(self) -> str:
        """The path of a secret's file in the container."""
        target = self.target or self.name
        return target if target.startswith("/") else f"/run/secrets/{target}"


@dataclass(frozen=True, slots=True)
class Mount:
    """What a service mounts into each of its tasks, besides secrets and configs."""

    kind: str
    """``volume``, ``bind``, ``tmpfs`` …"""
    source: str
    """The volume's name, or the path on the node; empty where it has none."""
    target: str
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """A TCP port by which a service can be called from outside its networks."""

    number: int
    """On the nodes; what the service itself listens on is another one."""
    mode: PublishMode
    """``ingress`` opens it on every node, ``host`` where a task runs."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service's specification (``GET /services``)."""

    id: str
    name: str
    image: str
    constraints: tuple[str, ...]
    replicas: int | None
    """None for a global service."""
    secrets: tuple[SecretUse, ...]
    configs: tuple[SecretUse, ...]
    env: tuple[str, ...]
    networks: tuple[str, ...] = ()
    """Ids of the networks its tasks are on."""
    endpoint_mode: EndpointMode = "vip"
    """What its name stands for: one virtual address, or those of its tasks."""
    ports: tuple[PublishedPort, ...] = ()
    mounts: tuple[Mount, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceTask:
    """A task of a service (``GET /tasks``)."""

    id: str
    service_id: str
    node_id: str
    slot: int
    state: str
    desired_state: str
    message: str
    error: str
    container_id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A secret or config: its id and name only."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Network:
    """A network of the swarm (``GET /networks``)."""

    id: str
    name: str
    encrypted: bool = False
    """Whether what its nodes say to each other in it is."""


@dataclass(frozen=True, slots=True)
class Swarm:
    """The swarm as its managers see it (``GET /swarm``)."""

    id: str
    worker_token: JoinToken
    manager_token: JoinToken
    root_ca: bytes
    """PEM, exactly as the managers hold it."""
    autolock: bool
    heartbeat: float
    """Dispatcher heartbeat period in seconds."""
    cert_expiry: float
    """Seconds."""
    root_rotation_in_progress: bool
    unlock_key: str = field(default="", repr=False)
    """``SWMKEY-1-…``; empty while autolock is off."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was true at one moment, as far as it could be seen."""

    taken_at: float
    """Seconds since the epoch."""
    views: Mapping[str, OwnView]
    """By the lab's node names: every node of the run, reachable or not."""
    seen_from: str | None
    """The manager whose API the fields below come from; None when no manager answered."""
    swarm: Swarm | None = None
    members: tuple[Member, ...] = ()
    services: tuple[Service, ...] = ()
    tasks: tuple[ServiceTask, ...] = ()
    secrets: tuple[Named, ...] = ()
    configs: tuple[Named, ...] = ()
    networks: tuple[Network, ...] = ()
    problem: str = ""
    """Why no manager could be asked, though one says it is a manager; plain words."""
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    """The certificates on the nodes' own disks, by the lab's node names; some seconds old at
    most. None of a node that has none or could not be read."""
