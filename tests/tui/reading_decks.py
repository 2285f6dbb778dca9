"""A chapter with what reading needs: pauses, quizzes, links, captures, and a long slide."""

from __future__ import annotations

from swarmlab.deck.expectation import Capture
from swarmlab.runs.model import Place
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui import decks

TOKEN = "SWMTKN-1-" + "3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl"[:50] + "-" + "a" * 25
MASKED = "SWMTKN-1-3pu6…"

TEXT = r"""---
title: Join tokens
minutes: 15
nodes: [manager1, worker1, worker2]
start: swarm
---

# Join tokens

A token lets a node in. It says which role, and of which cluster. Read
[how nodes join](https://docs.example.org/engine/swarm/join-nodes/?a=1&b=2) or
[the source](https://git.example.org/moby/swarmkit), not [this](ftp://old.example.org/x).

---

## A token for workers

The first thing to know: two tokens, two roles.

```bash {node=manager1 #token}
docker swarm join-token --quiet worker
```

```text {.expect}
{{worker_token:token}}
```

<!-- pause -->

The second thing: who holds it is in.

```bash {node=worker1}
docker swarm join --token "$worker_token" manager1:2377
```

<!-- pause -->

The third thing: a token never says who used it.

- [ ] worker1 is in <!-- check: worker1 is a worker -->

---

## What did you see?

> [!QUIZ]
> Who can read the worker token?
>
> - [ ] Every node
> - [x] Managers
> - [ ] Nobody
>
> A manager answers `docker swarm join-token`; a worker is refused, as you saw.

> [!QUIZ]
> What does a token name?
>
> - [x] A role
> - [x] The cluster's certificate authority
> - [ ] The node that will use it

- [ ] worker2 is in <!-- check: worker2 is a worker -->
"""

LAB = lab_from(TEXT, decks.ZONES)
QUIZ_KEY = "chapter1#what-did-you-see/quiz-1"


def session(slide: int = 0) -> FakeSession:
    """At a slide of the chapter on join tokens, nodes up."""
    found = FakeSession(LAB, started_at=AT - 305)
    found.move(Place("chapter1", slide))
    found.last_snapshot = decks.snapshot()
    return found


def captured(found: FakeSession) -> FakeSession:
    """The worker token was captured, and a node's id."""
    found.captured += [Capture("worker_token", "token", TOKEN), Capture("other", "id", "x" * 25)]
    return found
