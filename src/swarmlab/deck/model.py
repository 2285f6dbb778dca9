"""What a chapter says, as frozen data with source positions.

Sentences and node names are still words here: ``runs.binding`` gives them meaning.
All text is as the author wrote it and untrusted; whoever draws it must not treat it as markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Start = str
"""``bare``, ``swarm``, or the name of a chapter whose end is the beginning of this one."""

RefusalName = Literal[
    "not-a-manager", "bad-token", "wrong-ca", "removed", "locked", "bad-key",
    "too-short", "old-tls", "no-leader", "denied", "no-certificate",
]  # fmt: skip
"""Why an attack must fail; the table of what each looks like is ``checks.refusal``."""

DetailsKind = Literal["hint", "solution", "why", "sabotage"]
CalloutKind = Literal["note", "tip", "warning"]
KernelNeed = Literal["ipvs", "esp"]
PowerVerb = Literal["kill", "start", "restart", "pause", "unpause"]
ReadWhat = Literal["certificate", "raft-log"]
GapType = Literal["id", "ip", "int", "age", "token", "key", "any"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file; line and column count from 1."""

    path: Path
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    strike: bool = False
    href: str | None = None
    image: str | None = None
    """Address of a picture, whose description is the text; remark decks only."""
    classes: tuple[str, ...] = ()
    """Of ``.class[text]``, outermost first; remark decks only."""


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The text of the spans without their styles."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a slide; the slide's own title is the first block too."""

    level: int
    spans: Spans
    position: Position


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    spans: Spans
    position: Position


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a sequence of blocks. A list of tasks is a TaskList, not this."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header cells, rows of cells, alignment per column."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    align: tuple[Literal["left", "center", "right"], ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Code:
    """A fence that is only shown."""

    language: str
    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Quote:
    """A plain block quote."""

    blocks: tuple[Block, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Callout:
    """``> [!NOTE]``, ``[!TIP]`` or ``[!WARNING]``."""

    kind: CalloutKind
    blocks: tuple[Block, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Quiz:
    """``> [!QUIZ]``: a question and its answers; ``True`` marks the right ones."""

    question: tuple[Block, ...]
    answers: tuple[tuple[bool, Spans], ...]
    position: Position
    explanation: tuple[Block, ...] = ()
    """What stands below the answers: shown once one was given."""


@dataclass(frozen=True, slots=True)
class Pause:
    """``<!-- pause -->``: what follows is revealed on the next key."""

    position: Position


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a unit prints. Matching is ``deck.expectation.match``."""

    lines: tuple[str, ...]
    contains: bool
    """``.contains``: the lines may stand anywhere in the output."""
    within: float | None
    """Seconds in which a read-only unit may be run again until it matches."""
    position: Position


@dataclass(frozen=True, slots=True)
class ShellUnit:
    """A fence that runs as one piece in a node's shell."""

    node: str
    text: str
    position: Position
    id: str | None = None
    timeout: float = 20.0
    """Seconds until the unit counts as hanging."""
    exit: int = 0
    """Expected status of the last line; any earlier non-zero line fails the unit."""
    refused: RefusalName | None = None
    """Set on an attack: the reason for which it must fail."""
    shell: str | None = None
    """``as=``: the name of another shell on the node; None is its first."""
    needs: KernelNeed | None = None
    """``needs=``: where the kernel lacks it, the unit is passed over."""
    expectation: Expectation | None = None
    language: str = "bash"


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A fence with ``path=``: its text is written to that file on the node."""

    node: str
    path: str
    text: str
    position: Position
    id: str | None = None
    language: str = "text"


@dataclass(frozen=True, slots=True)
class PowerUnit:
    """A ``power`` fence: what is done to a node's power, in order."""

    node: str
    verbs: tuple[PowerVerb, ...]
    position: Position
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A ``read`` fence: swarmlab decodes something over the link into a file on the node."""

    node: str
    what: ReadWhat
    path: str
    position: Position
    id: str | None = None
    expectation: Expectation | None = None


Unit = ShellUnit | FileUnit | PowerUnit | ReadUnit


@dataclass(frozen=True, slots=True)
class Task:
    """A checklist item bound to one sentence."""

    spans: Spans
    kind: Literal["check", "guard"]
    sentence: str
    """The sentence as written, back-ticks included."""
    position: Position
    sentence_position: Position
    id: str | None = None


@dataclass(frozen=True, slots=True)
class TaskList:
    """Consecutive tasks."""

    tasks: tuple[Task, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Details:
    """A hint, a solution, a why, or (tests only) a sabotage."""

    kind: DetailsKind
    summary: Spans
    blocks: tuple[Block, ...]
    position: Position
    target: str | None = None
    """Sabotage: id of the task that must stay or turn red."""
    promise: str = ""
    """Sabotage: words that the reason must hold."""


@dataclass(frozen=True, slots=True)
class Group:
    """``.class[…]`` around blocks; remark decks only."""

    classes: tuple[str, ...]
    blocks: tuple[Block, ...]
    position: Position


ActionVerb = Literal[
    "bash", "wait", "longwait", "key", "keys", "hide", "check", "copy", "paste", "copypaste",
    "open", "tmux",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """What an exercise of a remark deck does: a fence's first word, and its text."""

    verb: ActionVerb
    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Exercise:
    """``.lab[…]`` or ``.exercise[…]``; remark decks only."""

    blocks: tuple[Block, ...]
    """What is shown; a fence of commands is ``Code`` here."""
    actions: tuple[Action, ...]
    """What is done in the first node's shell, in order: the shown commands and the hidden."""
    position: Position


Block = (
    Heading | Paragraph | ListBlock | Table | Code | Quote | Callout | Quiz | Pause
    | ShellUnit | FileUnit | PowerUnit | ReadUnit | TaskList | Details | Group | Exercise
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slide:
    """What stands between two separators."""

    index: int
    """From 0, within the chapter."""
    title: str
    """Its own heading's text, or that of the slide it continues."""
    anchor: str
    """The git host's slug of its heading; a slide without a heading has the slug it continues."""
    continues: bool
    """True when it has no heading of its own."""
    blocks: tuple[Block, ...]
    position: Position
    notes: str = ""
    breaks: tuple[str, ...] = ()
    """Ids of earlier tasks that finishing this step makes false, on purpose."""
    classes: tuple[str, ...] = ()
    """``class:`` of a remark slide."""
    background: str = ""
    """``background-image:`` of a remark slide: an address."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every task of the slide, in order."""
        return tuple(t for b in self.blocks if isinstance(b, TaskList) for t in b.tasks)

    @property
    def is_step(self) -> bool:
        """A slide with tasks is a step."""
        return bool(self.tasks)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units the slide shows, without those in details."""
        return tuple(units_of(self.blocks))

    def details(self, kind: DetailsKind) -> tuple[Details, ...]:
        """The details of one kind, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Details) and b.kind == kind)

    @property
    def solution(self) -> tuple[Unit, ...]:
        """What solves the step: the shown units and those of its solutions, in source order."""
        return tuple(
            unit
            for block in self.blocks
            if not isinstance(block, Details) or block.kind == "solution"
            for unit in units_of((block,), inside=("solution",))
        )


def within(block: Block) -> tuple[Block, ...]:
    """The blocks that stand in one, in order; those of a quiz are its own."""
    match block:
        case Quote() | Callout() | Group() | Details() | Exercise():
            return block.blocks
        case ListBlock():
            return tuple(inner for item in block.items for inner in item)
        case _:
            return ()


def units_of(blocks: tuple[Block, ...], inside: tuple[DetailsKind, ...] = ()) -> Iterator[Unit]:
    """The units among blocks, in order; of details only the kinds named in ``inside``."""
    for block in blocks:
        if isinstance(block, ShellUnit | FileUnit | PowerUnit | ReadUnit):
            yield block
        elif not isinstance(block, Details) or block.kind in inside:
            yield from units_of(within(block), inside)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One Markdown file."""

    name: str
    """The file's stem."""
    path: Path
    title: str
    minutes: int
    """Planned; 0 where the format says none."""
    nodes: tuple[str, ...]
    start: Start
    slides: tuple[Slide, ...]
    position: Position
    positions: dict[str, Position] = field(default_factory=dict, compare=False)
    """Where each key of the front matter stands, for diagnostics of the binding."""
    part: int = 0
    """From 1 in a deck whose manifest groups its chapters; 0 in one that does not."""

    @property
    def steps(self) -> tuple[Slide, ...]:
        """The slides with tasks, in order."""
        return tuple(slide for slide in self.slides if slide.is_step)
