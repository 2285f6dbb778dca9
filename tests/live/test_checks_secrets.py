"""Sentences about secrets, on real nodes: mounted, on tmpfs, nowhere else, rotated and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.checks.holding import mounts
from swarmlab.checks.scene import Scene
from swarmlab.checks.verdict import State
from tests.live.swarmed import new_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.swarmed import Swarmed

pytestmark = pytest.mark.live

MOUNTS = "service api mounts the secret db_password"
TMPFS = "the secret db_password is on tmpfs in service api"
ONLY = "only service api mounts the secret db_password"
RIGHTS = "the secret db_password has mode 0400 and owner 65534 in service api"
NOWHERE = "on {}, the secret db_password is nowhere".format
ON_WORKER1 = "--constraint node.hostname==worker1 localhost/app:1"
MAKE = "head -c 24 /dev/urandom | base64 | docker secret create db_password -"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Swarmed]:
    with new_nodes(manager="manager1") as swarmed:
        yield swarmed


@pytest.fixture
def swarm(nodes: Swarmed) -> Swarmed:
    """A swarm without services, secrets and configs."""
    clear = (
        "docker service ls -q | xargs -r docker service rm",
        "docker config ls -q | xargs -r docker config rm",
        "docker secret ls -q | xargs -r docker secret rm",
    )
    for line in clear:
        nodes.worked("manager1", line)
    for name in nodes.names:
        nodes.worked(name, 'until [ -z "$(docker ps -q)" ]; do sleep 0.1; done')
    nodes.begin()
    return nodes


def serve(swarm: Swarmed, name: str, options: str) -> None:
    """A new service, at once."""
    swarm.worked("manager1", f"docker service create -d -q --name {name} {options}")


def container(swarm: Swarmed, node: str, service: str) -> str:
    """The id of the service's container on a node."""
    found = f"docker ps -q --no-trunc --filter label=com.docker.swarm.service.name={service}"
    return swarm.worked(node, found)


def test_a_secret_is_where_its_service_runs_and_nowhere_else(swarm: Swarmed) -> None:
    swarm.waits(MOUNTS, "there is no secret db_password")
    swarm.worked("manager1", MAKE)
    swarm.waits(MOUNTS, "there is no service api yet")
    swarm.waits(NOWHERE("worker2"), "no running task has db_password")
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(MOUNTS, TMPFS, ONLY, NOWHERE("worker2"), NOWHERE("manager1"))
    swarm.fails(NOWHERE("worker1"), "a task of api has it")
    swarm.fails(RIGHTS, "it has mode 0444 and owner 0")
    swarm.begin()
    rights = "source=db_password,uid=65534,mode=0400"
    update = f"docker service update -d -q --secret-rm db_password --secret-add {rights} api"
    swarm.worked("manager1", update)
    swarm.passes(RIGHTS, MOUNTS)


