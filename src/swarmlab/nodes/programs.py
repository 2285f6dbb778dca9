"""The programs of this machine a node is assembled from, and the libraries they need."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINE = ("dockerd", "docker", "containerd", "containerd-shim-runc-v2", "runc", "docker-proxy")
"""An engine of its own."""
NETWORK = ("ip", "tc", "xtables-nft-multi", "xtables-legacy-multi")
SHELL = ("busybox", "tmux", "bash", "openssl")
OPTIONAL = ("docker-init",)
"""Taken where they exist."""

PACKAGES = {
    "dockerd": "docker.io",
    "docker": "docker-cli (docker.io before Debian 13)",
    "containerd": "containerd",
    "containerd-shim-runc-v2": "containerd",
    "runc": "runc",
    "docker-proxy": "docker.io",
    "ip": "iproute2",
    "tc": "iproute2",
    "xtables-nft-multi": "iptables",
    "xtables-legacy-multi": "iptables",
    "busybox": "busybox",
    "tmux": "tmux",
    "bash": "bash",
    "openssl": "openssl",
}
"""The Debian packages they come from."""

_FOLDERS = (
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
    "/usr/libexec/docker",
    "/usr/libexec",
)
_LIBRARY = re.compile(r"^[ \t]+(?:\S+ => )?(/\S+) \(0x[0-9a-f]+\)$", re.M)
TOOL_SECONDS = 300
"""Two or so are usual; an emulated machine takes a hundred times as long."""


def find() -> dict[str, Path]:
    """Where each program lies, by name; optional ones only where they exist.

    Raises:
        ImageError: one is missing; the next step names the packages to install.
    """
    found = {name: path for name in (*ENGINE, *NETWORK, *SHELL, *OPTIONAL) if (path := _find(name))}
    found.update(_beside_engine(found.get("dockerd")))
    missing = [name for name in (*ENGINE, *NETWORK, *SHELL) if name not in found]
    if missing:
        packages = sorted({PACKAGES[name] for name in missing})
        raise ImageError(
            f"a node cannot be assembled from this machine: {', '.join(missing)} missing",
            next_step=f"install the Debian packages {', '.join(packages)}",
        )
    return found


def libraries(programs: list[Path]) -> list[Path]:
    """The shared libraries programs need, loader included, as the loader finds them."""
    shown = tool(("ldd", *programs))
    return sorted({Path(path) for path in _LIBRARY.findall(shown.stdout)})


def tool(argv: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a tool of this machine to its end, whatever its status.

    Raises:
        ImageError: it did not come to an end.
    """
    try:
        return subprocess.run(
            argv, capture_output=True, text=True, errors="replace", timeout=TOOL_SECONDS,
            check=False, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ImageError(
            f"{argv[0]} did not end within {TOOL_SECONDS} s",
            next_step="see what keeps this machine so busy, then try again",
        ) from error


def _find(name: str) -> Path | None:
    folders = (*_FOLDERS, *os.environ.get("PATH", "").split(os.pathsep))
    candidates = (Path(folder) / name for folder in folders if folder)
    return next((path for path in candidates if os.access(path, os.X_OK)), None)


def _beside_engine(dockerd: Path | None) -> dict[str, Path]:
    """The client and the others that came with this dockerd, before any found elsewhere.

    A machine may hold a second, newer client that speaks an API its engine does not know.
    """
    if dockerd is None:
        return {}
    folders = (dockerd.parent, dockerd.parent.parent / "bin", dockerd.parent.parent / "sbin")
    own: dict[str, Path] = {}
    for name in (*ENGINE, "docker-init"):
        for folder in folders:
            if os.access(folder / name, os.X_OK):
                own.setdefault(name, folder / name)
    return own
