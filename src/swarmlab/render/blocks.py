"""Blocks of a slide as HTML, a branch for each kind of the model."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import (
    Callout,
    Code,
    Details,
    Exercise,
    FileUnit,
    Group,
    Heading,
    ListBlock,
    Paragraph,
    Pause,
    PowerUnit,
    Quiz,
    Quote,
    ReadUnit,
    ShellUnit,
    Table,
    TaskList,
    plain,
)
from swarmlab.render.classes import safe_classes
from swarmlab.render.markup import EMPTY, element, joined, text
from swarmlab.render.quiz import quiz_html
from swarmlab.render.spans import inline
from swarmlab.render.units import code_html, copy_button, unit_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swarmlab.deck.model import Block, Spans, Task
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting

_SIGNS: Final = {"note": ("·", "Note"), "tip": ("+", "Tip"), "warning": ("!", "Warning")}
_DETAILS: Final = {"hint": "Hint", "why": "Why", "solution": "Solution"}
_COMMANDS: Final = frozenset({"bash", "sh", "shell", "console", "dockerfile", "yaml", "python"})


class Blocks:
    """Draws the blocks of one slide.

    Args:
        setting: the chapter and document they stand in.
        name: the slide's id, of which names of its quizzes are made.
        level: of its title, 1 to 6; headings in it are below.
    """

    def __init__(self, setting: Setting, name: str, level: int) -> None:
        self._setting = setting
        self._name = name
        self._level = level
        self._quizzes = count(1)

    def html(self, blocks: Iterable[Block]) -> Html:
        """The blocks, one after the other."""
        return joined(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Html:
        match block:
            case Paragraph():
                return element("p", inline(block.spans, self._setting))
            case ShellUnit() | FileUnit() | PowerUnit() | ReadUnit():
                return unit_html(block, self._setting)
            case Heading() | ListBlock() | Table() | Code() | TaskList():
                return self._plain(block)
            case Pause():
                return EMPTY
            case _:
                return self._box(block)

    def _plain(self, block: Heading | ListBlock | Table | Code | TaskList) -> Html:
        match block:
            case Heading():
                return self._heading(block)
            case ListBlock():
                return self._list(block)
            case Table():
                return self._table(block)
            case Code():
                return self._code(block)
            case TaskList():
                return self._tasks(block)

    def _box(self, block: Quote | Callout | Quiz | Details | Group | Exercise) -> Html:
        match block:
            case Quote():
                return element("blockquote", self.html(block.blocks))
            case Callout():
                sign, word = _SIGNS[block.kind]
                head = element("p", text(f"{sign} {word}"), class_="label")
                body = self.html(block.blocks)
                return element("div", head, body, class_=f"callout {block.kind}", role="note")
            case Quiz():
                name = f"{self._name}.quiz{next(self._quizzes)}"
                question, explanation = self.html(block.question), self.html(block.explanation)
                return quiz_html(block, name, question, explanation, self._setting)
            case Details():
                return self._details(block)
            case Group():
                classes = safe_classes(block.classes)
                return element("div", self.html(block.blocks), class_=classes)
            case Exercise():
                return self._exercise(block)

    def _heading(self, heading: Heading) -> Html:
        level = min(6, self._level + max(1, heading.level - 2))
        name = self._setting.anchors.heading(plain(heading.spans))
        return element(f"h{level}", inline(heading.spans, self._setting), id=name)

    def _list(self, block: ListBlock) -> Html:
        items = (element("li", self._item(item)) for item in block.items)
        if not block.ordered:
            return element("ul", *items)
        return element("ol", *items, start=str(block.start) if block.start != 1 else None)

    def _item(self, blocks: tuple[Block, ...]) -> Html:
        """An item; one paragraph in it stands without its tag, as tight lists do."""
        match blocks:
            case [Paragraph() as only]:
                return inline(only.spans, self._setting)
            case _:
                return self.html(blocks)

    def _table(self, table: Table) -> Html:
        def row(name: str, cells: Iterable[Spans], scope: str | None = None) -> Html:
            aligned = zip(cells, table.align, strict=False)
            return element("tr", *(
                element(name, inline(cell, self._setting), scope=scope,
                        class_=None if side == "left" else side)
                for cell, side in aligned
            ))  # fmt: skip

        head = element("thead", row("th", table.header, "col"))
        body = element("tbody", *(row("td", cells) for cells in table.rows))
        return element("table", head if any(table.header) else EMPTY, body)

    def _code(self, block: Code) -> Html:
        copies = block.language in _COMMANDS
        button = copy_button("the code") if copies else EMPTY
        return element("div", button, code_html(block.text, block.language), class_="code")

    def _tasks(self, block: TaskList) -> Html:
        head = element("p", text("Tasks"), class_="label")
        return element(
            "div", head, element("ul", *(self._task(task) for task in block.tasks)), class_="tasks"
        )

    def _task(self, task: Task) -> Html:
        sentence = (
            element("p", text(f"{task.kind}: {task.sentence}"), class_="sentence only")
            if task.sentence
            else EMPTY
        )
        sign = element("span", text("○"), class_="sign", aria_hidden="true")
        words = element("span", inline(task.spans, self._setting))
        return element("li", sign, element("div", words, sentence), class_=task.kind)

    def _details(self, block: Details) -> Html:
        kind = element("b", text(_DETAILS.get(block.kind, "")), class_="label")
        summary = element("summary", kind, text(" "), inline(block.summary, self._setting))
        body = element("div", self.html(block.blocks), class_="inside")
        only = " only" if block.kind == "solution" else ""
        return element("details", summary, body, class_=f"help {block.kind}{only}")

    def _exercise(self, block: Exercise) -> Html:
        head = element("p", text("Lab"), class_="label")
        hidden = EMPTY
        if block.actions:
            lines = (
                element("li", element("b", text(action.verb)), text(" "),
                        element("code", text(action.text)))
                for action in block.actions
            )  # fmt: skip
            hidden = element(
                "details", element("summary", text("What swarmlab does here")),
                element("ol", *lines), class_="help actions only",
            )  # fmt: skip
        return element("div", head, self.html(block.blocks), hidden, class_="box lab")
