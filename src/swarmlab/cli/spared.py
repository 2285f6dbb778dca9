"""Which runs on an engine somebody still needs, by the progress file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swarmlab.runs.store import Store


@dataclass(frozen=True)
class Spared:
    """Answers for the runs of one progress file, as ``nodes.clean`` asks."""

    store: Store

    def is_kept(self, run: str) -> bool:
        """Whether a run must stay: kept, held by a living program, or not in our file."""
        from swarmlab.runs import orphans

        return orphans.is_needed(self.store, run)

    def expires_of(self, run: str) -> float | None:
        """When a run ends; the file knows better than the labels, since it can be extended."""
        from swarmlab.runs import registry

        stored = {item.id: item for item in registry.all_runs(self.store)}.get(run)
        return stored.expires if stored and stored.expires else None
