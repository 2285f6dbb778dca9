"""Nodes coming up: a row a node, a cell a phase, each marked as it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import pad, row, spread
from swarmlab.tui.draw.start import progress_bar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.runs.events import BootPhase, BootProgress
    from swarmlab.tui.draw.row import Part

PHASES: tuple[BootPhase, ...] = ("made", "started", "engine", "app loaded", "in swarm")
NAME_WIDTH = 14


@dataclass(slots=True)
class Boot:
    """What is known of a start."""

    nodes: tuple[str, ...]
    colours: Mapping[str, int]
    """Index of each node in the lab."""
    swarm: bool
    """The chapter needs its nodes in a swarm."""
    ended: dict[str, list[BootPhase]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def phases(self) -> tuple[BootPhase, ...]:
        """Those that each node passes through here."""
        return PHASES if self.swarm else PHASES[:-1]

    def hear(self, event: BootProgress) -> None:
        """A phase ended."""
        if event.node not in self.nodes:
            self.nodes = (*self.nodes, event.node)
        done = self.ended.setdefault(event.node, [])
        if event.phase not in done:
            done.append(event.phase)
        self.seconds[event.node] = event.seconds

    def ended_phases(self) -> tuple[int, int]:
        """How many phases of all nodes ended, and how many there are."""
        done = sum(len(set(self.ended.get(node, ())) & set(self.phases)) for node in self.nodes)
        return done, len(self.nodes) * len(self.phases)

    def is_up(self, node: str) -> bool:
        """All its phases ended."""
        return set(self.phases) <= set(self.ended.get(node, ()))


def boot_lines(boot: Boot, width: int, *, failed: str | None, gap: bool) -> list[Content]:
    """A row a node; ``failed`` names the node that did not come up, where one did not."""
    found: list[Content] = []
    for node in boot.nodes:
        found.append(_node_line(boot, node, width, failed))
        if gap:
            found.append(Content())
    return found


def _node_line(boot: Boot, node: str, width: int, failed: str | None) -> Content:
    role = signs.node_role(boot.colours.get(node, 0))
    name = row((signs.BAR, role), " ", (words.line(node), f"bold {role}"))
    cells = [pad(name, NAME_WIDTH)]
    room = (width - NAME_WIDTH - 8) // len(boot.phases)
    done = boot.ended.get(node, [])
    going = next((phase for phase in boot.phases if phase not in done), None)
    cells += [
        pad(_phase(phase, done, going, node, failed), _cell(phase, room)) for phase in boot.phases
    ]
    if failed is not None:
        last = Content.styled("removed", "$muted")
    else:
        seconds = boot.seconds.get(node)
        last = Content.styled(words.seconds(seconds) if seconds is not None else "", "$muted")
    return spread(row(*cells), last, width)


def _cell(phase: str, room: int) -> int:
    # One width for all where there is room, else each as wide as its word.
    return min(15, room) if room >= 13 else len(phase) + 3


def _phase(
    phase: BootPhase, done: Sequence[str], going: str | None, node: str, failed: str | None
) -> Content:
    if phase in done:
        return row((f"{signs.PASSED} ", "$success"), phase)
    if failed is not None:
        if node == failed and phase == going:
            return Content.styled(f"{signs.FAILED} {phase}", "bold $error")
        return Content.styled(f"{signs.SKIPPED} {phase}", "$muted")
    if phase == going:
        return row((f"{signs.HERE} ", "$accent"), (phase, "bold"))
    return Content.styled(f"{signs.NOT_YET} {phase}", "$faint")


def bar_line(done: int, total: int, width: int) -> Content:
    """What has ended of what there is; never a percentage made up."""
    words_ = f"{done} of {total}"
    bar = progress_bar(done, total, max(10, min(90, width - len(words_) - 3)), "$accent")
    parts: list[Part] = [bar, "  ", (words_, "$muted")]
    return row(*parts)
