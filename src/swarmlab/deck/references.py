"""Tasks named elsewhere: by a sabotage, or by a step that breaks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.directive import Directive
    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position, Slide

_BREAKS = re.compile(r"breaks=(?P<ids>\S*)|(?P<strange>\S+)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A task named by its id."""

    kind: Literal["sabotage", "breaks"]
    id: str
    position: Position
    slide: int
    """The index of the slide that names it."""


def read_breaks(said: Directive, slide: int, faults: Faults) -> tuple[Reference, ...]:
    """What ``step: breaks=#a,#b`` names."""
    found: list[Reference] = []
    if not said.text:
        message = "`step` says nothing"
        faults.add("bad-directive", message, said.position, "write `step: breaks=#id`")
    for match in _BREAKS.finditer(said.text):
        names = match["ids"].split(",") if match["ids"] is not None else []
        if names and all(n.startswith("#") and words.ID.fullmatch(n[1:]) for n in names):
            found.extend(Reference("breaks", n[1:], said.text_position, slide) for n in names)
            continue
        message = f"`{match[0][:40]}` says nothing about a step"
        near = did_you_mean(match[0].partition("=")[0], ["breaks"])
        faults.add("bad-directive", message, said.text_position, near or "write `breaks=#id`")
    return tuple(found)


def judge(references: Sequence[Reference], slides: Sequence[Slide], faults: Faults) -> None:
    """Report references to tasks that are not there; none where faults took tasks away."""
    if faults.hides_tasks:
        return
    home = {task.id: s.index for s in slides for task in s.tasks if task.id is not None}
    for reference in references:
        if reference.kind == "sabotage":
            known = [name for name, slide in home.items() if slide == reference.slide]
            where = "this step"
        else:
            known = [name for name, slide in home.items() if slide < reference.slide]
            where = "an earlier step"
        if reference.id not in known:
            message = f"`#{reference.id}` is no task of {where}"
            near = did_you_mean(reference.id, known) or _offer(known)
            faults.add("unknown-task", message, reference.position, near)


def _offer(known: Sequence[str]) -> str:
    if not known:
        return "give the task an id: `<!-- check #id: … -->`"
    return f"there are {', '.join(f'#{name}' for name in known)}"
