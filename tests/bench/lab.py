"""The lab that is measured: three nodes in one swarm, and many steps of one task."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 24
NODES = ("manager1", "worker1", "worker2")

_LAB = """\
title = "Bench"
summary = "Measured, not read."
nodes = ["manager1", "worker1", "worker2"]
chapters = ["bench"]
"""
_CHAPTER = """\
---
title: Bench
minutes: 5
nodes: [manager1, worker1, worker2]
start: swarm
---

# Bench
"""
_STEP = """
---

## Fact {n}

```bash {{node=manager1}}
docker swarm join-token -q worker > /root/fact{n}
```

- [ ] Fact {n} <!-- check: the file /root/fact{n} on manager1 holds the worker join token -->
"""
_MEMBER = """
---

## Member

- [ ] worker2 is a worker <!-- check: worker2 is a worker -->
"""


def write_lab(folder: Path) -> Path:
    """Write the lab; returns its file."""
    (folder / "labs").mkdir(parents=True, exist_ok=True)
    (folder / "slides").mkdir(exist_ok=True)
    chapter = _CHAPTER + "".join(_STEP.format(n=n + 1) for n in range(STEPS)) + _MEMBER
    (folder / "slides" / "bench.md").write_text(chapter)
    lab = folder / "labs" / "bench.toml"
    lab.write_text(_LAB)
    return lab
