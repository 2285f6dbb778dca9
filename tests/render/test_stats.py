"""Numbers of a deck: what counts, what does not, and that chapters add up."""

from __future__ import annotations

from pathlib import Path

from swarmlab.deck.deck import Deck
from swarmlab.deck.model import Action, Chapter, Code, Exercise, Pause, Position, Slide
from swarmlab.render.stats import Numbers, count
from tests.deck.writing import chapter

STEP = """\
## Do it

```bash {node=manager1}
docker swarm init
docker node ls
```

<!-- pause -->

```text
only shown
```

- [ ] one <!-- check #one: manager1 is a manager -->
- [ ] two <!-- guard: worker1 is a worker -->

<details class="solution">
<summary>The rest</summary>

```power {node=worker1}
kill
```

</details>

<details class="sabotage">
<summary>Wrong</summary>

<!-- sabotage #one: no -->

```bash {node=worker1}
docker swarm init
```

</details>
"""


def numbers(*chapters: Chapter) -> Numbers:
    return count(Deck("deck", "Deck", chapters)).total


def test_a_step_counts_its_units_tasks_and_reveals() -> None:
    assert numbers(chapter(f"# Title\n\n---\n\n{STEP}")) == Numbers(
        slides=2, reveals=1, steps=1, commands=2, tasks=2, minutes=5
    )


def test_units_in_lists_and_callouts_count_too() -> None:
    body = "# Title\n\n> [!NOTE]\n> Try\n>\n> ```bash {node=worker1}\n> docker ps\n> ```\n"
    assert numbers(chapter(body)).commands == 1


def test_chapters_add_up() -> None:
    one = chapter(f"# Title\n\n---\n\n{STEP}")
    counted = count(Deck("deck", "Deck", (one, chapter("# Alone"))))
    assert [each.numbers.slides for each in counted.chapters] == [2, 1]
    assert counted.total == Numbers(3, 1, 1, 2, 2, 10)


def test_an_exercise_of_a_remark_deck_is_a_step_with_commands() -> None:
    place = Position(Path("deck.md"), 1)
    actions = (
        Action("bash", "docker ps", place),
        Action("wait", "CONTAINER", place),
        Action("bash", "docker info", place),
    )
    exercise = Exercise((Code("bash", "docker ps", place),), actions, place)
    slide = Slide(0, "Title", "title", False, (Pause(place), exercise), place)
    remark = Chapter("deck", place.path, "Title", 0, (), "bare", (slide,), place)
    assert numbers(remark) == Numbers(slides=1, reveals=1, steps=1, commands=2)


def test_an_empty_deck_holds_nothing() -> None:
    assert numbers() == Numbers()
