from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from swarmlab.checks.baseline import Baseline
from swarmlab.swarm.link import ApiRefused
from tests.checks.hiding import (
    API,
    OTHER,
    RUNNING,
    VALUE,
    container,
    given,
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
    typed,
)
from tests.fakes.swarms import BARE, silent

if TYPE_CHECKING:
    from swarmlab.checks.scene import Scene
    from swarmlab.swarm.command import FinishedCommand

TYPED = "the value of the secret db_password was never typed"
TOLD = "the secret db_password is in no environment and no inspect of service api"
ENVIRONMENT = "the environment of service legacy holds the value of the secret db_password"
ON_DISK = "the value of the secret db_password is on the disk of worker1"
NOT_ON_DISK = "the value of the secret db_password is not on the disk of worker1"
IMAGE = "the image stolen:1 on worker1 holds no value of the secret db_password"
FILE = "the file /run/loot on worker1 holds the value of the secret db_password"
ALL = [TYPED, TOLD, ENVIRONMENT, ON_DISK, NOT_ON_DISK, IMAGE, FILE]
PIPED = typed("manager1", "openssl rand -hex 20 | docker secret create db_password -")
TYPED_IN = typed("manager1", "echo correct-horse-battery | docker secret create db_password -")
LEGACY = given("legacy", env=("MODE=fast", "PW=correct-horse-battery"))
BEFORE = Baseline.take(replace(swarm(), secrets=()))
PLACE = b"run/secrets/db_password\0\0\0000000000"


def everything(**answers: Any) -> Scene:
    """The secret in api, legacy with its value, and all that is asked of nodes."""
    now = swarm(API, LEGACY, tasks=(runs("api", "worker1"), runs("legacy", "worker1")))
    made = world(now, baseline=BEFORE, journal=(PIPED,))
    inspected = {"Config": {"Env": ["PATH=/bin"], "Cmd": ["/bin/serve"]}, "Mounts": []}
    manager, worker1 = link_of(made, "manager1"), link_of(made, "worker1")
    manager.answers = {"/services/id-api": {"Spec": {}}, "/tasks": [], "/secrets/s3cr3t1": {}}
    worker1.answers = {f"/containers/{container('api.1.worker1')}/json": inspected}
    for name, answer in answers.items():
        paths = {"service": (manager, "/services/id-api"), "tasks": (manager, "/tasks"),
                 "secret": (manager, "/secrets/s3cr3t1"),
                 "container": (worker1, next(iter(worker1.answers)))}  # fmt: skip
        link, path = paths[name]
        link.answers[path] = answer
    return made


def with_image(layers: bytes) -> Scene:
    """An image on worker1, as ``docker save`` prints it."""
    now = everything()
    link_of(now, "worker1").answers["/images/stolen:1/json"] = {"Id": "sha256:abc"}
    link_of(now, "worker1").images["stolen:1"] = layers
    return now


def with_file(content: bytes) -> Scene:
    now = everything()
    link_of(now, "worker1").files["/run/loot"] = content
    return now


@pytest.mark.parametrize("sentence", ALL)
def test_without_a_swarm_everything_waits(sentence: str) -> None:
    assert_waiting(sentence, scene(BARE), "there is no swarm yet")


@pytest.mark.parametrize("sentence", ALL)
def test_without_the_secret_everything_waits(sentence: str) -> None:
    now = everything()
    none = replace(now, snapshot=replace(now.snapshot, secrets=(OTHER,)))
    assert_waiting(sentence, none, "there is no secret db_password; there is db_password_2")


@pytest.mark.parametrize("sentence", ALL)
def test_without_a_task_that_tells_the_value_everything_waits(sentence: str) -> None:
    now = everything()
    stopped = tuple(replace(t, state="complete", desired_state="shutdown")
                    for t in now.snapshot.tasks)  # fmt: skip
    ended = replace(now, snapshot=replace(now.snapshot, tasks=stopped))
    words = "no task of api runs" if sentence == TOLD else "no running task has db_password"
    assert_waiting(sentence, ended, words)


@pytest.mark.parametrize("sentence", ALL)
def test_a_short_value_proves_nothing(sentence: str) -> None:
    now = everything()
    link = link_of(now, "worker1")
    link.files = {path: b"hunter2\n" if path == link.mounted[0].path else data
                  for path, data in link.files.items()}  # fmt: skip
    assert_waiting(sentence, now, "less than 8 bytes")


@pytest.mark.parametrize("sentence", ALL)
def test_a_silent_node_is_an_error(sentence: str) -> None:
    now = everything()
    link_of(now, "worker1").lost = True
    assert_error(sentence, now, "Could not look at worker1")
    views = {**now.snapshot.views, "worker1": silent("worker1")}
    unseen = replace(now, snapshot=replace(now.snapshot, views=views))
    assert_error(sentence, unseen, "Could not look at worker1")


@pytest.mark.parametrize("sentence", ALL)
def test_no_verdict_and_no_program_tells_the_value(sentence: str) -> None:
    leaky = {"Env": ["PW=correct-horse-battery", "correct-horse-battery=x"]}
    scenes = [everything(), everything(container=leaky), with_image(VALUE), with_file(VALUE),
              replace(everything(), journal=(TYPED_IN,))]  # fmt: skip
    for now in scenes:
        assert "correct-horse" not in judged(sentence, now).words
        for node in now.links:
            assert "correct-horse" not in repr(link_of(now, node).calls)


def test_a_piped_value_was_never_typed() -> None:
    assert_passed(TYPED, everything())


