"""The chapters that the screens' tests read, and the state they stand for."""

from __future__ import annotations

from dataclasses import replace

from swarmlab.checks.verdict import failed, passed, skipped, waiting
from swarmlab.runs.model import Place
from swarmlab.swarm.snapshot import Member, Named, OwnView, Service, ServiceTask, Snapshot
from swarmlab.tui.ports import LabEntry
from tests.fakes.desk import FakeDesk, entry_of
from tests.fakes.session import AT, FakeSession, lab_from

SECRETS = r"""---
title: Secrets
minutes: 20
nodes: [manager1, worker1, worker2]
start: swarm
---

# Secrets

What a swarm keeps, and from whom.

- *managers* keep the store
- a worker is told what its tasks need

| who | holds |
| --- | --- |
| manager | every secret, encrypted |
| worker | those of its own tasks |

---

## A secret goes only where a task needs it

A manager sends a secret to a node when a task there needs it, and takes it back when the task
ends. worker2 runs no task of **api**, so **db_password** must never reach it.

```bash {node=manager1}
docker service create --quiet --name api \
    --replicas 2 --secret db_password \
    --constraint node.labels.zone==secure \
    localhost/app:1
```

```text {.expect}
{{id}}
```

Now be the attacker, and ask on a worker:

```bash {node=worker1 refused=not-a-manager}
docker secret ls
```

```text {.expect}
Error response from daemon: This node is not a swarm manager. ...
```

> [!WARNING]
> Root on worker1 can read the secret while the task runs. It is kept from other nodes, not from
> its own.

- [ ] Only nodes of zone secure run api <!-- check: the swarm has 1 manager and 2 workers -->
- [ ] worker2 holds db_password nowhere <!-- check: worker2 is a worker -->
- [ ] worker1 asked for secrets and was refused <!-- check: worker2 is not in the swarm -->
- [ ] api answers on its virtual address <!-- check: worker1 is a worker -->

<details class="hint">
<summary>Where does it run?</summary>

`docker service ps api` names the node of each task.

</details>

<details class="hint">
<summary>What holds it there?</summary>

A constraint is compared letter by letter.

</details>

<details class="solution">
<summary>The whole of it</summary>

```bash {node=manager1}
docker node update --label-add zone=secure worker1
```

</details>

<details class="why">
<summary>Why workers are told</summary>

Workers do not ask for secrets; there is no list they could read.

</details>

---

## A node goes away

```power {node=worker2}
kill
```

```bash {node=manager1 path=/etc/motd}
nothing here
```

- [ ] worker2 left <!-- check: worker2 is not in the swarm -->
"""

ZONES = """---
title: Security zones
minutes: 20
nodes: [manager1, worker1]
start: bare
---

# Security zones

Labels decide where tasks run.
"""

LAB = lab_from(SECRETS, ZONES)
CREATE = LAB.chapters[0].steps[0].slide.units[0]
OTHERS = (
    LabEntry("zones", "Zones, in depth", "Placement, and why engine labels prove nothing.", 45,
             (), 3, 6, 0, None),
    LabEntry("compromised", "When a node is compromised", "The drill: drain, remove, rotate.", 30,
             (), 3, 8, 8, None, done_on="19 November"),
    LabEntry("my-first-lab", "Your own: my-first-lab", "", 0, (), 0, 0, 0, None,
             fault="slides/intro.md:14:7: unknown node worker9, did you mean worker1?", faults=1),
)  # fmt: skip


def session(*, slide: int = 1, booted: bool = True, minutes: int = 11) -> FakeSession:
    """A session at a slide of the first chapter, begun some minutes ago."""
    found = FakeSession(LAB, booted=booted, started_at=AT - minutes * 60 - 5)
    found.move(Place("chapter1", slide))
    found.last_snapshot = snapshot()
    return found


def in_the_middle(found: FakeSession) -> FakeSession:
    """One task of each state."""
    found.set_verdicts(LAB.chapters[0].steps[0], {
        1: passed(),
        2: failed(expected="on no path of worker2", observed="in /run/secrets of task web.1",
                  node="worker2", look_at="the constraints of service web"),
        3: waiting("not tried yet: send the attack above"),
        4: skipped("this kernel has no IPVS"),
    })  # fmt: skip
    return found


def desk(found: FakeSession) -> FakeDesk:
    """A desk with four labs, the first half done."""
    made = FakeDesk(found, *OTHERS)
    made.entries[0] = replace(entry_of(LAB, done=1), goes_on_at=Place("chapter1", 2))
    return made


def snapshot() -> Snapshot:
    """Three nodes, a service on two of them."""
    names = ("manager1", "worker1", "worker2")
    views = {name: OwnView(name, reachable=True, state="active", node_id=f"id-{name}",
                           control_available=name == "manager1") for name in names}  # fmt: skip
    members = tuple(
        Member(f"id-{name}", name, "manager" if name == "manager1" else "worker", "active",
               "ready", "10.0.0.2", leader=name == "manager1",
               reachability="reachable" if name == "manager1" else "",
               labels={"zone": "secure"} if name == "worker1" else {})
        for name in names
    )  # fmt: skip
    tasks = (_task("t1", "worker1", 1), _task("t2", "worker1", 2))
    return Snapshot(AT, views, "manager1", members=members, tasks=tasks,
                    services=(Service("s1", "api", "localhost/app:1", (), 2, (), (), ()),),
                    secrets=(Named("x1", "db_password"),))  # fmt: skip


def _task(task_id: str, node: str, slot: int) -> ServiceTask:
    return ServiceTask(task_id, "s1", f"id-{node}", slot, "running", "running", "", "", "")
