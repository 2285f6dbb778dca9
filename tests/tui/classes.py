"""The class that the tests of the instructor's screen look at: twelve learners, two chapters."""

from __future__ import annotations

from swarmlab.checks.verdict import failed, passed, waiting
from swarmlab.runs.classroom.model import Cell, ClassView, Learner
from swarmlab.runs.events import TaskVerdict
from swarmlab.runs.model import Place
from swarmlab.tui.instructor_app import InstructorApp
from tests.fakes.class_desk import FakeClassDesk
from tests.fakes.session import AT, lab_from

NOW = AT + 100
_INTRO = """---
title: Secrets
minutes: 45
nodes: [manager1, worker1, worker2]
start: swarm
---

# Secrets

What a swarm keeps, and from whom.
"""
_ZONES = """---
title: Security zones
minutes: 20
nodes: [manager1, worker1]
start: bare
---

# Security zones

---

## Labels decide

- [ ] worker1 is a worker <!-- check: worker1 is a worker -->

---

## Labels lie

- [ ] worker1 left <!-- check: worker1 is not in the swarm -->
"""
_TITLES = (
    "Make a secret", "See it nowhere", "Give it to a service",
    "A secret goes only where a task needs it", "Rotate it", "Files of a task",
    "Modes", "Configs are no secrets", "Clean up",
)  # fmt: skip
_TASKS = (
    ("Only nodes of zone secure run api", "the swarm has 1 manager and 2 workers"),
    ("worker2 holds db_password nowhere", "worker2 is a worker"),
    ("worker1 asked for secrets, was refused", "worker2 is not in the swarm"),
)
_HINTS = "".join(
    f'\n<details class="hint">\n<summary>Hint {n}</summary>\n\nLook there.\n\n</details>\n'
    for n in range(3)
)


def _step(title: str) -> str:
    tasks = "\n".join(f"- [ ] {text} <!-- check: {check} -->" for text, check in _TASKS)
    return f"\n---\n\n## {title}\n\nDo it.\n\n{tasks}\n{_HINTS}"


LAB = lab_from(_INTRO + "".join(map(_step, _TITLES)), _ZONES)
STEPS = LAB.chapters[0].steps
SAME = "worker2: secret in web.1"


def learner(
    owner: str, standing: str = "at work", done: int = 0, minutes: float = 0, **more: object
) -> Learner:
    """A learner who has done so many steps of the first chapter and is at the next."""
    state = more.pop("at", "waiting")
    cells = {step.id: Cell("done", 200.0) for step in STEPS[:done]}
    place, step = Place("chapter1", 0), ""
    if done < len(STEPS):
        step = STEPS[done].id
        cells[step] = Cell(state, minutes * 60)  # type: ignore[arg-type]
        place = Place("chapter1", STEPS[done].slide.index)
    rest = STEPS[done + 1 :] + LAB.chapters[1].steps
    cells |= {each.id: Cell("open") for each in rest}
    fields: dict[str, object] = {
        "run": f"run-{owner}", "owner": owner, "lab": LAB.name, "standing": standing,
        "state": "kept", "held": standing != "away", "place": place, "step": step,
        "cells": cells, "hints": 0, "points": 10 * done, "attempts": 0, "seconds": 1200.0,
        "reason": "", "hand": 0.0, "question": "", "part": None, "seen": NOW - 1720,
        "expires": NOW + 100 * 60 + 20,
    }  # fmt: skip
    return Learner(**(fields | more))  # type: ignore[arg-type]


LEARNERS = (
    learner("mira", "asks", 3, 9, at="failed", hints=2, attempts=4, reason=SAME, hand=NOW - 130,
            question="It says red, but api is on worker1 only?"),
    learner("tomas", "asks", 2, 6, hand=NOW - 20),
    learner("jonas", "stuck", 3, 14, at="failed", hints=3, reason=SAME),
    learner("aylin", "stuck", 3, 11, at="failed", hints=1, reason="service api not found"),
    learner("pavel", "stuck", 1, 8, at="error", reason="worker1 is down"),
    learner("chiara", "at work", 3, 3, at="failed", reason=SAME),
    learner("samir", "at work", 3, 2, hints=1),
    learner("lena", "at work", 4, 4),
    learner("oskar", "at work", 4, 1),
    learner("yuki", "at work", 6, 1, at="failed", hints=1, reason="mode 0444, not 0400"),
    learner("ines", "done", 9, hints=2),
    learner("hugo", "away", 2, 5, state="down", expires=0.0),
)  # fmt: skip
_USUAL = (130.0, 200.0, 320.0, 430.0, 250.0, 260.0, 320.0)
VIEW = ClassView(
    LAB, LEARNERS, {step.id: each for step, each in zip(STEPS, _USUAL, strict=False)}, None,
    frozenset(),
)  # fmt: skip


def many(number: int) -> ClassView:
    """As many learners, in the order of who needs help."""
    kinds = (
        ("asks", 3, "failed", SAME),
        ("stuck", 2, "error", "worker1 is down"),
        ("at work", 5, "waiting", ""),
        ("at work", 6, "failed", "mode 0444, not 0400"),
    )
    learners = []
    for kind, (standing, done, at, reason) in enumerate(kinds):
        learners += [
            learner(f"learner{n}", standing, done, 1 + n % 12, at=at, reason=reason,
                    hand=NOW - 60 * n if standing == "asks" else 0.0)
            for n in range(kind, number, len(kinds))
        ]  # fmt: skip
    return ClassView(LAB, tuple(learners), VIEW.usual_seconds, None, frozenset())


def desk(view: ClassView = VIEW) -> FakeClassDesk:
    """A desk where mira's tasks are as in her band."""
    made = FakeClassDesk(view)
    verdicts = (
        passed(),
        failed(expected="on no path of worker2", observed="in /run/secrets of task web.1",
               node="worker2", look_at="the constraints of service web"),
        waiting("not tried yet"),
    )  # fmt: skip
    made.known["run-mira"] = {
        task.key: TaskVerdict(verdict, AT + 67)
        for task, verdict in zip(STEPS[3].tasks, verdicts, strict=True)
    }
    made.shell("run-mira", "worker1").feed(
        "\x1b[1mroot@worker1\x1b[0m:~# docker ps --format '{{.Names}}'",
        "api.1.t5w2k8z1m4x7q0r3v6n9c2b5h",
        "api.2.z8c1v4n7m0q3w6r9t2k5x8b1d",
        "\x1b[1mroot@worker1\x1b[0m:~# mount | grep secrets",
    )
    return made


def app(made: FakeClassDesk, theme: str = "swarmlab-dark") -> InstructorApp:
    """The screen on a desk."""
    return InstructorApp(made, LAB.name, theme=theme)
