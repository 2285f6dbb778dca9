"""Blocks to slides: where they begin and end, their titles, notes, details and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swarmlab.deck import slug
from swarmlab.deck.attach import attach
from swarmlab.deck.comments import Said, misplaced
from swarmlab.deck.details import OpenDetails, open_details
from swarmlab.deck.directive import read_directive
from swarmlab.deck.html import events
from swarmlab.deck.inline import read_inline
from swarmlab.deck.lists import RawList
from swarmlab.deck.model import Heading, Pause, Slide, plain
from swarmlab.deck.references import Reference, read_breaks

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from swarmlab.deck.blocks import Blocks
    from swarmlab.deck.directive import Directive
    from swarmlab.deck.html import Event
    from swarmlab.deck.model import Block, Expectation, Position
    from swarmlab.deck.reading import Reading


@dataclass(slots=True)
class _Draft:
    """The slide that is being read."""

    position: Position
    blocks: list[Block] = field(default_factory=list)
    title: Heading | None = None
    anchor: str = ""
    notes: list[str] = field(default_factory=list)
    breaks: list[Reference] = field(default_factory=list)
    step: Position | None = None
    spoilt: bool = False
    """Something that would have been a block was faulty."""


class Slides:
    """Puts slides together from the blocks at a cursor."""

    def __init__(self, reading: Reading, blocks: Blocks) -> None:
        self.reading = reading
        self.faults = reading.faults
        self.cursor = blocks
        self.done: list[Slide] = []
        self.references: list[Reference] = []
        """Every naming of a task, to be judged when all tasks are known."""
        self.anchors: dict[str, Position] = {}
        self.chapter_title: Position | None = None
        self.details: OpenDetails | None = None
        self.unended = 0
        """Details ended by us; as many end tags may turn up later without a word."""
        self.draft = _Draft(self.faults.at(1))

    def read(self) -> tuple[Slide, ...]:
        """All slides of the chapter."""
        token = self.cursor.token
        if token is None:
            return ()
        self._begin(token)
        while (token := self.cursor.token) is not None:
            if token.type == "hr":
                self._separate(token)
            elif token.type == "html_block":
                self.cursor.at += 1
                self._html(token)
            else:
                self._add(self.cursor.read("details" if self.details else "slide"))
        self._end()
        return tuple(self.done)

    def _begin(self, token: Token | None) -> None:
        line = token.map[0] if token is not None and token.map else 0
        self.draft = _Draft(self.reading.page.position(line))

    def _separate(self, token: Token) -> None:
        line = token.map[0] if token.map else 0
        self.cursor.at += 1
        if self.reading.page.lines[line].rstrip() != "---":
            message = "only `---` ends a slide"
            self.faults.add("bad-separator", message, self.reading.page.position(line),
                            "write `---` at the line's beginning, between blank lines")  # fmt: skip
            if self.cursor.token is None or self.cursor.token.type != "heading_open":
                return
        self._end()
        self._begin(self.cursor.token or token)

    def _add(self, block: Block | Expectation | RawList | None) -> None:
        if isinstance(block, RawList):
            return
        if isinstance(block, Heading):
            self._title(block)
        if block is None:
            self.draft.spoilt = True
        attach(self.details.blocks if self.details else self.draft.blocks, block, self.reading)

    def _title(self, heading: Heading) -> None:
        anchor = slug.slug(plain(heading.spans))
        problem = self._title_problem(heading, anchor)
        if problem is not None:
            code, message, suggestion = problem
            self.faults.add(code, message, heading.position, suggestion)
            if code == "second-title":
                return
        self.anchors.setdefault(anchor, heading.position)
        if heading.level == 1 and self.chapter_title is None:
            self.chapter_title = heading.position
        if heading.level <= 2 and self.draft.title is None and self.details is None:
            self.draft.title, self.draft.anchor = heading, anchor

    def _title_problem(self, heading: Heading, anchor: str) -> tuple[str, str, str] | None:
        """What is wrong with a heading: code, message and suggestion."""
        small = "write ### for a heading inside a slide"
        if heading.level <= 2 and self.details is not None:
            return "title-in-details", "a slide's title cannot stand inside details", small
        if heading.level <= 2 and self.draft.title is not None:
            message = "this slide has a title already"
            return "second-title", message, f"put `---` before it, or {small}"
        if heading.level == 1 and self.chapter_title is not None:
            message = f"the chapter has a title already, in line {self.chapter_title.line}"
            return "second-chapter-title", message, "write ## for a slide's title"
        if heading.level <= 2 and self.draft.blocks:
            message = "a slide begins with its title"
            return "late-title", message, f"put `---` before it, or {small}"
        if not anchor:
            return "empty-anchor", "this heading has no letters to make an anchor of", ""
        if anchor in self.anchors:
            message = f"the anchor #{anchor} is that of line {self.anchors[anchor].line} already"
            return "duplicate-anchor", message, "word the heading differently"
        return None

    def _html(self, token: Token) -> None:
        line = token.map[0] if token.map else 0
        for event in events(token.content):
            locate = self.reading.page.locator(line, token.content, event.offset)
            self._event(event, locate, line + token.content.count("\n", 0, event.offset))

    def _event(self, event: Event, locate: Callable[[int], Position], line: int) -> None:
        match event.kind:
            case "comment":
                directive = read_directive(event.text, locate, self.faults)
                if directive is not None:
                    self._directive(directive)
                self.draft.spoilt |= directive is None
                if self.details is not None:
                    self.details.spoilt |= directive is None
            case "details":
                if self.details is not None:
                    self._unclosed("before the next ones open")
                self.details = open_details(event.text, locate(0), self.reading)
            case "end":
                self._end_details(locate(0))
            case "summary" if self.details is not None and self.details.summary is None:
                read = read_inline(self.reading, event.text.strip(), line)
                self.details.summary = read.spans
                if not read.spans:
                    self.faults.add("empty-summary", "this summary says nothing", locate(0))
            case _:
                self._strange(event, locate(0))

    def _strange(self, event: Event, position: Position) -> None:
        """HTML that is not of the format, or Markdown that became HTML beside a tag."""
        self.faults.hides_tasks = True
        self.draft.spoilt = True
        if event.text.startswith("<"):
            self.reading.reject_tag(event.text, position)
        elif event.kind == "summary":
            message = "a summary stands right after `<details …>`, once"
            self.faults.add("misplaced-summary", message, position)
            # Most likely the tag before it was lost, and the end tag is still to come.
            self.details = self.details or OpenDetails(None, position)
        else:
            message = "text beside an HTML tag or comment is not Markdown"
            self.faults.add("tag-beside-text", message, position, "put a blank line between them")

    def _directive(self, said: Directive) -> None:
        details = self.details
        if said.word == "comment":
            return
        if said.word == "sabotage" and details is not None and details.kind in {"sabotage", None}:
            if details.sabotage is not None:
                message = "one sabotage names one task"
                self.faults.add("second-sabotage", message, said.position, "make two details of it")
            else:
                details.sabotage = said
                place = said.id_position or said.position
                index = len(self.done)
                self.references.append(Reference("sabotage", said.id or "", place, index))
        elif said.word in {"check", "guard", "sabotage"} or details is not None:
            misplaced(Said((said,)), self.reading)
        elif said.word == "notes":
            self.draft.notes.append(said.text)
        elif said.word == "pause":
            self.draft.blocks.append(Pause(said.position))
        else:
            self.draft.step = said.position
            found = read_breaks(said, len(self.done), self.faults)
            self.draft.breaks.extend(found)
            self.references.extend(found)

    def _end_details(self, position: Position) -> None:
        if self.details is not None:
            block = self.details.close(self.reading)
            self.draft.spoilt |= block is None
            if block is not None:
                self.draft.blocks.append(block)
            self.details = None
        elif self.unended:
            self.unended -= 1
        else:
            self.faults.add("stray-details-end", "no details end here", position,
                            "remove it, or open them with `<details class=…>`")  # fmt: skip

    def _unclosed(self, how: str) -> None:
        if self.details is None:
            return
        self.faults.hides_tasks = True
        message = f"these details are not closed {how}"
        self.faults.add("unclosed-details", message, self.details.position, "add `</details>`")
        self.unended += 1
        self._end_details(self.details.position)

    def _end(self) -> None:
        """End the slide."""
        self._unclosed("before their slide ends")
        draft, before = self.draft, self.done[-1] if self.done else None
        blocks = tuple(draft.blocks)
        if not blocks and not draft.spoilt:
            self.faults.add("empty-slide", "this slide shows nothing", draft.position,
                            "remove one of the `---` around it")  # fmt: skip
            return
        if draft.title is None and before is None and not self.faults.hides_tasks:
            message = "the first slide has no title"
            self.faults.add("no-title", message, draft.position, "begin it with `# Title`")
        title = plain(draft.title.spans) if draft.title else before.title if before else ""
        anchor = draft.anchor if draft.title else before.anchor if before else ""
        slide = Slide(
            index=len(self.done),
            title=title,
            anchor=anchor,
            continues=draft.title is None,
            blocks=blocks,
            position=draft.position,
            notes="\n\n".join(draft.notes),
            breaks=tuple(reference.id for reference in draft.breaks),
        )
        self._judge_step(slide)
        self.done.append(slide)

    def _judge_step(self, slide: Slide) -> None:
        if self.draft.step is not None and not slide.is_step and not self.faults.hides_tasks:
            message = "`step` stands on a slide without tasks"
            self.faults.add("step-without-task", message, self.draft.step)
            self.references = [r for r in self.references if r not in self.draft.breaks]
        others = (s for s in self.done if s.is_step and s.anchor == slide.anchor)
        if slide.is_step and slide.continues and (first := next(others, None)) is not None:
            message = f"this step would share its name with that of line {first.position.line}"
            self.faults.add("duplicate-step", message, slide.tasks[0].position,
                            "give this slide a title of its own")  # fmt: skip
