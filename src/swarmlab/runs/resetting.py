"""What is proved after a reset: that what comes before holds, checks are red, nothing is left."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three: what was found, what is wrong with it, what could not be judged here."""

    found: str
    """In words, as it should be."""
    wrong: tuple[str, ...] = ()
    """What is not so, each with its reason; may hold untrusted words."""
    skipped: tuple[str, ...] = ()
    """What this machine cannot judge, each with its reason."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


@dataclass(frozen=True, slots=True)
class ResetProof:
    """What was looked at once the nodes were there; stored nowhere."""

    what: str
    """``reset of roles#join-it``, ``fresh worker1``."""
    seconds: float
    """From the beginning of the work to the end of the proof."""
    preconditions: Part
    """The nodes run, and what the way there had to make holds."""
    red: Part
    """What is to be done is not done yet."""
    clean: Part
    """The engine holds nothing of this run but what belongs to these nodes."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All three."""
        return self.preconditions, self.red, self.clean

    @property
    def holds(self) -> bool:
        """Whether all three do."""
        return all(part.holds for part in self.parts)

    @property
    def wrong(self) -> tuple[str, ...]:
        """What does not hold, and why."""
        return tuple(words for part in self.parts for words in part.wrong)

    @property
    def skipped(self) -> tuple[str, ...]:
        """What could not be judged here."""
        return tuple(words for part in self.parts for words in part.skipped)

    @property
    def line(self) -> str:
        """All of it in one line."""
        if not self.holds:
            return f"{self.what}: not as it must be: {'; '.join(self.wrong)}"
        return f"{self.what}, proved in {self.seconds:.1f} s: {self._found}{self._skips}"

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for the time and one for the proof; of what is wrong or skipped a line each."""
        first = f"{self.what}: {self.seconds:.1f} s"
        skips = tuple(f"skipped: {words}" for words in self.skipped)
        if self.holds:
            return first, f"proved: {self._found}", *skips
        return first, *(f"not as it must be: {words}" for words in self.wrong), *skips

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {**asdict(self), "holds": self.holds}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From what ``told`` made of it."""
        parts = [_part(told[name]) for name in ("preconditions", "red", "clean")]
        return cls(str(told["what"]), float(told["seconds"]), *parts)

    @property
    def _found(self) -> str:
        return "; ".join(part.found for part in self.parts)

    @property
    def _skips(self) -> str:
        return f" ({len(self.skipped)} skipped)" if self.skipped else ""


def _part(told: Mapping[str, Any]) -> Part:
    return Part(str(told["found"]), tuple(told["wrong"]), tuple(told["skipped"]))
