"""Sentences about a secret's value and a service's update, on real nodes, right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

TYPED = "the value of the secret db_password was never typed"
TOLD = "the secret db_password is in no environment and no inspect of service api"
ENVIRONMENT = "the environment of service legacy holds the value of the secret db_password"
ON_DISK = "the value of the secret db_password is on the disk of worker1"
NOT_ON_DISK = "the value of the secret db_password is not on the disk of worker1"
IMAGE = "the image {} on worker1 holds no value of the secret db_password".format
FILE = "the file /run/loot on worker1 holds the value of the secret db_password"
SMOOTH = "service api was updated without a gap"
ON_WORKER1 = "--constraint node.hostname==worker1 localhost/app:1"
MAKE = "head -c 24 /dev/urandom | base64 | tee /run/copy | docker secret create db_password -"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(("manager1", "worker1"), manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """A swarm without services and secrets."""
    nodes.worked("manager1", "docker service ls -q | xargs -r docker service rm")
    nodes.worked("manager1", "docker secret ls -q | xargs -r docker secret rm")
    for name in nodes.names:
        nodes.worked(name, 'until [ -z "$(docker ps -q)" ]; do sleep 0.1; done; rm -f /run/loot')
    nodes.worked("worker1", "docker container prune -f")
    nodes.begin()
    return nodes


def serve(swarm: Swarmed, name: str, options: str) -> None:
    """A new service, and its task runs."""
    swarm.worked("manager1", f"docker service create -d -q --name {name} {options} {ON_WORKER1}")
    swarm.passes(f"service {name} runs 1 task")


def test_a_value_that_was_piped_was_not_typed(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", "--secret db_password")
    swarm.passes(TYPED)


def test_a_value_that_was_typed_is_found_in_the_journal(swarm: Swarmed) -> None:
    swarm.worked("manager1", "echo open-sesame-42 | docker secret create db_password -")
    serve(swarm, "api", "--secret db_password")
    swarm.fails(TYPED, "a line typed on manager1")


def test_a_variable_is_told_and_written_down_and_a_secret_is_not(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", "--secret db_password")
    swarm.passes(TOLD, NOT_ON_DISK)
    swarm.waits(ON_DISK, "no file below")
    serve(swarm, "legacy", "--env DB_PASSWORD=changeme-please")
    swarm.fails(ENVIRONMENT, "the value of DB_PASSWORD is another")
    swarm.worked("manager1", 'docker service update -d -q --env-add DB_PASSWORD="$(cat /run/copy)"'
                 " legacy")  # fmt: skip
    swarm.passes(ENVIRONMENT, ON_DISK, TOLD)
    swarm.fails(NOT_ON_DISK, "config.v2.json")
    swarm.worked("manager1", "docker service rm legacy")
    swarm.passes(ON_DISK)
    swarm.worked("manager1", 'docker service update -d -q --env-add PW="$(cat /run/copy)" api')
    swarm.fails(TOLD, "tells it: in PW")


def test_an_image_holds_what_was_copied_and_not_what_is_mounted(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", "--secret db_password")
    swarm.waits(IMAGE("clean:1"), "there is no image clean:1")
    swarm.worked("worker1", "api=$(docker ps -q -f name=api.1); docker commit $api clean:1")
    swarm.passes(IMAGE("clean:1"))
    swarm.waits(IMAGE("localhost/app:1"), "was not made of a container that has db_password")
    swarm.worked("worker1", "docker exec $api cp /run/secrets/db_password /tmp/copy")
    swarm.worked("worker1", "docker commit $api leaking:1")
    swarm.fails(IMAGE("leaking:1"), "a layer of leaking:1 holds it")
    swarm.passes(IMAGE("clean:1"))


def test_a_file_with_the_value_is_known(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", "--secret db_password")
    swarm.waits(FILE, "is not on worker1 yet")
    swarm.worked("worker1", "docker cp $(docker ps -q -f name=api.1):/run/secrets/db_password -"
                 " > /run/loot")  # fmt: skip
    swarm.fails(FILE, "something else")
    swarm.worked("worker1", "cat /var/lib/docker/containers/*/mounts/secrets/* > /run/loot")
    swarm.passes(FILE)


def test_only_who_starts_first_leaves_no_gap(swarm: Swarmed) -> None:
    update = "docker service update -d -q --force --update-order {} api".format
    serve(swarm, "api", "")
    swarm.begin()
    swarm.waits(SMOOTH, "still runs a task of before")
    swarm.worked("manager1", update("start-first"))
    swarm.passes(SMOOTH)
    swarm.begin()
    swarm.worked("manager1", update("stop-first"))
    swarm.fails(SMOOTH, "no task of api ran for")
