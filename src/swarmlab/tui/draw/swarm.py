"""The swarm of a snapshot, a card or a line for each node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.happened import Told, happened, node_name, task_name
from swarmlab.tui.draw.holdings import Seen, member_of, swarm_words
from swarmlab.tui.draw.lone import LOCKED, REMOVED, lone_words
from swarmlab.tui.draw.row import pad, row, spread

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from swarmlab.swarm.snapshot import Member, Snapshot

_NO_POWER: Mapping[str, str] = MappingProxyType({})
_POWER = {"stopped": f"{signs.FAILED} stopped", "paused": f"{signs.ERROR} paused",
          "gone": f"{signs.FAILED} gone"}  # fmt: skip
"""What a node's container may be instead of running."""


@dataclass(frozen=True, slots=True)
class NodeLook:
    """One node as the swarm's managers, and it itself, say it is."""

    name: str
    index: int
    role: str = ""
    """``manager``, ``worker``, or empty outside the swarm."""
    word: str = "not in the swarm"
    """What stands under its name."""
    mark: str = ""
    """``leader`` or a label, at the right of its name."""
    tasks: tuple[str, ...] = ()
    red: str = ""
    """``✗ task 2`` when a red verdict names it."""
    state: str = ""
    """``ready, active`` as the managers list it; else ``word``."""
    trouble: str = ""
    """``✗ down``, ``✗ removed``, ``! locked``: what to know before all else."""
    address: str = ""
    secrets: str = "none"
    """``stores 2`` for a manager, names for who was lent some."""
    known: bool = True
    """False where no manager tells what it is and has."""

    @property
    def is_gone(self) -> bool:
        """It was removed from the swarm."""
        return self.trouble == REMOVED


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became so."""

    at: float
    node: str
    index: int | None
    """The node's place in the lab; None for what belongs to no node."""
    words: str
    fresh: bool = False
    sign: str = ""
    """``+`` or ``-``."""
    red: str = ""
    """``✗ task 2`` when it turned that task red."""


@dataclass(frozen=True, slots=True)
class SwarmLook:
    """What the pane says."""

    title: Content
    nodes: tuple[NodeLook, ...] = ()
    changes: tuple[Change, ...] = ()
    """The newest first."""
    cards: bool = False


def node_looks(
    snapshot: Snapshot | None,
    nodes: Sequence[str],
    colours: Sequence[str],
    red: Mapping[str, int],
    *,
    power: Mapping[str, str] = _NO_POWER,
    removed: Collection[str] = (),
) -> list[NodeLook]:
    """Every node of the run, in the lab's order.

    Args:
        snapshot: the last look.
        nodes: of the run.
        colours: all nodes of the lab.
        red: the number of the task that is red because of a node.
        power: what else than running the container of a node is known to be.
        removed: nodes that managers listed before and do not list now.
    """
    found = []
    for name in nodes:
        mark = f"{signs.FAILED} task {red[name]}" if name in red else ""
        look = _look(snapshot, name, colours.index(name), removed)
        trouble = _POWER.get(power.get(name, ""), look.trouble)
        found.append(replace(look, red=mark, trouble=trouble))
    return found


def _look(snapshot: Snapshot | None, name: str, index: int, removed: Collection[str]) -> NodeLook:
    if snapshot is None or name not in snapshot.views:
        return NodeLook(name, index, word="not looked at yet", state="not looked at yet")
    view, member = snapshot.views[name], member_of(snapshot, name)
    silent = "" if view.reachable else f"{signs.ERROR} no answer"
    if member is None:
        word, trouble = lone_words(snapshot, view, removed)
        known = not Seen(snapshot, name).is_lost
        return NodeLook(name, index, word=word, state=word, trouble=trouble or silent,
                        address=words.line(view.address), known=known,
                        secrets="none" if known else "not known")  # fmt: skip
    status = words.line(member.status)
    ready = status == "ready"
    trouble = silent if ready else f"{signs.FAILED} {status}"
    if view.state == "locked":
        trouble = LOCKED
    word = f"{member.role}, {member.availability if ready and not silent else trouble[2:]}"
    seen = Seen(snapshot, name)
    return NodeLook(name, index, member.role, word, _mark(member), _tasks(snapshot, member),
                    state=f"{status}, {member.availability}", trouble=trouble,
                    address=words.line(view.address or member.address),
                    secrets=_secrets(seen))  # fmt: skip


def _secrets(seen: Seen) -> str:
    """What it has of secrets, in few words."""
    if seen.is_manager:
        stored = len(seen.snapshot.secrets)
        return f"stores {stored}" if stored else "none"
    used = {use.name for s in seen.snapshot.services if seen.running(s) for use in s.secrets}
    return ("not known" if seen.is_lost else words.line(" ".join(sorted(used)))) if used else "none"


