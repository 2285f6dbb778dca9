from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm.snapshot import SecretUse
from tests.checks.hiding import (
    API,
    OTHER,
    RUNNING,
    SECRET,
    VALUE,
    container,
    given,
    has,
    link_of,
    links,
    runs,
    swarm,
    world,
)
from tests.checks.scenes import (
    assert_error,
    assert_failed,
    assert_passed,
    assert_waiting,
    judged,
    scene,
)
from tests.fakes.disk import DiskLink
from tests.fakes.swarms import BARE, silent

if TYPE_CHECKING:
    from swarmlab.swarm.disk import MountedSecret
    from swarmlab.swarm.snapshot import Named, ServiceTask

MOUNTS = "service api mounts the secret db_password"
PLACE = "service api finds the secret db_password at /run/secrets/db_password"
TMPFS = "the secret db_password is on tmpfs in service api"
RIGHTS = "the secret db_password has mode 0400 and owner 1000 in service api"
GONE = "the secret db_password does not exist any more"
ONLY = "only service api mounts the secret db_password"
NOWHERE = "on worker2, the secret db_password is nowhere"
HELD = [MOUNTS, PLACE, TMPFS, RIGHTS, ONLY]
ALL = [*HELD, NOWHERE]


@pytest.mark.parametrize("sentence", ALL)
def test_a_secret_in_one_service_passes(sentence: str) -> None:
    assert_passed(sentence, world())


@pytest.mark.parametrize("sentence", [*ALL, GONE])
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", ALL)
def test_without_the_secret_everything_waits(sentence: str) -> None:
    now = replace(RUNNING, secrets=(replace(SECRET, name="db_password2"),))
    assert_waiting(sentence, world(now), "there is no secret db_password; there is db_password2")


@pytest.mark.parametrize("sentence", ALL)
def test_a_config_of_that_name_is_no_secret(sentence: str) -> None:
    now = replace(RUNNING, secrets=(), configs=(SECRET,))
    assert_failed(sentence, world(now), "db_password is a config")


@pytest.mark.parametrize("sentence", HELD)
def test_without_the_service_everything_waits(sentence: str) -> None:
    now = swarm(given("api2", SECRET), tasks=(runs("api2", "worker1"),))
    assert_waiting(sentence, world(now), "there is no service api yet; there is api2")


@pytest.mark.parametrize("sentence", HELD)
@pytest.mark.parametrize("secrets", [(), (OTHER,)])
def test_a_service_made_without_the_secret_fails(sentence: str, secrets: tuple[Named, ...]) -> None:
    now = swarm(given("api", *secrets), tasks=(runs("api", "worker1"),))
    made_since = world(now, baseline=Baseline.take(swarm()))
    assert_failed(sentence, made_since, "api mounts db_password_2" if secrets else "no secret")
    assert_waiting(sentence, world(now, baseline=Baseline.take(now)), "not db_password")


@pytest.mark.parametrize("sentence", HELD)
@pytest.mark.parametrize(
    "tasks",
    [
        (),
        (runs("api", "worker1", "running", "shutdown"),),
        (runs("api", "worker1", "starting"),),
        (runs("api", "worker1", "complete", "shutdown"),),
        (runs("web", "worker1"),),
    ],
    ids=["none", "stopping", "starting", "ended", "of another service"],
)
def test_without_a_running_task_nothing_is_mounted(
    sentence: str, tasks: tuple[ServiceTask, ...]
) -> None:
    assert_waiting(sentence, world(swarm(API, given("web"), tasks=tasks)), "no task of api runs")


@pytest.mark.parametrize("sentence", HELD)
def test_one_task_without_the_file_is_enough_to_wait(sentence: str) -> None:
    now = swarm(API, tasks=(runs("api", "worker1"), runs("api", "worker2")))
    assert_waiting(sentence, world(now), "on worker2 does not have db_password yet")


def test_a_task_on_its_way_is_waited_for() -> None:
    now = swarm(API, tasks=(runs("api", "worker1"), runs("api", "worker2", "preparing")))
    assert_waiting(MOUNTS, world(now), "still on its way to worker2")


@pytest.mark.parametrize("sentence", HELD)
def test_the_file_of_another_secret_or_container_does_not_count(sentence: str) -> None:
    for file in (has("api", "worker1", OTHER), has("web", "worker1")):
        assert_waiting(sentence, world(file=file), "does not have db_password yet")


@pytest.mark.parametrize("sentence", ALL)
def test_a_silent_node_is_an_error(sentence: str) -> None:
    nodes = links()
    for name in ("worker1", "worker2"):
        nodes[name].lost = True
    assert_error(sentence, scene(RUNNING, links=nodes), "Could not look at worker")
    views = {**RUNNING.views, "worker1": silent("worker1"), "worker2": silent("worker2")}
    assert_error(sentence, scene(replace(RUNNING, views=views), links=links()), "Could not look")


def test_a_file_on_a_disk_is_not_on_tmpfs() -> None:
    file = replace(has("api", "worker1"), filesystem="ext2/ext3")
    assert_failed(TMPFS, world(file=file), "a filesystem of type ext2/ext3")


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("db_password", "/run/secrets/db_password"),
        ("", "/run/secrets/db_password"),
        ("db_password2", "/run/secrets/db_password2"),
        ("/etc/db_password", "/etc/db_password"),
    ],
)
def test_the_target_says_where_it_is_found(target: str, place: str) -> None:
    moved = replace(API, secrets=(SecretUse(SECRET.id, SECRET.name, target),))
    now = world(swarm(moved, tasks=(runs("api", "worker1"),)))
    assert_passed(f"service api finds the secret db_password at {place}", now)
    if place != "/run/secrets/db_password":
        assert_failed(PLACE, now, f"it is at {place}")


