"""A measured figure beside its baseline and its aim."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Args:
        name: what was measured.
        value: in ``unit``, of this run.
        aim: what it should not exceed: in ``unit``, or as a ratio where there is a baseline.
        baseline: the same measured without swarmlab, in the same run.
    """

    name: str
    value: float
    unit: str
    aim: float
    baseline: float | None = None
    detail: str = ""

    @property
    def reached(self) -> bool:
        """Whether the aim was reached."""
        return (self.value if self.baseline is None else self.ratio) <= self.aim

    @property
    def ratio(self) -> float:
        """Times the baseline."""
        return self.value / self.baseline if self.baseline else float("inf")

    def line(self) -> str:
        """The figure as a line of the table."""
        sign = "✓" if self.reached else "✗"
        value = f"{self.value:.4g} {self.unit}"
        if self.baseline is None:
            beside, aim = "", f"aim {self.aim:g} {self.unit}"
        else:
            beside = f"baseline {self.baseline:.4g} {self.unit}, {self.ratio:.2f} times"
            aim = f"aim {self.aim:g} times"
        return f"{sign} {self.name:<46} {value:>12}  {beside:<38} {aim:<16} {self.detail}".rstrip()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be measured here."""

    name: str
    reason: str

    def line(self) -> str:
        """As a line of the table."""
        return f"– {self.name:<46} skipped: {self.reason}"


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)) - 1)]
