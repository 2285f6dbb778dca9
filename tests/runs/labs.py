"""A small lab on disk whose chapters the fake ground's shells understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LAB = """\
title = "Small"
summary = "Two chapters."
chapters = ["first", "second"]
nodes = ["manager1", "worker1"]
"""

FIRST = """\
---
title: First
minutes: 5
nodes: [manager1, worker1]
start: bare
---

# First

Words.

---

## Make it

```bash {node=manager1}
docker swarm init
```

- [ ] manager1 manages <!-- check #made: manager1 is a manager -->

<details class="hint">
<summary>One</summary>

Type it.

</details>

<details class="sabotage">
<summary>The wrong node</summary>

<!-- sabotage #made: manager1 is in no swarm -->

```bash {node=worker1}
docker swarm init
```

</details>

---

## Join it

```bash {node=manager1}
docker swarm join-token -q worker
```

```text {.expect}
{{worker_token:token}}
```

```bash {node=worker1}
docker swarm join --token "$worker_token" manager1:2377
```

- [ ] worker1 works <!-- check #joined: worker1 is a worker -->

---

## Be refused

```bash {node=worker1 refused=not-a-manager}
docker node ls
```

- [ ] refused <!-- check: worker1 tried `docker node ls` and was refused: not-a-manager -->
"""

SECOND = """\
---
title: Second
minutes: 5
nodes: [manager1, worker1]
start: first
---

# Second

---

## Rotate

```bash {node=manager1}
docker swarm join-token --rotate worker
```

- [ ] the token is new <!-- check: the worker join token was rotated -->
"""


ONE_NODE_LAB = """\
title = "Small"
summary = "One node."
chapters = ["first", "second"]
nodes = ["manager1"]
"""

ONE_NODE = """\
---
title: First
minutes: 5
nodes: [manager1]
start: bare
---

# First

---

## Make it

```bash {node=manager1}
docker swarm init
```

- [ ] manager1 manages <!-- check: manager1 is a manager -->

<details class="hint">
<summary>One</summary>

Type it there.

</details>
"""


def write_one_node_lab(folder: Path) -> Path:
    """Two chapters of one step each, on one node; the path of the lab file."""
    second = ONE_NODE.replace("First", "Second").replace("Make it", "Make it again")
    return write_lab(folder, ONE_NODE_LAB, first=ONE_NODE, second=second)


def write_lab(folder: Path, lab: str = LAB, **chapters: str) -> Path:
    """Write a lab and its chapters; the path of the lab file."""
    for name in ("labs", "slides"):
        (folder / name).mkdir(exist_ok=True)
    for name, text in {"first": FIRST, "second": SECOND, **chapters}.items():
        (folder / "slides" / f"{name}.md").write_text(text, encoding="utf-8")
    path = folder / "labs" / "small.toml"
    path.write_text(lab, encoding="utf-8")
    return path
