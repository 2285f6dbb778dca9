"""Lists: tasks bound to sentences, answers of a quiz, and plain items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from swarmlab.deck.model import ListBlock, Paragraph, Task, TaskList

if TYPE_CHECKING:
    from swarmlab.deck.comments import Said
    from swarmlab.deck.model import Block, Position, Spans
    from swarmlab.deck.reading import Reading

BOX = re.compile(r"\[(?P<mark>[ xX]?)\](?:[ \t]+|$)")
"""A checklist item's box; one without a blank in it is a slip that git hosts show as text."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, before it is known what the list is."""

    box: str | None
    """The mark in its box, None without a box."""
    spans: Spans
    """Its first paragraph, after the box."""
    rest: tuple[Block, ...]
    said: Said
    """The checks and guards in it."""
    position: Position

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything in it, as a plain item."""
        lead = (Paragraph(self.spans, self.position),) if self.spans else ()
        return (*lead, *self.rest)


@dataclass(frozen=True, slots=True)
class RawList:
    """A list as written."""

    items: tuple[Item, ...]
    ordered: bool
    start: int
    position: Position

    @property
    def is_checklist(self) -> bool:
        """Whether an item has a box or a sentence."""
        return any(item.box is not None or item.said.directives for item in self.items)


def plain_list(raw: RawList) -> ListBlock:
    """The list as what it looks like."""
    items = tuple(item.blocks for item in raw.items)
    return ListBlock(raw.ordered, raw.start, items, raw.position)


def task_list(raw: RawList, reading: Reading, *, on_slide: bool) -> TaskList | None:
    """The tasks of a checklist; those that are faulty are reported and left out."""
    faults = reading.faults
    if not on_slide:
        faults.hides_tasks = True
        message = "tasks stand on the slide itself, not inside details, quotes or lists"
        faults.add("misplaced-task", message, raw.position)
        return None
    read = [_task(item, reading) for item in raw.items]
    tasks = tuple(task for task in read if task is not None)
    if len(tasks) < len(read):
        faults.hides_tasks = True
    return TaskList(tasks, raw.position) if tasks else None


def _task(item: Item, reading: Reading) -> Task | None:
    if item.said.spoilt:
        return None
    problem = _problem(item)
    if problem is not None:
        reading.faults.add(problem[0], problem[1], item.position, problem[2])
        return None
    (said,) = item.said.directives
    name = None
    if said.id is not None and said.id_position is not None:
        name = reading.take_id(said.id, said.id_position)
    kind = cast("Literal['check', 'guard']", said.word)
    sentence = " ".join(said.text.split())
    return Task(item.spans, kind, sentence, item.position, said.text_position, name)


def _problem(item: Item) -> tuple[str, str, str] | None:
    """Why an item is no task: code, message and suggestion."""
    if item.box is None:
        return "not-a-task", "an item of a list of tasks is no task", "write `- [ ] text`"
    if not item.box:
        return "bad-box", "`[]` is no box to git hosts", "write `- [ ] text`"
    if item.box != " ":
        return "checked-task", "a task is not done when the lab begins", "write `- [ ] text`"
    if not item.said.directives:
        return (
            "task-without-sentence",
            "this task has no sentence",
            "end it with `<!-- check: … -->` or `<!-- guard: … -->`",
        )
    if len(item.said.directives) > 1:
        return "two-sentences", "a task has one sentence", "make two tasks of it"
    if not item.spans:
        return "task-without-text", "this task says nothing to the learner", ""
    if item.rest:
        return "task-too-long", "a task is one paragraph", "put the rest after the list"
    return None


def answers(raw: RawList, reading: Reading) -> tuple[tuple[bool, Spans], ...]:
    """The answers of a quiz; True marks the right ones."""
    found: list[tuple[bool, Spans]] = []
    for item in raw.items:
        if not item.box or item.rest or item.said.directives or not item.spans:
            message = "an answer is `- [x] text` when right and `- [ ] text` when wrong"
            reading.faults.add("bad-answer", message, item.position)
        else:
            found.append((item.box in "xX", item.spans))
    if len(found) == len(raw.items) and not any(right for right, _ in found):
        message = "no answer of this quiz is right"
        reading.faults.add("quiz-without-answer", message, raw.position, "mark one with `[x]`")
    return tuple(found)
