"""Where labs are: by path, or by name in ``labs/`` here and then among the packaged ones.

Apart from reading them, so that a screen can be there before the parser is.
"""

from __future__ import annotations

import os
from pathlib import Path

import swarmlab
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.errors import UsageError


def find(lab: str) -> Path:
    """The file of a lab.

    Raises:
        UsageError: no such lab, with the nearest name.
    """
    if os.sep in lab or lab.endswith(".toml"):
        path = Path(lab)
        if not path.is_file():
            raise UsageError("no such lab file", place=lab, next_step="swarmlab lists the labs")
        return path
    known = {path.stem: path for path in reversed(all_labs())}
    if lab not in known:
        hint = did_you_mean(lab, known) or f"labs here: {', '.join(sorted(known)) or 'none'}"
        raise UsageError(f"no lab is called {lab}", next_step=hint)
    return known[lab]


def all_labs() -> tuple[Path, ...]:
    """Every lab that can be found by name, those here before the packaged ones."""
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return tuple(found.values())


def folders() -> tuple[Path, ...]:
    """Where labs are looked for, in order."""
    package = Path(swarmlab.__file__).parent
    wheel, checkout = package / "share" / "labs", package.parents[1] / "labs"
    packaged = wheel if wheel.is_dir() else checkout
    return tuple(folder for folder in (Path("labs"), packaged) if folder.is_dir())
