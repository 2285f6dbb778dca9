"""Decks for tests: the project's own, one of all blocks, and one of a body."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.deck import Deck
from swarmlab.deck.parse import read_chapter
from tests.deck.writing import chapter
from tests.render.tree import read

if TYPE_CHECKING:
    from tests.render.tree import Node

SLIDES = Path(__file__).parents[2] / "slides"
NAMES = tuple(sorted(path.stem for path in SLIDES.glob("*.md")))

EVERYTHING = """\
# Every block

<!-- notes
Say hello.

Then wait.
-->

A **strong**, *soft*, ~~gone~~ and `coded` word, and [a link](https://docs.example/a?b=c&d=e).

---

## Units

```bash {node=manager1}
docker node ls # look
```

```text {.expect}
{{id}} manager1 ...
```

```bash {node=worker1 refused=not-a-manager as=second}
docker secret ls
```

<!-- pause -->

```power {node=worker1}
kill
start
```

```toml {node=worker1 path=/etc/x.toml}
a = "b"
```

```read {node=manager1 path=/run/raft.txt}
raft-log
```

- [ ] It became so <!-- check #so: worker1 is a worker -->
- [ ] It stayed so <!-- guard: worker1 is a worker -->

<details class="hint">
<summary>Where to look</summary>

Look there.

</details>

<details class="why">
<summary>Background</summary>

Because of this.

</details>

<details class="solution">
<summary>Do this</summary>

```bash {node=manager1}
docker node update --availability drain worker1
```

</details>

<details class="sabotage">
<summary>Wrong</summary>

<!-- sabotage #so: no worker -->

```bash {node=worker1}
docker swarm leave
```

</details>

---

It goes on here.

| left | right |
| --- | ---: |
| `a` | 1 |

1. one
2. two
   - inner

> quoted

> [!WARNING]
> Take care.

> [!QUIZ]
> Which one?
>
> - [x] This
> - [ ] That
>
> This one, since it is right.

---

## Which holds two?

> [!QUIZ]
> Which two?
>
> - [x] One
> - [x] Two
> - [ ] Three

```python
print("shown only")
```
"""


@cache
def own_deck(*names: str) -> Deck:
    """Chapters of the project; all of them where none is named."""
    read_ones = [read_chapter(SLIDES / f"{name}.md") for name in names or NAMES]
    assert [str(d) for each in read_ones for d in each.diagnostics] == []
    chapters = tuple(each.chapter for each in read_ones if each.chapter is not None)
    return Deck("own", "Least privilege", chapters)


def deck_of(*bodies: str) -> Deck:
    """A deck of chapters that must have no faults."""
    return Deck("written", "A deck", tuple(chapter(body) for body in bodies))


def everything() -> Deck:
    """A deck with every block of the format."""
    return deck_of(EVERYTHING)


def main_of(html: str) -> Node:
    """What holds the slides of a document."""
    return read(html).by_id("ui.slides")
