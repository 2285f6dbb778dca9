"""Text of nodes and decks is written without what would drive a terminal, and fakes no line."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab import plain
from swarmlab.checks.verdict import error, failed, waiting
from swarmlab.cli.linear import StandardPaper
from swarmlab.plain.lab import PlainLab
from swarmlab.plain.labs import play
from swarmlab.plain.talk import Talk
from swarmlab.runs.events import EngineChanged, NodeChanged, ProgressTrouble
from swarmlab.runs.model import Place
from swarmlab.swarm.snapshot import Member, Named, OwnView, Service, ServiceTask, Snapshot
from tests.fakes.session import AT, FakeSession, lab_from
from tests.tui import decks

if TYPE_CHECKING:
    import pytest

HOSTILE = "a\x1b[31m\x1b]52;c;aGk=\x07\x9b2J\u202eb\u2066[/b][TODO]\x00\x08"
HARMLESS = "ab[/b][TODO]"
TOKEN = f"SWMTKN-1-{'a' * 50}-{'b' * 25}"

CHAPTER = f"""---
title: "{HARMLESS} chapter"
minutes: 5
nodes: [manager1, worker1]
start: bare
---

# Title {HOSTILE}

Prose {HOSTILE} and [a link](https://example.invalid/{HARMLESS}).

| head {HOSTILE} | b |
| --- | --- |
| cell {HOSTILE} | d |

> [!NOTE]
> Note {HOSTILE}

```bash {{node=manager1}}
echo {HOSTILE}
```

```text {{.expect}}
prints {HOSTILE}
```

```bash {{node=worker1 path=/etc/x}}
file {HOSTILE}
```

> [!QUIZ]
> Which {HOSTILE}?
>
> - [x] This {HOSTILE}
> - [ ] That

- [ ] Task {HOSTILE} <!-- check: manager1 is a manager -->

<details class="hint">
<summary>Summary {HOSTILE}</summary>

Hint {HOSTILE}

</details>
""".replace("\x00", "")


def session() -> FakeSession:
    found = FakeSession(lab_from(CHAPTER))
    found.move(Place("chapter1", 0))
    return found


def snapshot() -> Snapshot:
    views = {"manager1": OwnView("manager1", reachable=True, state="active", node_id="m"),
             "worker1": OwnView("worker1", reachable=False, problem=HOSTILE)}  # fmt: skip
    member = Member("m", "manager1", "manager", "active", HOSTILE, "", leader=True,
                    reachability="reachable", labels={HOSTILE: HOSTILE})  # fmt: skip
    return Snapshot(AT, views, "manager1", members=(member,),
                    tasks=(ServiceTask("t", "s", "m", 1, "running", "running", "", "", ""),),
                    services=(Service("s", HOSTILE, "x", (), 1, (), (), ()),),
                    secrets=(Named("x", HOSTILE),))  # fmt: skip


def test_nothing_hostile_is_written_raw(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = session()
    found.last_snapshot = snapshot()
    unit = found.lab.chapters[0].chapter.slides[0].units[0]
    text = getattr(unit, "text", "").strip()
    found.answers[text] = (1, f"{HOSTILE}\n> quit\n[x] passed   1 all\r[x] done\n{TOKEN}\n")
    step = found.lab.chapters[0].steps[0]
    lines = ["slide", "run 1", "run 2", "hint", "answer a", "map", "check", "list", "chapter",
             f"on worker1 {HOSTILE}", f"on {HOSTILE} x", f"{HOSTILE}", "log worker1"]  # fmt: skip
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    monkeypatch.setattr(found, "log", lambda _: f"{HOSTILE}\n{TOKEN}")
    lab = PlainLab(found, Talk(StandardPaper()))
    found.set_verdicts(step, {1: failed(expected=HOSTILE, observed=HOSTILE, node=HOSTILE,
                                        look_at=f"x\n[x] passed {HOSTILE}")})  # fmt: skip
    found.tell(
        NodeChanged("worker1", alive=False, word=HOSTILE),
        ProgressTrouble(HOSTILE, HOSTILE),
        EngineChanged(answers=False, reason=HOSTILE),
    )
    found.set_verdicts(step, {1: error(HOSTILE)})
    found.set_verdicts(step, {1: waiting(HOSTILE)})
    lab.play()
    said = capsys.readouterr().out
    bad = [c for c in said if not (c.isprintable() or c == "\n")]
    assert not bad
    assert said.count(HARMLESS) > 20
    assert TOKEN not in said
    assert "\n[x] passed" not in said
    assert "\n> quit\n" not in said


def test_nothing_hostile_of_the_labs_is_written_raw(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = decks.OTHERS[-1]
    hostile = type(entry)(HOSTILE, HOSTILE, HOSTILE, 1, (), 1, 1, 0, None, fault=HOSTILE, faults=1)
    good = type(entry)(HOSTILE, HOSTILE, HOSTILE, 1, (), 1, 1, 0, None, done_on=HOSTILE)
    desk = decks.desk(decks.session())
    desk.entries = [hostile, good]
    desk.silence()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{HOSTILE}\nforget 2\nyes\nquit\n"))
    play(desk, Talk(StandardPaper()))
    said = capsys.readouterr().out
    assert all(c.isprintable() or c == "\n" for c in said)
    assert HARMLESS in said


def test_the_room_needs_no_textual() -> None:
    from tests.test_architecture import python  # noqa: PLC0415 - named beside its use

    names = [f"swarmlab.plain.{path.stem}" for path in Path(plain.__file__).parent.glob("*.py")]
    code = "import sys, importlib\n[importlib.import_module(n) for n in sys.argv[1:]]\n"
    ran = python(code + "print(*sorted({m.split('.')[0] for m in sys.modules}))", *names)
    assert ran.returncode == 0, ran.stderr
    assert "swarmlab" in ran.stdout.split()
    assert not {"textual", "rich", "docker"} & set(ran.stdout.split())
