"""Take a snapshot: ask every node what it is, and one manager what the swarm is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from time import monotonic, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from swarmlab.patience import patient
from swarmlab.swarm import answers
from swarmlab.swarm.certificate import CERTIFICATE_PATH, Certificate
from swarmlab.swarm.link import ApiRefused, LinkLost
from swarmlab.swarm.snapshot import OwnView, Snapshot
from swarmlab.swarm.text import clean, mask
from swarmlab.swarm.together import NoAnswer, together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from swarmlab.swarm.link import Link
    from swarmlab.swarm.shelf import CertificateShelf

T = TypeVar("T")

VIEW_SECONDS = patient(4.0)
"""How long a node may take to say what it is; the links stop a little earlier."""
SWARM_SECONDS = patient(6.0)
"""How long the managers may take, all together, to say what the swarm is."""
_PING_SECONDS = patient(0.4)
"""For an engine to say that it is there, when it did not say what it is."""
_SEARCHING = (
    "its engine answers, but not when it is asked about the swarm: it may be looking for a leader"
)
_LISTS: Mapping[str, Mapping[str, str] | None] = {
    "/swarm": None,
    "/nodes": None,
    "/services": None,
    "/tasks": None,
    "/secrets": None,
    "/configs": None,
    "/networks": {"filters": '{"scope":["swarm"]}'},
}
"""What a manager is asked, and how."""


class NotUnderstood(Exception):
    """An engine's answer does not have the shape its API documents."""


def collect(links: Mapping[str, Link], shelf: CertificateShelf | None = None) -> Snapshot:
    """Look at the whole swarm within about ten seconds; never raises.

    A node that gives no answer is an unreachable view. The swarm is as the first manager
    tells that answers, in the order of ``links``. Certificates are in it where a shelf keeps
    them from look to look.
    """
    found = _collect(links)
    return found if shelf is None else replace(found, certificates=shelf.look(found, links))


def _collect(links: Mapping[str, Link]) -> Snapshot:
    views = _own_views(links)
    problem = ""
    deadline = monotonic() + SWARM_SECONDS
    for name in (n for n, view in views.items() if view.control_available):
        try:
            found = _ask_manager(links[name], deadline)
            return _snapshot(views, name, found)
        except (ApiRefused, LinkLost, NoAnswer, NotUnderstood) as error:
            problem = problem or f"{name}: {_words(error)}"
    return Snapshot(taken_at=time(), views=views, seen_from=None, problem=problem)


def certificates(links: Mapping[str, Link], nodes: Sequence[str]) -> dict[str, Certificate]:
    """The certificates these nodes have on their disks, by node; none for who has none.

    A node that gives no answer is left out too: its absence proves nothing.
    """
    calls = {name: partial(_certificate, links[name]) for name in nodes if name in links}
    found = together(calls, VIEW_SECONDS)
    return {name: each for name, each in found.items() if isinstance(each, Certificate)}


def _certificate(link: Link) -> Certificate:
    return Certificate.parse(link.read(CERTIFICATE_PATH, timeout=VIEW_SECONDS - 0.5))


def _own_views(links: Mapping[str, Link]) -> Mapping[str, OwnView]:
    results = together(
        {name: partial(_own_view, name, link) for name, link in links.items()}, VIEW_SECONDS
    )
    return MappingProxyType(
        {
            name: OwnView(node=name, reachable=False, problem=_words(result))
            if isinstance(result, Exception)
            else result
            for name, result in results.items()
        }
    )


def _own_view(name: str, link: Link) -> OwnView:
    begun, patience = monotonic(), VIEW_SECONDS - _PING_SECONDS - 0.1
    try:
        answer = link.get("/info", timeout=patience)
    except LinkLost:
        if monotonic() - begun < patience / 2:  # it is gone: what is slow takes all its time
            raise
        link.get("/_ping", timeout=_PING_SECONDS)
        return OwnView(node=name, reachable=False, problem=_SEARCHING, searching=True)
    return _understood("/info", lambda: answers.own_view(name, answer))


def _ask_manager(link: Link, deadline: float) -> dict[str, Any]:
    """One list after the other, on one kept connection: each takes a millisecond or so.

    Side by side they would need a connection each, and to dial one takes fifty times as long.
    """
    found: dict[str, Any] = {}
    for path, query in _LISTS.items():
        left = deadline - monotonic()
        if left <= 0:
            raise NoAnswer
        found[path] = link.get(path, query, timeout=left)
    if _understood("/swarm", lambda: answers.is_autolocked(found["/swarm"])):
        left = max(0.1, deadline - monotonic())
        found["/swarm/unlockkey"] = link.get("/swarm/unlockkey", timeout=left)
    return found


def _snapshot(views: Mapping[str, OwnView], seen_from: str, found: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        taken_at=time(),
        views=views,
        seen_from=seen_from,
        swarm=_understood(
            "/swarm", lambda: answers.swarm(found["/swarm"], found.get("/swarm/unlockkey"))
        ),
        members=_each("/nodes", answers.member, found),
        services=_each("/services", answers.service, found),
        tasks=_each("/tasks", answers.service_task, found),
        secrets=_each("/secrets", answers.named, found),
        configs=_each("/configs", answers.named, found),
        networks=_each("/networks", answers.network, found),
    )


def _each(path: str, read: Callable[[Any], T], found: Mapping[str, Any]) -> tuple[T, ...]:
    return _understood(path, lambda: tuple(read(item) for item in found[path] or ()))


def _understood(path: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(f"the answer to {path} could not be understood") from error


def _words(error: Exception) -> str:
    """Why we could not look, in plain words, cleaned and masked."""
    if isinstance(error, NoAnswer):
        return "no answer within its time"
    if isinstance(error, ApiRefused):
        return f"its engine answered {mask(clean(error.message, keep_newlines=False))}"
    if isinstance(error, LinkLost):
        return mask(clean(str(error), keep_newlines=False)) or "no answer"
    if isinstance(error, NotUnderstood):
        return str(error)
    return f"looking failed: {type(error).__name__}"
