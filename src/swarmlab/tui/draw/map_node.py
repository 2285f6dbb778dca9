"""One node in full: certificate, labels, tasks, secrets in reach, mounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.swarm.certificate import NotACertificate
from swarmlab.tui import signs, words
from swarmlab.tui.draw.happened import task_name
from swarmlab.tui.draw.holdings import Seen
from swarmlab.tui.draw.row import hang, pad, row, spread
from swarmlab.tui.draw.swarm import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swarmlab.swarm.certificate import Certificate
    from swarmlab.swarm.snapshot import Member, Service, Snapshot
    from swarmlab.tui.draw.swarm import NodeLook

LABEL_WIDTH = 12
_SIGN_ROLE = {signs.ALIVE: "$success", signs.ERROR: "$warning"}
_NOT_KNOWN = "not known: no manager tells of it"
_DAY = 86400.0
_RENEWS = (0.5, 0.8)
"""A node renews its certificate at a random moment between these parts of its life (swarmkit,
ca/renewer.go)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    label: str
    words: str
    more: str = ""
    """In a lower tone behind it."""
    sign: str = ""
    """Before the words."""
    bold: bool = False
    part: float | None = None
    """How much is left of something, from 0 to 1: drawn as a line below."""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind."""

    title: str
    facts: tuple[Fact, ...] = ()
    said: str = ""
    """A sentence below them."""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """All that is known of a node."""

    look: NodeLook
    subtitle: str
    ready: bool
    problem: str = ""
    """Why it could not be looked at."""
    sections: tuple[Section, ...] = ()


def node_facts(snapshot: Snapshot | None, look: NodeLook, now: float) -> NodeFacts:
    """All that a snapshot tells of a node.

    Args:
        snapshot: the last look.
        look: the node.
        now: seconds since the epoch.
    """
    if snapshot is None or look.name not in snapshot.views:
        return NodeFacts(look, look.word, ready=False)
    seen = Seen(snapshot, look.name)
    member, view = seen.member, snapshot.views[look.name]
    parts = [look.word, look.address]
    if member is not None:
        version = member.engine_version
        parts = [member.role, member.availability, f"engine {version}" if version else "",
                 look.address]  # fmt: skip
    ready = member is not None and member.status == "ready" and not look.trouble
    return NodeFacts(
        look,
        words.line(", ".join(part for part in parts if part)),
        ready,
        words.line(view.problem.removeprefix(f"{look.name}: ") or view.error),
        (
            _certificate(seen, now),
            _labels(member),
            _tasks(seen),
            _reach(seen),
            _mounts(seen),
        ),
    )


def _certificate(seen: Seen, now: float) -> Section:
    found = seen.certificate
    if found is None:
        said = "could not be read" if seen.is_inside else "none: it is in no swarm"
        return Section("Certificate", said=said)
    begins, ends = found.not_before.timestamp(), found.not_after.timestamp()
    whole = ends - begins
    early, late = (begins + part * whole - now for part in _RENEWS)
    left = ends - now
    facts = (
        Fact("role", words.line(found.role) or "none", bold=True),
        Fact("node", words.line(found.node_id)),
        Fact("cluster", words.line(found.cluster_id)),
        Fact("issuer", words.line(found.issuer), _whose(seen, found)),
        Fact("time left", f"{_span(left)} of {_span(whole)}" if left > 0 else "none: it has ended",
             part=max(0.0, min(1.0, left / whole)) if whole > 0 else 0.0),
        Fact("renews", _renewal(early, late)),
    )  # fmt: skip
    return Section("Certificate", facts)


def _whose(seen: Seen, certificate: Certificate) -> str:
    swarm = seen.snapshot.swarm
    if swarm is None:
        return ""
    own = _is_signed(certificate, swarm.root_ca)
    return "the swarm's own root" if own else "not the root this swarm has now"


@lru_cache(maxsize=64)
def _is_signed(certificate: Certificate, root: bytes) -> bool:
    try:
        return certificate.is_signed_by(root)
    except NotACertificate:
        return False


def _renewal(early: float, late: float) -> str:
    if late <= 0:
        return "due"
    if early > 2 * _DAY:
        return f"{_days(early)} to {_days(late)} days from now"
    return f"{_span(early)} to {_span(late)} from now" if early > 0 else f"within {_span(late)}"


def _days(seconds: float) -> int:
    return round(seconds / _DAY)


def _span(seconds: float) -> str:
    """``89 d 23 h``, ``1 h 12 min``, ``4 min``."""
    days, rest = divmod(int(seconds), int(_DAY))
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def _labels(member: Member | None) -> Section:
    if member is None:
        return Section("Labels", said="no manager tells of any")
    engine = _pairs(member.engine_labels)
    claimed = "set by the node itself, worth nothing for security" if engine else ""
    node = _pairs(member.labels)
    return Section("Labels", (
        Fact("node", node or "none", "set by a manager" if node else ""),
        Fact("engine", engine or "none", claimed),
    ))  # fmt: skip


def _pairs(labels: Mapping[str, str]) -> str:
    return words.line(" ".join(f"{key}={value}" for key, value in labels.items()))


def _tasks(seen: Seen) -> Section:
    services = {service.id: service for service in seen.snapshot.services}
    member = seen.member
    facts = tuple(
        Fact(words.line(task_name(services.get(task.service_id), task.slot)),
             words.line(task.state), words.line(task.error),
             sign=_state_sign(task.state, lost=seen.is_lost))
        for task in seen.snapshot.tasks
        if member is not None and task.node_id == member.id
        and (task.state == "running" or task.desired_state == "running")
    )  # fmt: skip
    lost = "as its managers last heard" if seen.is_lost else ""
    return Section("Tasks", facts, lost if facts else _NOT_KNOWN if lost else "none")


def _state_sign(state: str, *, lost: bool) -> str:
    if lost:
        return signs.ERROR
    return signs.ALIVE if state == "running" else signs.WAITING


def _reach(seen: Seen) -> Section:
    title, secrets = "Secrets in reach", seen.snapshot.secrets
    if seen.is_lost:
        return Section(title, said=_NOT_KNOWN)
    if seen.member is None:
        return Section(title, said="none")
    lent = _lent(seen)
    stored = words.counted(len(secrets), "secret")
    facts = []
    if seen.is_manager and secrets:
        facts.append(Fact("Raft log", f"all of them, {stored}", "sealed"))
    facts += [
        Fact(words.line(name), words.line(place), words.line(f"in {tasks}, {rights}"))
        for name, place, tasks, rights in lent
    ]
    held = {name for name, *_ in lent}
    out = [words.line(s.name) for s in secrets if s.name not in held]
    said = ""
    if out and not seen.is_manager:
        said = f"Out of reach: {', '.join(out)}. No task here needs {_it(out)}."
    return Section(title, tuple(facts), said or ("" if facts else "none"))


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _lent(seen: Seen) -> list[tuple[str, str, str, str]]:
    """Name, path, tasks and rights of each secret that running tasks here have."""
    return [
        (use.name, use.place, tasks, ", ".join(part for part in (
            f"mode {use.mode:04o}" if use.mode is not None else "",
            f"user {use.owner}" if use.owner else "") if part) or "read-only")
        for service, tasks in _served(seen)
        for use in service.secrets
    ]  # fmt: skip


def _served(seen: Seen) -> Iterable[tuple[Service, str]]:
    """Services with running tasks here, and the names of these."""
    for service in seen.snapshot.services:
        running = sorted(seen.running(service), key=lambda task: task.slot)
        if running:
            yield service, ", ".join(task_name(service, task.slot) for task in running)


def _mounts(seen: Seen) -> Section:
    if seen.is_lost:
        return Section("Mounts", said=_NOT_KNOWN)
    facts: list[Fact] = []
    for service, tasks in _served(seen):
        for kind, uses in (("tmpfs", service.secrets), ("config", service.configs)):
            for use in uses:
                place = use.place if kind == "tmpfs" else _config_place(use.target or use.name)
                facts.append(Fact(kind, words.line(place), words.line(f"in {tasks}")))
        for mount in service.mounts:
            source = f"{mount.source} at " if mount.source else ""
            more = f"in {tasks}, read-only" if mount.read_only else f"in {tasks}"
            facts.append(
                Fact(
                    words.line(mount.kind), words.line(f"{source}{mount.target}"), words.line(more)
                )
            )
    return Section("Mounts", tuple(facts), "" if facts else "none")


def _config_place(target: str) -> str:
    return target if target.startswith("/") else f"/{target}"


def facts_lines(facts: NodeFacts, width: int) -> list[Content]:
    """The facts as lines, each at most ``width`` cells wide."""
    look = facts.look
    role = "$muted" if look.is_gone else signs.node_role(look.index)
    state = row((signs.ALIVE, "$success"), " ready") if facts.ready else mark_of(look)
    found = [spread(row((words.line(look.name), f"bold {role}")), state, width)]
    found += Content.styled(facts.subtitle, "$muted").wrap(width)
    if facts.problem:
        found += hang(row((f"{signs.ERROR} ", "bold $warning")), Content(facts.problem), width)
    for section in facts.sections:
        found += [Content(), Content.styled(section.title, "bold")]
        for fact in section.facts:
            found += _fact_lines(fact, width)
        if section.said:
            found += [Content()] * bool(section.facts)
            found += Content.styled(section.said, "$muted").wrap(width)
    return found


def _fact_lines(fact: Fact, width: int) -> list[Content]:
    label = row(pad(Content.styled(fact.label, "$muted"), LABEL_WIDTH - 1), " ")
    said = row(
        (f"{fact.sign} " if fact.sign else "", _SIGN_ROLE.get(fact.sign, "$muted")),
        (fact.words, "bold" if fact.bold else ""),
    )
    more = Content.styled(fact.more, "$muted")
    if more and LABEL_WIDTH + said.cell_length + 2 + more.cell_length > width:
        lines = hang(label, said, width) + hang(Content(" " * LABEL_WIDTH), more, width)
    else:
        lines = hang(label, row(said, "  " if more else "", more), width)
    if fact.part is not None:
        lines.append(row(" " * LABEL_WIDTH, _line_of(fact.part, width - LABEL_WIDTH)))
    return lines


def _line_of(part: float, width: int) -> Content:
    full = round(part * width)
    return row((signs.DONE_BAR * full, "$accent"), (signs.TO_COME_BAR * (width - full), "$faint"))
