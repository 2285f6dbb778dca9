"""What came of the actions of a deck's exercises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from swarmlab.runs.exercises.plan import Planned

Kind = Literal["ran", "came", "skipped", "failed", "timed out", "unknown"]
"""``came``: what was waited for. The last three are faults."""

GOOD: frozenset[Kind] = frozenset({"ran", "came", "skipped"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one action."""

    kind: Kind
    words: str = ""
    """Why, or what else there is to say; may be empty."""
    output: str = ""
    """The end of what the shell showed, where that helps; untrusted."""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether the action did what it must, or was passed over for a reason."""
        return self.kind in GOOD

    @property
    def says(self) -> str:
        """The outcome in one line: ``came after 1.2 s``, ``failed: exit 1``."""
        match self.kind:
            case "ran" | "came":
                spent = f"{self.kind} after {self.seconds:.1f} s" if self.seconds else self.kind
                return f"{spent}; {self.words}" if self.words else spent
            case _:
                return f"{self.kind}: {self.words}" if self.words else self.kind


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was done, or passed over."""

    planned: Planned
    outcome: Outcome

    @property
    def place(self) -> str:
        """``file:line:column`` of the action."""
        return str(self.planned.action.position)


@dataclass(frozen=True, slots=True)
class DeckReport:
    """What came of a deck."""

    deck: str
    done: tuple[Done, ...]
    seconds: float
    left_over: tuple[str, ...] = ()
    """What the engine still held of the run at its end."""
    strict: bool = False
    """An action that was skipped is a fault."""

    def is_fault(self, done: Done) -> bool:
        """Whether an action keeps the deck from being good."""
        return not done.outcome.is_good or (self.strict and done.outcome.kind == "skipped")

    @property
    def faults(self) -> tuple[Done, ...]:
        """The actions that did not do what they must."""
        return tuple(done for done in self.done if self.is_fault(done))

    @property
    def holds(self) -> bool:
        """Whether there was something to do, all of it worked, and nothing is left over."""
        return bool(self.done) and not self.faults and not self.left_over

    def count(self, *kinds: Kind) -> int:
        """How many actions came to one of these ends."""
        return sum(done.outcome.kind in kinds for done in self.done)
