"""The swarm of a snapshot, a card or a line for each node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import pad, row, spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.swarm.snapshot import Member, Snapshot


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


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became so."""

    at: float
    node: str
    index: int | None
    """The node's place in the lab; None for what belongs to no node."""
    words: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class SwarmLook:
    """What the pane says."""

    title: Content
    nodes: tuple[NodeLook, ...] = ()
    changes: tuple[Change, ...] = ()
    """The newest first."""
    cards: bool = False


def node_looks(
    snapshot: Snapshot | None, nodes: Sequence[str], colours: Sequence[str], red: Mapping[str, int]
) -> list[NodeLook]:
    """Every node of the run, in the lab's order."""
    return [_look(snapshot, name, colours.index(name), red.get(name)) for name in nodes]


def _look(snapshot: Snapshot | None, name: str, index: int, red: int | None) -> NodeLook:
    mark = f"{signs.FAILED} task {red}" if red else ""
    if snapshot is None or name not in snapshot.views:
        return NodeLook(name, index, word="not looked at yet", red=mark)
    view = snapshot.views[name]
    if not view.reachable:
        problem = view.problem.removeprefix(f"{name}: ")
        return NodeLook(name, index, word=words.line(problem) or "no answer", red=mark)
    member = _member(snapshot, view.node_id, name) if view.state != "inactive" else None
    if member is None:
        return NodeLook(name, index, word=_own_word(view.state), red=mark)
    word = f"{member.role}, {member.availability}"
    if member.status != "ready":
        word = f"{member.role}, {words.line(member.status)}"
    return NodeLook(name, index, member.role, word, _mark(member), _tasks(snapshot, member), mark)


def _own_word(state: str) -> str:
    known = {"inactive": "not in the swarm", "active": "in a swarm, seen by no manager"}
    return known.get(state, f"in a swarm, {state}")


def _member(snapshot: Snapshot, node_id: str, name: str) -> Member | None:
    for member in snapshot.members:
        if member.id == node_id or (not node_id and member.hostname == name):
            return member
    return None


def _mark(member: Member) -> str:
    if member.leader:
        return "leader"
    labels = [f"{key}={value}" for key, value in member.labels.items()]
    return words.line(" ".join(labels))


def _tasks(snapshot: Snapshot, member: Member) -> tuple[str, ...]:
    names = {service.id: service.name for service in snapshot.services}
    return tuple(
        words.line(f"{names.get(task.service_id, '?')}.{task.slot}" if task.slot
                   else names.get(task.service_id, "?"))
        for task in snapshot.tasks
        if task.node_id == member.id and task.state == "running"
    )  # fmt: skip


def title(snapshot: Snapshot | None, nodes: int) -> Content:
    """``Swarm  3 nodes, 1 manager, autolock off``."""
    return row(("Swarm", "bold"), "  ", (_title_words(snapshot, nodes), "$muted"))


def _title_words(snapshot: Snapshot | None, nodes: int) -> str:
    if snapshot is None:
        return f"{words.counted(nodes, 'node')}, not looked at yet"
    if snapshot.seen_from is None:
        outside = all(view.state == "inactive" for view in snapshot.views.values())
        why = "no swarm yet" if outside else "no manager answers"
        return f"{words.counted(nodes, 'node')}, {why}"
    managers = sum(member.role == "manager" for member in snapshot.members)
    parts = [words.counted(len(snapshot.members), "member"), words.counted(managers, "manager")]
    if snapshot.swarm is not None:
        parts.append("autolock on" if snapshot.swarm.autolock else "autolock off")
    return ", ".join(parts)


def card_lines(look: NodeLook, width: int) -> list[Content]:
    """A card: name and mark, role and availability, tasks."""
    name = row((words.line(look.name), f"bold {signs.node_role(look.index)}"))
    mark = Content.styled(look.red, "bold $error") if look.red else _mark_content(look)
    tasks = "  ".join(look.tasks) or "none"
    return [
        spread(name, mark, width),
        Content.styled(look.word, "$muted").truncate(width, ellipsis=True),
        row(("tasks   ", "$muted"), tasks).truncate(width, ellipsis=True),
    ]


def _mark_content(look: NodeLook) -> Content:
    return Content.styled(look.mark, "bold" if look.mark == "leader" else "")


def node_line(look: NodeLook, width: int) -> Content:
    """One line a node."""
    role = signs.node_role(look.index)
    tasks = f"tasks {' '.join(look.tasks)}" if look.tasks else "tasks none"
    said = look.mark or look.word
    parts = row((signs.BAR, role), " ", pad(row((words.line(look.name), f"bold {role}")), 10),
                pad(Content(said), 18), (tasks if look.role else "", "$muted"))  # fmt: skip
    return spread(parts, Content.styled(look.red, "bold $error"), width)


def changes(before: Snapshot | None, after: Snapshot) -> list[tuple[str, str]]:
    """What is new or gone between two looks, as (node's name or empty, words)."""
    if before is None:
        return []
    found: list[tuple[str, str]] = []
    for name, view in after.views.items():
        old = before.views.get(name)
        if old is not None and (old.state, old.reachable) != (view.state, view.reachable):
            found.append((name, _view_change(view.reachable, view.state)))
    if before.seen_from is None or after.seen_from is None:
        return found  # what no manager told of is neither made nor removed
    found += _member_changes(before, after)
    for kind, then, now in (("service", before.services, after.services),
                            ("secret", before.secrets, after.secrets),
                            ("config", before.configs, after.configs)):  # fmt: skip
        found += _named_changes(kind, [x.name for x in then], [x.name for x in now])
    return found


def _view_change(reachable: bool, state: str) -> str:
    if not reachable:
        return "gives no answer"
    return {"active": "is in the swarm", "inactive": "left the swarm"}.get(state, f"is {state}")


def _member_changes(before: Snapshot, after: Snapshot) -> list[tuple[str, str]]:
    old = {member.id: member for member in before.members}
    found: list[tuple[str, str]] = []
    for member in after.members:
        then = old.get(member.id)
        if then is not None:
            found += [
                (member.hostname, f"{field} is {words.line(getattr(member, field))} now")
                for field in ("role", "availability", "status")
                if getattr(then, field) != getattr(member, field)
            ]
    return found


def _named_changes(kind: str, before: list[str], after: list[str]) -> list[tuple[str, str]]:
    made = [("", f"{kind} {words.line(name)} made") for name in after if name not in before]
    gone = [("", f"{kind} {words.line(name)} removed") for name in before if name not in after]
    return made + gone