@pytest.mark.parametrize(
    "journal",
    [
        (TYPED_IN,),
        (typed("worker2", "PW='correct-horse-battery'"), PIPED),
        (PIPED, typed("worker2", "grep correct-horse-battery /etc/x", 1)),
    ],
)
def test_a_typed_value_is_found_on_whichever_node(journal: tuple[FinishedCommand, ...]) -> None:
    now = replace(everything(), journal=journal)
    assert_failed(TYPED, now, "in a line typed on")


def test_who_did_not_see_it_made_cannot_say_that_it_was_not_typed() -> None:
    assert_waiting(TYPED, replace(everything(), journal=()), "nobody was seen making db_password")
    other = typed("manager1", "openssl rand -hex 20 | docker secret create mail -")
    assert_waiting(TYPED, replace(everything(), journal=(other,)), "nobody was seen making")
    older = replace(everything(), baseline=Baseline.take(RUNNING))
    assert_waiting(TYPED, older, "was made before this step")


def test_an_inspect_that_does_not_tell_it_passes() -> None:
    assert_passed(TOLD, everything())


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        ("container", {"Config": {"Env": ["PW=correct-horse-battery"]}}, "its container"),
        ("container", {"Args": ["--pw", "correct-horse-battery"]}, "its container"),
        ("service", {"Spec": {"Labels": {"correct-horse-battery": "x"}}}, "service inspect"),
        ("tasks", [{"Spec": {"Env": ["A=B", "PW=correct-horse-battery"]}}], "of a task"),
        ("secret", {"Spec": {"Labels": {"pw": "correct-horse-battery"}}}, "secret inspect"),
    ],
)
def test_whoever_tells_it_is_named(place: str, answer: Any, words: str) -> None:
    assert_failed(TOLD, everything(**{place: answer}), words)


def test_a_variable_with_the_value_for_a_name_is_not_named() -> None:
    now = everything(container={"Env": ["correct_horse_battery=x", "PATH=/bin"]})
    link = link_of(now, "worker1")
    link.files[link.mounted[0].path] = b"correct_horse_battery\n"
    verdict = assert_failed(TOLD, now, "in a text of its own")
    assert "correct_horse" not in verdict.words


def test_a_container_that_has_just_gone_is_waited_for() -> None:
    gone = everything(container=ApiRefused(404, "No such container"))
    assert_waiting(TOLD, gone, "a task has just ended")


def test_a_leaking_environment_is_told_by_its_variable() -> None:
    assert_passed(ENVIRONMENT, everything())
    assert judged(ENVIRONMENT, everything()).reason.startswith("PW of legacy")


def test_another_value_in_the_environment_is_not_the_secret() -> None:
    now = swarm(API, given("legacy", env=("PW=else", "correct-horse-battery=x")),
                tasks=(runs("api", "worker1"), runs("legacy", "worker1")))  # fmt: skip
    assert judged(ENVIRONMENT, world(now)).observed.endswith("is another")
    without = swarm(API, given("legacy"), given("legacy2", env=("PW=correct-horse-battery",)),
                    tasks=(runs("api", "worker1"),))  # fmt: skip
    assert_waiting(ENVIRONMENT, world(without), "legacy has no environment variables")
    stopped = swarm(API, LEGACY, tasks=(runs("api", "worker1"),))
    assert_waiting(ENVIRONMENT, world(stopped), "no task of legacy runs")


def test_the_disk_is_searched_and_the_tmpfs_is_not() -> None:
    assert_passed(NOT_ON_DISK, everything())
    assert_waiting(ON_DISK, everything(), "no file below /var/lib/docker on worker1")
    leaked = world(worker1=b'"PW=correct-horse-battery"')
    assert_failed(NOT_ON_DISK, leaked, "containers/abababababab…/config.v2.json")
    assert_passed(ON_DISK, leaked)
    elsewhere = world(worker2=VALUE)
    assert_passed(NOT_ON_DISK, elsewhere)
    assert judged(ON_DISK, elsewhere).reason.startswith("no file")


def test_a_search_that_broke_off_is_an_error() -> None:
    now = with_image(PLACE)
    link_of(now, "worker1").broken = True
    for sentence in (ON_DISK, NOT_ON_DISK, IMAGE):
        assert_error(sentence, now, "could not be searched")


def test_an_image_with_an_empty_file_in_its_place_passes() -> None:
    assert_passed(IMAGE, with_image(PLACE))


def test_an_image_with_the_value_fails() -> None:
    assert_failed(IMAGE, with_image(PLACE + VALUE), "a layer of stolen:1 holds it")
    assert_failed(IMAGE, with_image(VALUE), "a layer of stolen:1 holds it")


def test_any_other_image_proves_nothing() -> None:
    assert_waiting(IMAGE, everything(), "there is no image stolen:1 on worker1 yet")
    assert_waiting(IMAGE, with_image(b"bin/busybox"), "was not made of a container")


@pytest.mark.parametrize(
    "content", [VALUE, b"correct-horse-battery", b"got: correct-horse-battery"]
)
def test_a_file_with_the_value_is_loot(content: bytes) -> None:
    assert_passed(FILE, with_file(content))


def test_a_file_without_the_value_is_none() -> None:
    assert_waiting(FILE, everything(), "/run/loot is not on worker1 yet")
    assert_waiting(FILE, with_file(b"\n"), "is empty")
    assert_failed(FILE, with_file(b"correct-horse-batter"), "something else")


def test_a_manager_that_gives_no_answer_is_an_error() -> None:
    now = everything()
    link_of(now, "manager1").lost = True
    assert_error(TOLD, now, "Could not look at manager1")
    lost = scene(RUNNING, links={**links(), "worker1": link_of(now, "worker1")})
    link_of(lost, "worker2").lost = True
    assert_passed(NOT_ON_DISK, lost)