def _mark(member: Member) -> str:
    if member.leader:
        return "leader"
    labels = [f"{key}={value}" for key, value in member.labels.items()]
    return words.line(" ".join(labels))


def _tasks(snapshot: Snapshot, member: Member) -> tuple[str, ...]:
    services = {service.id: service for service in snapshot.services}
    return tuple(
        words.line(task_name(services.get(task.service_id), task.slot))
        for task in snapshot.tasks
        if task.node_id == member.id and task.state == "running"
    )


def title(snapshot: Snapshot | None, nodes: int) -> Content:
    """``Swarm  3 nodes, 1 manager, autolock off``."""
    return row(("Swarm", "bold"), "  ", (swarm_words(snapshot, nodes), "$muted"))


def card_lines(look: NodeLook, width: int) -> list[Content]:
    """A card: name and mark, role and availability, tasks, secrets."""
    style = "$muted" if look.is_gone else f"bold {signs.node_role(look.index)}"
    tasks = "  ".join(look.tasks) or ("none" if look.known else "not known")
    return [
        spread(row((words.line(look.name), style)), mark_of(look), width),
        Content.styled(look.word, "$muted").truncate(width, ellipsis=True),
        row(("tasks   ", "$muted"), tasks).truncate(width, ellipsis=True),
        row(("secrets ", "$muted"), look.secrets).truncate(width, ellipsis=True),
    ]


def mark_of(look: NodeLook) -> Content:
    """What stands at the right of a node's name: a red task, a trouble, leader or labels."""
    if look.red:
        return Content.styled(look.red, "bold $error")
    if look.is_gone:
        return Content.styled(look.trouble, "$muted")
    if look.trouble:
        role = "$error" if look.trouble.startswith(signs.FAILED) else "$warning"
        return Content.styled(look.trouble, f"bold {role}")
    return Content.styled(look.mark, "bold" if look.mark == "leader" else "")


def node_line(look: NodeLook, width: int) -> Content:
    """One line a node."""
    role = signs.node_role(look.index)
    tasks = f"tasks {' '.join(look.tasks)}" if look.tasks else "tasks none"
    said = look.word if look.trouble else look.mark or look.word
    parts = row((signs.BAR, role), " ", pad(row((words.line(look.name), f"bold {role}")), 10),
                pad(Content(said), 18), (tasks if look.role else "", "$muted"))  # fmt: skip
    return spread(parts, Content.styled(look.red, "bold $error"), width)


def change_line(change: Change, width: int) -> Content:
    """When, where, what; bold while it is fresh."""
    role = signs.node_role(change.index) if change.index is not None else ""
    bold = "bold " if change.fresh else ""
    sign = f"{change.sign} " if change.sign and change.fresh else ""
    found = row(
        (f"{words.clock_seconds(change.at)}  ", "$muted"),
        pad(row((words.line(change.node), f"{bold}{role}".strip())), 10),
        (f"{sign}{words.line(change.words)}", "bold" if change.fresh else "$muted"),
        (f"   {change.red}" if change.red else "", "bold $error"),
    )
    return found.truncate(width, ellipsis=True)


def changes(before: Snapshot | None, after: Snapshot) -> list[Told]:
    """What is new, gone or different between two looks."""
    if before is None:
        return []
    found: list[Told] = []
    for name, view in after.views.items():
        old = before.views.get(name)
        if old is not None and (old.state, old.reachable) != (view.state, view.reachable):
            found.append(Told(name, _view_change(view.reachable, view.state)))
    if before.seen_from is None or after.seen_from is None:
        return found  # what no manager told of is neither made nor removed
    found += _member_changes(before, after)
    for kind, then, now in (("secret", before.secrets, after.secrets),
                            ("config", before.configs, after.configs),
                            ("service", before.services, after.services)):  # fmt: skip
        found += _named_changes(kind, [x.name for x in then], [x.name for x in now])
    return [*found, *happened(before, after)]


def _view_change(reachable: bool, state: str) -> str:
    if not reachable:
        return "gives no answer"
    return {"active": "is in the swarm", "inactive": "left the swarm"}.get(state, f"is {state}")


def _member_changes(before: Snapshot, after: Snapshot) -> list[Told]:
    old = {member.id: member for member in before.members}
    return [
        Told(node_name(after, member.id), f"{field} is {words.line(getattr(member, field))} now")
        for member in after.members
        for field in ("role", "availability", "status")
        if member.id in old and getattr(old[member.id], field) != getattr(member, field)
    ]


def _named_changes(kind: str, before: list[str], after: list[str]) -> list[Told]:
    made = [Told("", f"{kind} {words.line(n)} made", "+") for n in after if n not in before]
    gone = [Told("", f"{kind} {words.line(n)} removed", "-") for n in before if n not in after]
    return made + gone