def test_a_service_made_without_it_does_not_mount_it(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", ON_WORKER1)
    for sentence in (MOUNTS, TMPFS, RIGHTS):
        swarm.fails(sentence, "api mounts no secret")


def test_a_config_of_that_name_is_told_apart(swarm: Swarmed) -> None:
    swarm.worked("manager1", "echo some-setting | docker config create db_password -")
    serve(swarm, "api", f"--config db_password {ON_WORKER1}")
    swarm.fails(TMPFS, "db_password is a config")


def test_a_second_service_with_it_is_found(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(ONLY)
    serve(swarm, "web", f"--secret db_password {ON_WORKER1}")
    swarm.fails(ONLY, "web is given it too")


def test_a_copy_that_lies_on_the_disk_is_not_on_tmpfs(swarm: Swarmed) -> None:
    """Whoever is root on a node can take the tmpfs away and leave a file in its place."""
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(TMPFS)
    folder = f"/var/lib/docker/containers/{container(swarm, 'worker1', 'api')}/mounts/secrets"
    swarm.worked("worker1", f"cp {folder}/* /run/copy && umount -l {folder}")
    secret = swarm.worked("manager1", "docker secret ls -q")
    swarm.worked("worker1", f"cp /run/copy {folder}/{secret}")
    swarm.fails(TMPFS, "a filesystem of type")
    swarm.worked("worker1", f"rm -f /run/copy {folder}/{secret}")
    swarm.waits(TMPFS, "does not have db_password yet")


def test_a_copy_made_in_the_container_stays_in_an_image(swarm: Swarmed) -> None:
    """The task moves away and takes the secret along, but not what was copied to the disk."""
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", "--secret db_password --constraint node.hostname==worker2 localhost/app:1")
    swarm.passes(MOUNTS)
    ours = container(swarm, "worker2", "api")
    swarm.worked("worker2", f"docker commit {ours} clean:1")
    swarm.worked("worker2", f"docker exec {ours} cp /run/secrets/db_password /root/copy")
    swarm.worked("worker2", f"docker commit {ours} leaking:1")
    move = "--constraint-rm node.hostname==worker2 --constraint-add node.hostname==worker1"
    swarm.worked("manager1", f"docker service update -d -q {move} api")
    swarm.passes(MOUNTS)
    swarm.fails(NOWHERE("worker2"), "/diff/root/copy")
    swarm.worked("worker2", "docker container prune -f; docker rmi leaking:1")
    swarm.passes(NOWHERE("worker2"))
    swarm.worked("worker2", "docker rmi clean:1")


@pytest.mark.parametrize("value", ["hunter2-hunter2", 'quo"te&<back\\slash>12'])
def test_the_same_value_in_the_environment_is_found_on_the_disk(swarm: Swarmed, value: str) -> None:
    """In the engine's JSON, in containerd's database and in the agent's."""
    swarm.worked("manager1", f"printf %s '{value}' | docker secret create db_password -")
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(NOWHERE("worker2"))
    swarm.worked("worker2", f"docker run -d --name plain -e 'PASSWORD={value}' localhost/app:1")
    verdict = swarm.becomes(NOWHERE("worker2"), State.FAILED, "config.v2.json")
    assert value not in verdict.words
    swarm.worked("worker2", "docker rm -f plain")
    swarm.fails(NOWHERE("worker2"), "meta.db")


def test_what_is_behind_a_nul_is_found(swarm: Swarmed) -> None:
    """The node's own grep would not see it."""
    swarm.worked("manager1", "printf 'behind-a-nul-123' | docker secret create db_password -")
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(NOWHERE("manager1"))
    file = "/var/lib/docker/volumes/nul.bin"
    swarm.worked("manager1", f"printf 'x\\0\\0behind-a-nul-123\\0' > {file}")
    swarm.fails(NOWHERE("manager1"), "volumes/nul.bin")
    swarm.worked("manager1", f"rm {file}")
    swarm.passes(NOWHERE("manager1"))


def test_a_rotated_and_removed_secret_is_gone(swarm: Swarmed) -> None:
    gone = "the secret db_password does not exist any more"
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(MOUNTS)
    swarm.begin()
    swarm.waits(gone, "the swarm still has the secret")
    assert swarm.type("manager1", "docker secret rm db_password").status == 1
    swarm.worked("manager1", MAKE.replace("db_password", "db_password_2"))
    rotate = "--secret-rm db_password --secret-add source=db_password_2,target=db_password"
    swarm.worked("manager1", f"docker service update -d -q {rotate} api")
    swarm.passes("service api finds the secret db_password_2 at /run/secrets/db_password")
    swarm.fails("service api finds the secret db_password_2 at /run/secrets/db_password_2",
                "it is at /run/secrets/db_password")  # fmt: skip
    swarm.worked("manager1", "docker secret rm db_password")
    swarm.passes(gone)
    swarm.worked("manager1", MAKE)
    swarm.fails(gone, "a new secret with the name")


def test_the_file_goes_with_its_task(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(MOUNTS)
    swarm.worked("manager1", "docker service scale -d api=0")
    swarm.waits(MOUNTS, "no task of api runs")
    swarm.waits(NOWHERE("worker1"), "no running task has db_password")
    scene = Scene(swarm.look(), None, (), swarm.links, swarm.names)
    assert mounts(scene, swarm.names)["worker1"] == ()


def test_a_paused_holder_is_an_error(swarm: Swarmed) -> None:
    swarm.worked("manager1", MAKE)
    serve(swarm, "api", f"--secret db_password {ON_WORKER1}")
    swarm.passes(NOWHERE("worker2"))
    worker1 = swarm.topology.nodes["worker1"]
    worker1.power("pause")
    try:
        verdicts = [swarm.judge(MOUNTS), swarm.judge(NOWHERE("worker2"))]
    finally:
        worker1.power("unpause")
    assert verdicts[0].state in {State.ERROR, State.WAITING}
    assert verdicts[1].state is State.ERROR
    assert "Could not look at worker1" in verdicts[1].reason
    swarm.passes(MOUNTS)
