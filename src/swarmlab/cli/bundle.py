"""What a bug report needs, in one JSON file: masked, whole, for this user's eyes."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING, Any

from swarmlab import __version__
from swarmlab.cli.output import safe
from swarmlab.errors import SwarmlabError
from swarmlab.runs.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from swarmlab.cli.findings import Finding
    from swarmlab.nodes.examine import Examination

_LIBRARIES = ("click", "cryptography", "docker", "h2", "rich", "textual", "requests", "urllib3")
_ENVIRONMENT = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "SWARMLAB_STATE",
                "TERM", "COLORTERM", "LANG", "LC_ALL", "NO_COLOR", "TMUX")  # fmt: skip
"""The variables that steer swarmlab; no others are looked at."""


def write(path: Path, seen: Examination, found: Sequence[Finding]) -> None:
    """Write the bundle.

    Raises:
        OSError: the file cannot be written.
    """
    content = {
        "swarmlab": __version__,
        "written": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": _machine(),
        "findings": [asdict(finding) for finding in found],
        "leftovers": [asdict(left) for left in seen.leftovers],
        "runs": _runs(),
        "engine": seen.raw,
    }
    write_whole(path, json.dumps(safe(content), indent=2, ensure_ascii=False) + "\n")


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "python": sys.version,
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "environment": {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        "terminal": [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)],
    }


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "missing"


def _runs() -> Any:
    """The runs as stored: where they are, not what was typed in them."""
    from swarmlab.runs import registry
    from swarmlab.runs.store import Store

    try:
        with Store() as store:
            return [asdict(run) for run in registry.all_runs(store)]
    except SwarmlabError as problem:
        return str(problem)
