"""The Engine API's answers (1.41 and later) read into the snapshot's types.

Each function may raise KeyError, TypeError, ValueError or AttributeError when an answer has
another shape; ``collect`` turns that into one error. An absent optional field is the empty
value, as the API leaves out what is empty.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast, get_args

from swarmlab.swarm.snapshot import (
    Availability,
    LocalState,
    Member,
    Mount,
    Named,
    Network,
    OwnView,
    PublishedPort,
    Role,
    SecretUse,
    Service,
    ServiceTask,
    Swarm,
)
from swarmlab.swarm.token import JoinToken

if TYPE_CHECKING:
    from collections.abc import Mapping

_NANOSECONDS = 1_000_000_000


def own_view(node: str, info: Any) -> OwnView:
    """``GET /info``, field ``Swarm``."""
    swarm = info["Swarm"]
    state = swarm.get("LocalNodeState") or "inactive"
    return OwnView(
        node=node,
        reachable=True,
        state=cast("LocalState", state if state in get_args(LocalState) else "unknown"),
        node_id=swarm.get("NodeID") or "",
        address=swarm.get("NodeAddr") or "",
        control_available=bool(swarm.get("ControlAvailable")),
        cluster_id=(swarm.get("Cluster") or {}).get("ID") or "",
        error=swarm.get("Error") or "",
    )


def swarm(answer: Any, unlock: Any) -> Swarm:
    """``GET /swarm``, and ``GET /swarm/unlockkey`` where autolock is on."""
    spec = answer["Spec"]
    return Swarm(
        id=answer["ID"],
        worker_token=JoinToken.parse(answer["JoinTokens"]["Worker"]),
        manager_token=JoinToken.parse(answer["JoinTokens"]["Manager"]),
        root_ca=answer["TLSInfo"]["TrustRoot"].encode(),
        autolock=is_autolocked(answer),
        heartbeat=_seconds(spec.get("Dispatcher"), "HeartbeatPeriod"),
        cert_expiry=_seconds(spec.get("CAConfig"), "NodeCertExpiry"),
        root_rotation_in_progress=bool(answer.get("RootRotationInProgress")),
        unlock_key=(unlock or {}).get("UnlockKey") or "",
    )


def is_autolocked(answer: Any) -> bool:
    """Whether ``GET /swarm`` says that managers lock themselves."""
    return bool((answer["Spec"].get("EncryptionConfig") or {}).get("AutoLockManagers"))


def member(answer: Any) -> Member:
    """One of ``GET /nodes``."""
    spec, described, status = answer["Spec"], answer["Description"], answer["Status"]
    manager = answer.get("ManagerStatus") or {}
    return Member(
        id=answer["ID"],
        hostname=described.get("Hostname") or "",
        role=_one_of(Role, spec["Role"]),
        availability=_one_of(Availability, spec["Availability"]),
        status=status.get("State") or "unknown",
        address=status.get("Addr") or "",
        leader=bool(manager.get("Leader")),
        reachability=manager.get("Reachability") or "",
        labels=_labels(spec.get("Labels")),
        engine_labels=_labels((described.get("Engine") or {}).get("Labels")),
        certificate_issuer=(described.get("TLSInfo") or {}).get("CertIssuerPublicKey") or "",
        engine_version=(described.get("Engine") or {}).get("EngineVersion") or "",
    )


def service(answer: Any) -> Service:
    """One of ``GET /services``."""
    spec = answer["Spec"]
    template = spec["TaskTemplate"]
    container = template.get("ContainerSpec") or {}
    endpoint = spec.get("EndpointSpec") or {}
    return Service(
        id=answer["ID"],
        name=spec["Name"],
        image=container.get("Image") or "",
        constraints=tuple((template.get("Placement") or {}).get("Constraints") or ()),
        replicas=((spec.get("Mode") or {}).get("Replicated") or {}).get("Replicas"),
        secrets=tuple(_use(item, "Secret") for item in container.get("Secrets") or ()),
        configs=tuple(_use(item, "Config") for item in container.get("Configs") or ()),
        env=tuple(container.get("Env") or ()),
        networks=tuple(item["Target"] for item in template.get("Networks") or ()),
        endpoint_mode="dnsrr" if endpoint.get("Mode") == "dnsrr" else "vip",
        ports=_ports(answer),
        mounts=tuple(_mount(item) for item in container.get("Mounts") or ()),
    )


def service_task(answer: Any) -> ServiceTask:
    """One of ``GET /tasks``."""
    status = answer["Status"]
    return ServiceTask(
        id=answer["ID"],
        service_id=answer.get("ServiceID") or "",
        node_id=answer.get("NodeID") or "",
        slot=answer.get("Slot") or 0,
        state=status.get("State") or "",
        desired_state=answer.get("DesiredState") or "",
        message=status.get("Message") or "",
        error=status.get("Err") or "",
        container_id=(status.get("ContainerStatus") or {}).get("ContainerID") or "",
    )


def named(answer: Any) -> Named:
    """One of ``GET /secrets`` or ``GET /configs``."""
    return Named(id=answer["ID"], name=answer["Spec"]["Name"])


def network(answer: Any) -> Network:
    """One of ``GET /networks``, which spells its id differently."""
    wanted = (answer.get("Options") or {}).get("encrypted", "no")
    return Network(answer["Id"], answer["Name"], encrypted=wanted in {"", "1", "true"})


def _use(answer: Any, kind: str) -> SecretUse:
    file = answer.get("File") or {}
    return SecretUse(
        id=answer[f"{kind}ID"],
        name=answer[f"{kind}Name"],
        target=file.get("Name") or "",
        mode=file.get("Mode"),
        owner=file.get("UID") or "",
    )


def _mount(answer: Any) -> Mount:
    return Mount(
        kind=answer.get("Type") or "bind",
        source=answer.get("Source") or "",
        target=answer["Target"],
        read_only=bool(answer.get("ReadOnly")),
    )


def _ports(answer: Any) -> tuple[PublishedPort, ...]:
    """The ports as they were asked for; the managers' own choice where a number was left open."""
    asked = (answer["Spec"].get("EndpointSpec") or {}).get("Ports") or []
    if not all(item.get("PublishedPort") for item in asked):
        asked = (answer.get("Endpoint") or {}).get("Ports") or []
    return tuple(
        PublishedPort(item["PublishedPort"], "host" if item["PublishMode"] == "host" else "ingress")
        for item in asked
        if item["Protocol"] == "tcp" and item.get("PublishedPort")
    )


def _seconds(part: Any, key: str) -> float:
    return float((part or {}).get(key) or 0) / _NANOSECONDS


def _labels(answer: Any) -> Mapping[str, str]:
    return MappingProxyType({str(k): str(v) for k, v in (answer or {}).items()})


def _one_of(literal: Any, word: str) -> Any:
    if word not in get_args(literal):
        raise ValueError(word)
    return word