@pytest.mark.parametrize(
    ("file", "observed"),
    [
        (has("api", "worker1", mode="444"), "mode 0444 and owner 1000"),
        (replace(has("api", "worker1"), owner=0), "mode 0400 and owner 0"),
        (has("api", "worker1", mode="4400"), "mode 4400"),
    ],
)
def test_other_rights_fail(file: MountedSecret, observed: str) -> None:
    assert_failed(RIGHTS, world(file=file), observed)
    before = world(file=file, baseline=Baseline.take(RUNNING))
    assert_waiting(RIGHTS, before, observed)


def test_a_removed_secret_is_gone() -> None:
    then = Baseline.take(RUNNING)
    assert_passed(GONE, scene(replace(RUNNING, secrets=(OTHER,)), baseline=then))
    assert_waiting(GONE, scene(RUNNING, baseline=then), "still has the secret db_password")


def test_a_secret_that_never_was_is_not_gone() -> None:
    now = replace(RUNNING, secrets=(OTHER,))
    assert_waiting(GONE, scene(now, baseline=Baseline.take(now)), "no secret db_password when")
    assert_waiting(GONE, scene(now), "has not been noted yet")


def test_a_new_secret_of_the_old_name_is_not_gone() -> None:
    now = replace(RUNNING, secrets=(replace(SECRET, id="new"),))
    assert_failed(GONE, scene(now, baseline=Baseline.take(RUNNING)), "a new secret with the name")


def test_a_second_service_with_the_secret_is_named() -> None:
    stopped = swarm(API, given("web", SECRET), tasks=(runs("api", "worker1"),))
    assert_failed(ONLY, world(stopped), "web is given it too")
    assert_passed(MOUNTS, world(stopped))


def test_a_container_outside_every_service_with_the_secret_is_found() -> None:
    now = world()
    link = link_of(now, "worker2")
    link.holds(has("stray", "worker2"), VALUE)
    verdict = assert_failed(ONLY, now, f"the container {container('stray.1.worker2')[:12]}")
    assert verdict.node == "worker2"


def test_a_container_on_the_node_with_the_secret_is_not_nowhere() -> None:
    sentence = "on worker1, the secret db_password is nowhere"
    assert_failed(sentence, world(), "a task of api has it")
    before = world(baseline=Baseline.take(RUNNING))
    assert_waiting(sentence, before, "a task of api on worker1 still has db_password")


@pytest.mark.parametrize(
    "content", [VALUE, b"\0\0correct-horse-battery\0", b'"PW=correct-horse-battery"']
)
def test_the_value_on_the_disk_is_not_nowhere(content: bytes) -> None:
    verdict = assert_failed(NOWHERE, world(worker2=content), "containers/abababababab…/config.v2")
    assert "correct-horse" not in verdict.words
    assert_passed(NOWHERE, world(worker1=content))


def test_the_value_is_given_to_the_search_and_to_nobody_else() -> None:
    now = world()
    assert_passed(NOWHERE, now)
    searched = link_of(now, "worker2")
    assert searched.given == [b"correct-horse-battery\n"]
    for link in now.links.values():
        assert isinstance(link, DiskLink)
        assert "correct-horse" not in repr(link.calls)


def test_nothing_is_nowhere_while_no_task_tells_the_value() -> None:
    ended = swarm(API, tasks=(runs("api", "worker1", "complete", "shutdown"),))
    assert_waiting(NOWHERE, world(ended), "no running task has db_password")
    assert_waiting(NOWHERE, world(swarm(API)), "no running task has db_password")
    assert_waiting(NOWHERE, world(file=has("api", "worker1", OTHER)), "no running task has")


def test_a_file_in_a_container_of_no_task_does_not_tell_the_value() -> None:
    """Whoever is root on a node can put a file of that name anywhere."""
    now = world(swarm(API, given("web"), tasks=(runs("web", "worker1"),)))
    link_of(now, "worker2").holds(has("stray", "worker2"), b"what-a-liar-says\n")
    assert_waiting("on manager1, the secret db_password is nowhere", now, "no running task has")


def test_a_silent_holder_of_the_value_is_an_error() -> None:
    views = {**RUNNING.views, "worker1": silent("worker1")}
    assert_error(NOWHERE, world(replace(RUNNING, views=views)), "Could not look at worker1")


@pytest.mark.parametrize("value", [b"hunter2", b"", b"a\nb\nc\nd\ne\nf\n"])
def test_a_short_value_proves_nothing(value: bytes) -> None:
    assert_waiting(NOWHERE, world(value=value), "less than 8 bytes in a line")


def test_a_search_that_broke_off_is_an_error() -> None:
    now = world()
    link = link_of(now, "worker2")
    link.broken = True
    assert_error(NOWHERE, now, "its disk could not be searched to the end")


@pytest.mark.parametrize("sentence", ALL)
def test_no_verdict_tells_the_value(sentence: str) -> None:
    for now in (world(), world(worker2=VALUE), world(baseline=Baseline.take(RUNNING))):
        assert "correct-horse" not in judged(sentence, now).words
