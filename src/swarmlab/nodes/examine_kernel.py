"""What this machine's kernel can do, read from its own files.

Only true of the engine's kernel when the engine runs here; ``nodes.examine`` sees to that.
Sources: proc(5), kmod's modules.dep(5) and modules.builtin, the kernel's ``.config``.
"""

from __future__ import annotations

import gzip
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_PARTS = {
    "overlay": (("overlay", "OVERLAY_FS"),),
    "vxlan": (("vxlan", "VXLAN"),),
    # Swarm balances with the round-robin scheduler (libnetwork's service_linux.go).
    "ip_vs": (("ip_vs", "IP_VS"), ("ip_vs_rr", "IP_VS_RR")),
    # Encrypted overlays use ESP with AES-GCM (libnetwork's overlay/encryption.go).
    "esp": (("esp4", "INET_ESP"), ("gcm", "CRYPTO_GCM")),
}
"""A feature is there when each of its modules is: module name, configuration option."""

FEATURES = tuple(_PARTS)


@dataclass(frozen=True, slots=True)
class Feature:
    """Whether the kernel has something."""

    name: str
    present: bool | None
    """None when nothing on this machine tells."""
    evidence: str
    """``vxlan: built in``, ``INET_ESP: not set``."""


@dataclass(frozen=True)
class Kernel:
    """The running kernel, as the files under ``root`` show it."""

    release: str
    root: Path = Path("/")

    @classmethod
    def running(cls) -> Kernel:
        """The kernel this program runs on."""
        return cls(os.uname().release)

    def feature(self, name: str) -> Feature:
        """Look for one of ``FEATURES``."""
        found = [self._part(module, option) for module, option in _PARTS[name]]
        lacking = [part for part in found if part.present is False]
        unknown = [part for part in found if part.present is None]
        deciding = lacking or unknown or found
        evidence = ", ".join(part.evidence for part in deciding)
        return Feature(name, deciding[0].present, evidence)

    def _part(self, module: str, option: str) -> Feature:
        if (self.root / "sys/module" / module).exists():
            return Feature(module, True, f"{module}: loaded")
        match self._config.get(option):
            case "y":
                return Feature(module, True, f"{module}: built in")
            case "m":
                return self._module_file(module)
            case _ if self._config:
                return Feature(module, False, f"{option}: not set")
            case _:
                return self._module_file(module)

    def _module_file(self, module: str) -> Feature:
        """By kmod's lists: what is in neither is not there; without the lists nobody knows."""
        if module in self._listed("modules.builtin"):
            return Feature(module, True, f"{module}: built in")
        available = self._listed("modules.dep")
        if module in available:
            return Feature(module, True, f"{module}: a module")
        if available:
            return Feature(module, False, f"{module}: no module of this kernel")
        return Feature(module, None, f"{module}: /lib/modules does not tell")

    @cached_property
    def _config(self) -> dict[str, str]:
        """``{"VXLAN": "y"}``; empty when the kernel does not show its configuration."""
        text = self._config_text()
        return dict(re.findall(r"^CONFIG_(\w+)=([ym])$", text, re.MULTILINE))

    def _config_text(self) -> str:
        try:
            return gzip.decompress((self.root / "proc/config.gz").read_bytes()).decode()
        except (OSError, EOFError, UnicodeDecodeError):
            return self._read(f"boot/config-{self.release}")

    def _listed(self, name: str) -> frozenset[str]:
        """Module names in one of kmod's lists: ``kernel/net/x/ip_vs.ko.xz: …`` → ``ip_vs``."""
        text = self._read(f"lib/modules/{self.release}/{name}")
        paths = (line.split(":")[0] for line in text.splitlines())
        return frozenset(
            path.rpartition("/")[2].split(".ko")[0].replace("-", "_") for path in paths if path
        )

    def _read(self, path: str) -> str:
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
