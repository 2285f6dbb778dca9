"""Scenes in which it would be wrong to pass, for every sentence there is.

Each sentence stands here by its example. Where an example is true in such a scene, in the
plain sense of its words, it is listed in ``TRUE`` with the reason.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.checks.refusal import REFUSALS
from swarmlab.checks.source import ASKED, Source
from swarmlab.checks.verdict import State
from swarmlab.swarm.snapshot import PublishedPort
from tests.checks.scenes import empty_scene, typed
from tests.checks.worlds import (
    LAB,
    MANAGERS,
    NOWHERE,
    ROLES,
    Faulty,
    Knocking,
    Lost,
    Vague,
    examples,
    stage,
    words_of,
    world,
)
from tests.fakes.link import FakeLink
from tests.fakes.swarms import outside, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from swarmlab.checks.scene import Scene
    from swarmlab.checks.vocabulary import BoundCheck
    from swarmlab.swarm.command import FinishedCommand
    from swarmlab.swarm.snapshot import PublishMode

CHECKS = {check.text: check for check in examples()}
MODES: tuple[PublishMode, ...] = ("ingress", "host")
ALL_SILENT = replace(NOWHERE, views={name: silent(name) for name in LAB})

TRUE: dict[str, dict[str, str]] = {
    "worker2 is not in the swarm": {"similar nodes": "only worker21 is"},
    "worker2 is gone": {"similar nodes": "it was there when the step began, and only worker21 is"},
    "worker2 is not labelled zone=secure": {"similar names": "that label is on no node"},
    "service api is bound to zone=secure": {
        "stopped services": "that is in its specification, whether it runs or not",
        "services on dead nodes": "that is in its specification, whether it runs or not",
    },
}
"""By example and scene: why it is true there after all."""


def nothing_at_all(check: BoundCheck) -> Iterator[Scene]:
    yield empty_scene()
    yield replace(empty_scene(), baseline=before(check))


def no_swarm(check: BoundCheck) -> Iterator[Scene]:
    yield stage(NOWHERE)
    yield stage(NOWHERE, before=before(check))
    yield stage(NOWHERE, Vague, before=before(check))


def every_node_silent(check: BoundCheck) -> Iterator[Scene]:
    yield stage(ALL_SILENT, Lost)
    yield stage(ALL_SILENT, Lost, before=before(check))
    yield replace(stage(ALL_SILENT, before=before(check)), links={})


def a_named_node_silent(check: BoundCheck) -> Iterator[Scene]:
    full = world(check)
    for node in check.nodes:
        now = replace(full, views={**full.views, node: silent(node)})
        scene = stage(now, before=before(check))
        yield replace(scene, links={**scene.links, node: Lost(node)})
        yield replace(scene, links={n: k for n, k in scene.links.items() if n != node})


def managers_answer_with_errors(check: BoundCheck) -> Iterator[Scene]:
    views, problem = world(check).views, "manager1: 500: context deadline exceeded"
    deaf = replace(NOWHERE, views=views, seen_from=None, problem=problem)
    yield stage(deaf, Faulty)
    yield stage(deaf, Faulty, before=before(check))
    yield stage(deaf, Faulty, before=Baseline.take(deaf))


def engines_answer_with_errors(check: BoundCheck) -> Iterator[Scene]:
    if check.reads & ASKED:
        yield stage(world(check), Faulty, before=before(check))


def nodes_have_nothing_to_say(check: BoundCheck) -> Iterator[Scene]:
    if check.reads & ASKED:
        nothings: tuple[Any, ...] = ({}, [], None)
        for nothing in nothings:
            yield stage(world(check), partial(Vague, nothing=nothing), before=before(check))


def typed_on_other_nodes(check: BoundCheck) -> Iterator[Scene]:
    if Source.JOURNAL not in check.reads:
        return
    journal: list[FinishedCommand] = []
    command = " ".join(check.arguments.get("command", ("docker", "node", "ls")))
    for node in sorted(set(LAB) - set(check.nodes)):
        journal.append(typed(node, command))
        journal += [typed(node, command, 1, known.texts[0]) for known in REFUSALS]
    if "command" in check.arguments:
        yield stage(world(check), before=before(check), journal=tuple(journal))
    yield stage(NOWHERE, before=before(check), journal=tuple(journal))


def similar_commands(check: BoundCheck) -> Iterator[Scene]:
    """The right words inside a longer word, an echo, a comment, or a line that hides the status."""
    if "command" not in check.arguments or Source.JOURNAL not in check.reads:
        return
    words = " ".join(check.arguments["command"])
    ends = [(0, ""), (127, ""), *((1, known.texts[0]) for known in REFUSALS)]
    for text in (f"{words}x", f"echo {words}", f"# {words}", f"{words} || true", f"x{words}"):
        for status, output in ends:
            journal = (typed(check.nodes[0], text, status, output),)
            yield stage(world(check), before=before(check), journal=journal)


def similar_nodes(check: BoundCheck) -> Iterator[Scene]:
    """All that is said of a node is so of node11, and the node itself is in no swarm."""
    if not check.nodes:
        return
    others = {f"{node}1": ROLES[node] for node in check.nodes}
    rest = {node: role for node, role in ROLES.items() if node not in check.nodes}
    now = world(check, {**others, **rest})
    views = {**now.views, **{node: outside(node) for node in check.nodes}}
    for link in links_for(check):
        yield stage(replace(now, views=views), link, before=before(check))
        yield stage(replace(now, views=views), link, before=Baseline.take(now))


def similar_names(check: BoundCheck) -> Iterator[Scene]:
    """A service, secret, network or label is there under each name but the one that is meant."""
    spellings: tuple[Callable[[str], str], ...] = (
        "{}2".format, "{}s".format, "my-{}".format, "{}_".format, str.upper, str.title,
        lambda name: name[:-1],
    )  # fmt: skip
    for kind in set(check.sentence.fields.values()) & {"service", "secret", "network", "label"}:
        for spelt in spellings:
            now = world(check, spelt=spelt, kind=kind)
            yield stage(now)
            yield stage(now, before=Baseline.take(now))
            yield stage(now, Vague, before=Baseline.take(now))


def stopped_services(check: BoundCheck) -> Iterator[Scene]:
    """Each service is there, and no task of it runs."""
    if not {"service", "port"} & set(check.sentence.fields.values()):
        return
    full = world(check)
    for state, desired in (
        ("shutdown", "shutdown"), ("failed", "shutdown"), ("complete", "shutdown"),
        ("pending", "running"), ("rejected", "shutdown"), ("preparing", "running"),
        ("running", "shutdown"),
    ):  # fmt: skip
        tasks = tuple(replace(t, state=state, desired_state=desired) for t in full.tasks)
        for link in links_for(check):
            yield stage(replace(full, tasks=tasks), link, before=before(check))
    for link in links_for(check):
        yield stage(replace(full, tasks=()), link, before=before(check))


def services_on_dead_nodes(check: BoundCheck) -> Iterator[Scene]:
    """Each service's tasks were last heard of as running, on nodes that are down since.

    The nodes give us no answer either; or they do, and only the managers have lost them.
    """
    if not {"service", "port"} & set(check.sentence.fields.values()):
        return
    full = world(check)
    down = tuple(m if m.role == "manager" else replace(m, status="down") for m in full.members)
    views = {n: v if n in MANAGERS else silent(n) for n, v in full.views.items()}
    scene = stage(replace(full, members=down, views=views), before=before(check))
    yield replace(scene, links={n: k if n in MANAGERS else Lost(n) for n, k in scene.links.items()})
    for link in links_for(check):
        yield stage(replace(full, members=down), link, before=before(check))


def similar_ports(check: BoundCheck) -> Iterator[Scene]:
    """Each service publishes ports that only look like the one that is meant."""
    if "port" not in check.sentence.fields.values():
        return
    full = world(check)
    port: int = check.arguments["port"]
    for number in (port + 1, port - 1, port + 10000, port // 10, int(f"{port}0")):
        ports = (PublishedPort(number, "ingress"), PublishedPort(number + 2, "host"))
        services = tuple(replace(known, ports=ports) for known in full.services)
        for link in links_for(check):
            yield stage(replace(full, services=services), link, before=before(check))


def doors_that_lead_nowhere(check: BoundCheck) -> Iterator[Scene]:
    """The port is published, and no node lets anybody in, whatever the mode; or none is there."""
    if "port" not in check.sentence.fields.values():
        return
    full = world(check)
    for mode in MODES:
        ports = (PublishedPort(check.arguments["port"], mode),)
        services = tuple(replace(known, ports=ports) for known in full.services)
        for found in ("shut", "open", "away", ""):
            link = partial(Knocking, found=found)
            yield stage(replace(full, services=services), link, before=before(check))


def links_for(check: BoundCheck) -> Sequence[Callable[[str], FakeLink]]:
    """Nodes that know nothing; for ports also those to which all are open, or shut."""
    if "port" not in check.sentence.fields.values():
        return (FakeLink,)
    return (FakeLink, partial(Knocking, found="page"), partial(Knocking, found="shut"))


def before(check: BoundCheck) -> Baseline:
    """The step began with all that the example names, and well."""
    return Baseline.take(world(check))


SCENES = {
    make.__name__.replace("_", " "): make
    for make in (
        nothing_at_all, no_swarm, every_node_silent, a_named_node_silent,
        managers_answer_with_errors, engines_answer_with_errors, nodes_have_nothing_to_say,
        typed_on_other_nodes, similar_commands, similar_nodes, similar_names,
        stopped_services, services_on_dead_nodes, similar_ports, doors_that_lead_nowhere,
    )
}  # fmt: skip


@pytest.mark.parametrize("example", CHECKS)
def test_it_passes_in_no_scene_in_which_it_would_be_wrong(example: str) -> None:
    found = verdicts(example, State.PASSED, *SCENES)
    true = TRUE.get(example, {})
    assert {name: words for name, words in found.items() if name not in true} == {}
    assert set(true) <= set(found), "not true there any more: take it off the list"


@pytest.mark.parametrize("example", CHECKS)
def test_it_blames_nobody_where_nothing_could_be_seen(example: str) -> None:
    unseen = ("nothing at all", "every node silent", "a named node silent")
    assert verdicts(example, State.FAILED, *unseen) == {}


def verdicts(example: str, state: State, *names: str) -> dict[str, str]:
    """The scenes in which the example has that verdict, each with its words."""
    check = CHECKS[example]
    found = {name: [check.evaluate(scene) for scene in SCENES[name](check)] for name in names}
    return {
        name: verdict.words
        for name, judged in found.items()
        for verdict in judged
        if verdict.state is state
    }


def test_what_is_listed_as_true_is_there() -> None:
    assert set(TRUE) <= set(CHECKS)


def test_the_world_is_one_in_which_examples_are_true() -> None:
    true = {
        example
        for example, check in CHECKS.items()
        if not check.reads & ASKED
        and check.evaluate(stage(world(check), before=before(check))).state is State.PASSED
    }
    assert {
        "worker1 is a worker",
        "worker1 is still the same member",
        "worker1 is labelled zone=secure",
        "service api runs 2 tasks",
        "service api runs only on worker1",
        "service api was not disturbed",
        "service api is bound to zone=secure",
        "service api runs only on nodes labelled zone=secure",
        "the network vault is encrypted",
        "service web and service db meet only in encrypted networks",
    } <= true


def test_every_type_of_name_has_its_scene() -> None:
    assert words_of("node") <= set(LAB)
    assert all(words_of(kind) for kind in ("service", "secret", "network", "label"))
