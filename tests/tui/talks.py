"""The deck that the tests of a talk show, and its screens."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.deck import Deck
from swarmlab.deck.parse import parse_chapter
from swarmlab.errors import RunNotFound
from swarmlab.tui.podium import Podium
from swarmlab.tui.present_app import PresentApp
from swarmlab.tui.talk import talk_of
from tests.fakes.shell import FakeShell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.tui.talk import Talk

SECRETS = """---
title: Secrets
minutes: 20
nodes: [manager1, worker1]
start: swarm
---

# Secrets

<!-- notes
Ask who keeps passwords in files.
A sentence that its author broke
over two lines.

- first this
- then that
-->

What a swarm keeps, and from whom.

---

## A secret goes only where a task needs it

<!-- notes
Say it twice.
-->

A manager sends a secret to a node when a task there needs it.

```bash {node=manager1}
docker service create --name api --secret db_password localhost/app:1
```

<!-- pause -->

Now be the attacker:

```bash {node=worker1 refused=not-a-manager}
docker secret ls
```

- [ ] api has the secret <!-- check: worker1 is a worker -->

<details class="hint">
<summary>Where does it run?</summary>

This hint is on request.

</details>

<details class="solution">
<summary>The whole of it</summary>

```bash {node=manager1}
echo the-solution-is-hidden
```

</details>

---

## Who can read it?

> [!QUIZ]
> A password stands in a config. Who can read it?
>
> - [x] Anyone who may use the API
> - [ ] Every worker
>
> Because nothing encrypts it.
"""

LONG = "---\ntitle: Rotation\nminutes: 10\nnodes: [worker1, manager2]\nstart: bare\n---\n\n" + (
    "# Rotation\n\nShort.\n\n---\n\n## A long slide\n\n"
    + "\n\n".join(f"Paragraph {n} of many." for n in range(1, 41))
    + "\n\n---\n\nIt goes on here.\n"
)


def deck_from(*texts: str, name: str = "least-privilege") -> Deck:
    """A deck of chapters written as Markdown."""
    chapters = []
    for number, text in enumerate(texts, 1):
        chapter = parse_chapter(text, Path(f"chapter{number}.md")).chapter
        assert chapter is not None
        chapters.append(chapter)
    return Deck(name, "Least privilege on Docker Swarm", tuple(chapters))


DECK = deck_from(SECRETS, LONG)
TALK = talk_of(DECK)


class FakeVisit:
    def __init__(self, shell: FakeShell) -> None:
        self.shell = shell
        self.ended = False

    def end(self) -> None:
        self.ended = True


class FakeShells:
    """A run that is up, or none."""

    def __init__(self, *, up: bool = True) -> None:
        self.up = up
        self.visits: list[FakeVisit] = []

    def visit(self, node: str) -> FakeVisit:
        if not self.up:
            raise RunNotFound("no nodes of secrets are up", next_step="swarmlab up secrets")
        self.visits.append(FakeVisit(FakeShell(node or "manager1")))
        return self.visits[-1]


@contextmanager
def talking(
    folder: Path,
    *,
    talk: Talk = TALK,
    notes: bool = False,
    shells: FakeShells | None = None,
    presenter: str = "ada",
    theme: str = "swarmlab-dark",
) -> Iterator[PresentApp]:
    """One of the terminals of a talk, to be run by a pilot."""
    with Podium("deck", presenter, folder) as podium:
        yield PresentApp(talk, podium, shells or FakeShells(), notes=notes, theme=theme)
