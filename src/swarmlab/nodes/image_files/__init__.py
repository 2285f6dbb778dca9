"""What a node image is made of besides programs: entrypoint, workload, recipe."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""The files lie beside this module, in the wheel too."""


def contents() -> dict[str, bytes]:
    """Every file that goes into an image or says how one is made, by name."""
    return {
        path.name: path.read_bytes()
        for path in sorted(FOLDER.iterdir())
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
