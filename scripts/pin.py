"""Writes constraints.txt: what is installed here, pinned, with the hashes of every file of it.

Run by hand when a dependency moves: ``.venv/bin/python scripts/pin.py``. The index is the one
pip is set up with on this machine; no address gets into the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from importlib.metadata import distributions
from pathlib import Path

from pip._internal.models.index import PyPI

OWN = {"swarmlab", "pip", "setuptools", "wheel"}
HEADER = (
    "# Written by scripts/pin.py. Versions and hashes only: where the files come from is the\n"
    "# machine's own setting.\n"
)


def main() -> None:
    """Write the file beside pyproject.toml."""
    index = index_url()
    pins = sorted(
        (name.lower().replace("_", "-"), dist.version)
        for dist in distributions()
        if (name := dist.metadata["Name"]) and name.lower() not in OWN
    )
    lines = [pinned(index, name, version) for name, version in dict(pins).items()]
    target = Path(__file__).parent.parent / "constraints.txt"
    target.write_text(HEADER + "".join(lines))


def index_url() -> str:
    """The index that pip would ask."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    return (asked.stdout.strip() or PyPI.simple_url).rstrip("/")


def pinned(index: str, name: str, version: str) -> str:
    """One requirement with the SHA-256 of each of its files."""
    request = urllib.request.Request(
        f"{index}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        files = json.load(answer)["files"]
    stems = (f"{name}-{version}", f"{name.replace('-', '_')}-{version}")
    hashes = sorted(
        entry["hashes"]["sha256"]
        for entry in files
        if belongs(entry["filename"], stems) and not entry.get("yanked")
    )
    if not hashes:
        raise SystemExit(f"{name} {version}: the index lists no file of it")
    return f"{name}=={version}" + "".join(f" \\\n    --hash=sha256:{h}" for h in hashes) + "\n"


def belongs(filename: str, stems: tuple[str, ...]) -> bool:
    """Whether a file is of that name and version."""
    lowered = filename.lower().replace("_", "-")
    return any(
        lowered.startswith(
            (stem.lower().replace("_", "-") + "-", f"{stem.lower().replace('_', '-')}.tar")
        )
        for stem in stems
    )


if __name__ == "__main__":
    main()
