"""The workload image that lies in every node: made once, kept inside the node image."""

from __future__ import annotations

import tempfile
from pathlib import Path

from swarmlab.errors import ImageError
from swarmlab.nodes import programs
from swarmlab.nodes.image_files import FOLDER

NAME = "localhost/app:1"
"""A swarm task tries the image's registry first, and one on localhost refuses at once."""


def archive(busybox: Path, architecture: str) -> bytes:
    """The image as ``docker load`` takes it, made from this machine's busybox.

    Args:
        busybox: a dynamically linked busybox.
        architecture: as images name it, ``amd64``.

    Raises:
        ImageError: the script that makes it failed.
    """
    with tempfile.TemporaryDirectory(prefix="swarmlab-") as folder:
        out = Path(folder) / "app.tar"
        make = programs.tool(
            ("sh", FOLDER / "make-app.sh", busybox, FOLDER / "serve.sh", NAME, architecture, out)
        )
        if make.returncode:
            raise ImageError(
                f"the workload image cannot be made from {busybox}: {make.stderr.strip()[-500:]}",
                next_step="install the Debian package busybox (not busybox-static)",
            )
        return out.read_bytes()
