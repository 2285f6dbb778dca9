"""A node image assembled from this machine's own engine: no registry, no network, a second."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.nodes import image_files, programs, workload
from swarmlab.nodes.tree import Copy, Folder, Link, Tree, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRYPOINT = "/usr/local/bin/swarmlab-entrypoint"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CHANGES = (
    f'ENTRYPOINT ["{ENTRYPOINT}"]',
    f"ENV PATH={PATH}",
    "ENV LANG=C.UTF-8",
    "WORKDIR /root",
)
"""What the image says beside its files, as an import takes it."""

_TERMINALS = ("xterm*", "tmux*", "screen*", "vt100", "vt220", "linux", "dumb", "ansi")
_TERMINFO = ("/lib/terminfo", "/usr/share/terminfo", "/etc/terminfo")
_FOLDERS = ("/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8", "/usr/lib/tc")
"""Taken whole where they exist."""
_XTABLES = ("/usr/lib/*/xtables", "/usr/lib/xtables", "/usr/lib64/xtables")
_FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    "etc/group": "root:x:0:\ndocker:x:999:\nnogroup:x:65534:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "etc/profile": f"export PATH={PATH} LANG=C.UTF-8\n",
    "root/.bashrc": "PS1='\\h:\\w\\$ '\n",
}
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm"}


def fingerprint(found: Mapping[str, Path]) -> str:
    """Stands for what the image is made of; changes with any of it."""
    digest = hashlib.sha256()
    for name, data in image_files.contents().items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    for source in (Path(__file__), Path(programs.__file__), Path(workload.__file__)):
        digest.update(source.read_bytes())
    for name, path in sorted(found.items()):
        state = path.stat()
        digest.update(f"{name}\0{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()[:12]


def architecture(machine: str) -> str:
    """A machine's architecture as images name it: ``amd64`` for ``x86_64``."""
    return _ARCHITECTURES.get(machine, machine)


def gather(found: Mapping[str, Path]) -> Tree:
    """Everything a node needs, from the programs found on this machine.

    Raises:
        ImageError: the workload image cannot be made.
    """
    tree = Tree()
    _add_own_files(tree, found)
    for name, path in found.items():
        tree.put(f"usr/bin/{name}", Copy(path.resolve()))
    modules = [module for pattern in _XTABLES for module in _glob(f"{pattern}/*.so")]
    for path in (*programs.libraries([*found.values(), *modules]), *modules):
        tree.put(path, Copy(path.resolve()))
    _add_applets(tree, found["busybox"])
    _add_terminals(tree)
    _add_folders(tree)
    return tree


def _add_own_files(tree: Tree, found: Mapping[str, Path]) -> None:
    own = image_files.contents()
    tree.put(ENTRYPOINT, Written(own["entrypoint.sh"], 0o755))
    tree.put("etc/os-release", Written(own["os-release"]))
    app = workload.archive(found["busybox"], architecture(platform.machine()))
    tree.put("usr/lib/swarmlab/app.tar", Written(app))
    for path, text in _FILES.items():
        tree.put(path, Written(text.encode()))
    for openssl in ("/etc/ssl/openssl.cnf", "/usr/lib/ssl/openssl.cnf"):
        if Path(openssl).exists():
            tree.put("etc/ssl/openssl.cnf", Copy(Path(openssl).resolve()))
    tree.put("usr/lib/ssl", Link("/etc/ssl"))


def _add_folders(tree: Tree) -> None:
    for name in ("dev", "proc", "sys", "run", "mnt", "var/lib/docker", "var/log", "etc/swarmlab"):
        tree.put(name, Folder())
    tree.put("tmp", Folder(0o1777))
    tree.put("root", Folder(0o700))
    tree.put("var/run", Link("/run"))
    for folder in _FOLDERS:
        for path in _glob(f"{folder}/**/*"):
            if path.is_file():
                tree.put(path, Copy(path.resolve()))


def _add_applets(tree: Tree, busybox: Path) -> None:
    """A link for each of busybox's programs that is not there for real."""
    listed = programs.tool((busybox, "--list"))
    for applet in listed.stdout.split():
        if not any(f"{folder}/{applet}" in tree for folder in ("usr/bin", "usr/sbin")):
            tree.put(f"usr/bin/{applet}", Link("busybox"))


def _add_terminals(tree: Tree) -> None:
    for folder in _TERMINFO:
        for terminal in _TERMINALS:
            for path in _glob(f"{folder}/?/{terminal}"):
                tree.put(f"usr/share/terminfo/{path.parent.name}/{path.name}", Copy(path.resolve()))


def _glob(pattern: str) -> list[Path]:
    return sorted(Path("/").glob(pattern.lstrip("/")))
