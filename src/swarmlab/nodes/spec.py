"""What a node is asked to be: limits, capabilities, mounts, and the container that follows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from swarmlab.nodes.labels import RunLabels

if TYPE_CHECKING:
    from ipaddress import IPv4Address

CAPABILITIES = (
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
    "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE",
)  # fmt: skip
"""The 14 an engine gives by default, and three that an engine inside a container needs."""

DATA_ROOT = "/var/lib/docker"
_RUN_SHARE = 8
"""Of a node's memory that files in its /run may take: who fills all of it ends the node."""


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """A node and its limits."""

    name: str
    memory: int = 512 * 1024 * 1024
    """Bytes; there is no swap on top."""
    pids: int = 1024
    cpus: float = 1.0


@dataclass(frozen=True, slots=True)
class TopologySpec:
    """The nodes of one attempt to start a run."""

    run: str
    attempt: str
    owner: str
    lab: str
    nodes: tuple[NodeSpec, ...]
    expires: float
    """Seconds since the epoch; the nodes end themselves then."""

    manager: str = ""
    """The node that makes a swarm, which the others join as workers; empty for none."""
    image: str = ""
    """What they are made of, when it shall not be the image swarmlab finds or makes."""

    @property
    def labels(self) -> RunLabels:
        """What every object of this attempt carries."""
        return RunLabels(self.run, self.attempt, self.owner, self.lab, float(int(self.expires)))

    @property
    def network(self) -> str:
        """The name of the network."""
        return f"swarmlab-{self.run}-{self.attempt}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node goes: the parts of its container that do not come from its specification."""

    image: str
    network: str
    address: IPv4Address
    position: int
    """In the order of the lab, from 0."""
    cgroup_v2: bool


def new_attempt() -> str:
    """An id for one attempt to start nodes."""
    return secrets.token_hex(4)


def container_name(labels: RunLabels, node: str) -> str:
    """Unique for the attempt, so that a fresh node need not wait for the old one to be gone."""
    return f"swarmlab-{labels.run}-{labels.attempt}-{node}"


def container(spec: NodeSpec, labels: RunLabels, place: Place) -> dict[str, Any]:
    """The body of ``POST /containers/create`` for a node."""
    own_labels = labels.for_node(spec.name, place.position)
    return {
        "Hostname": spec.name,
        "Image": place.image,
        "Env": [f"SWARMLAB_EXPIRES={int(labels.expires)}"],
        "Labels": own_labels,
        "HostConfig": _host_config(spec, labels, place, own_labels),
        "NetworkingConfig": {
            "EndpointsConfig": {
                place.network: {
                    "IPAMConfig": {"IPv4Address": str(place.address)},
                    "Aliases": [spec.name],
                }
            }
        },
    }


def _host_config(
    spec: NodeSpec, labels: RunLabels, place: Place, own_labels: dict[str, str]
) -> dict[str, Any]:
    config: dict[str, Any] = {
        "NetworkMode": place.network,
        "CapDrop": ["ALL"],
        "CapAdd": list(CAPABILITIES),
        "SecurityOpt": ["seccomp=unconfined", "apparmor=unconfined"],
        "MaskedPaths": [],
        "ReadonlyPaths": [],
        "Tmpfs": {"/run": f"mode=755,size={spec.memory // _RUN_SHARE}"},
        "Mounts": [
            {
                "Type": "volume",
                "Source": container_name(labels, spec.name),
                "Target": DATA_ROOT,
                "VolumeOptions": {"NoCopy": True, "Labels": own_labels},
            }
        ],
        "Memory": spec.memory,
        "MemorySwap": spec.memory,
        "PidsLimit": spec.pids,
        "NanoCpus": int(spec.cpus * 1e9),
        # A node that floods its log costs the engine a new file each time one is full.
        "LogConfig": {"Type": "json-file", "Config": {"max-size": "16m", "max-file": "2"}},
    }
    if place.cgroup_v2:
        config["CgroupnsMode"] = "private"
    return config
