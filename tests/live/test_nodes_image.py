"""The node image: what is in it, and each way to have it."""

from __future__ import annotations

import io
import tarfile
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import ImageError
from swarmlab.nodes import chosen, image, labels, programs, workload
from swarmlab.nodes.topology import NodeSpec, up
from swarmlab.runs.engine_ground import EngineGround
from swarmlab.runs.ground import Wanted
from tests.live.nest import NODE, nest, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.nest import Nest

__all__ = ["nest"]

pytestmark = pytest.mark.live

NEEDED = (
    *("bash", "tmux", "busybox", "openssl", "vi", "less", "awk", "sed", "grep", "find", "xargs"),
    *("docker", "dockerd", "containerd", "runc", "docker-proxy", "ip", "tc", "iptables"),
    *("ps", "sha256sum", "nc", "wget", "stat", "timeout"),
)


@pytest.fixture
def no_image(nest: Nest) -> Iterator[None]:
    """The nest without a node image, and with it again afterwards."""
    reference = image.find(nest.engine)
    assert reference
    nest.engine.api.tag(reference, "aside", "1")
    nest.engine.api.remove_image(reference)
    yield
    repository, _, tag = reference.rpartition(":")
    nest.engine.api.tag("aside:1", repository, tag)
    nest.engine.api.remove_image("aside:1")


def test_a_node_holds_what_a_learner_and_the_checks_need(nest: Nest) -> None:
    link = nest.topology.nodes[NODE].link
    which = ("sh", "-c", 'for p; do command -v "$p" >/dev/null || echo "$p"; done', "sh", *NEEDED)
    assert link.run(which).stdout == ""


def test_a_node_knows_the_terminals_and_a_utf8_locale(nest: Nest) -> None:
    link = nest.topology.nodes[NODE].link
    for terminal in ("xterm-256color", "tmux-256color", "screen-256color"):
        found = link.run(("find", "/usr/share/terminfo", "-name", terminal))
        assert found.stdout.strip(), terminal
    length = link.run(("bash", "-c", 'word=grün; echo "${#word} $LANG"'))
    assert length.stdout == "4 C.UTF-8\n"
    assert b"swarmlab" in link.read("/etc/os-release")


def test_the_nodes_client_speaks_to_its_engine_in_its_own_version(nest: Nest) -> None:
    link = nest.topology.nodes[NODE].link
    asked = ("docker", "version", "--format", "{{.Client.Version}} {{.Server.Version}}")
    client, server = link.run(asked).stdout.split()
    assert client == server


def test_the_image_is_found_when_it_is_there(nest: Nest) -> None:
    told: list[str] = []
    assert image.ensure(nest.engine, told.append) == image.find(nest.engine)
    assert told == []


@pytest.mark.usefixtures("no_image")
def test_without_a_registry_it_is_assembled_from_this_machine(nest: Nest) -> None:
    told: list[str] = []
    assert image.find(nest.engine) is None
    reference = image.ensure(nest.engine, told.append)
    assert any(words.startswith("assembling") for words in told)
    assert image.find(nest.engine) == reference


@pytest.mark.usefixtures("no_image")
def test_where_the_official_image_is_had_it_is_built_from_that_one(nest: Nest) -> None:
    api = nest.engine.api
    _make_base(nest)
    reference = ""
    try:
        reference = image.ensure(nest.engine)
        assert reference.startswith("swarmlab/node:dind-")
        topology = up(nest.engine, spec_of(NodeSpec("manager1")))
        try:
            shown = topology.nodes["manager1"].link.run(("docker", "images", "-q", "localhost/app"))
            assert shown.stdout.strip()
        finally:
            topology.down()
    finally:
        for name in filter(None, (reference, image.BASE)):
            api.remove_image(name, force=True)


@pytest.mark.usefixtures("no_image")
def test_what_this_machine_lacks_is_named(nest: Nest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SHELL", (*programs.SHELL, "nosuchprogram"))
    monkeypatch.setitem(programs.PACKAGES, "nosuchprogram", "nosuchpackage")
    with pytest.raises(ImageError, match="nosuchprogram missing") as caught:
        image.ensure(nest.engine)
    assert "nosuchpackage" in caught.value.next_step


def test_an_image_that_was_asked_for_must_be_there_and_be_a_node_image(nest: Nest) -> None:
    with pytest.raises(ImageError, match="has no image swarmlab/node:debian") as caught:
        image.ensure(nest.engine, name="debian")
    assert "make image-debian" in caught.value.next_step
    repository, _, tag = workload.NAME.rpartition(":")
    nest.engine.api.import_image_from_data(b"\0" * 1024, repository, tag)
    with pytest.raises(ImageError, match="is no node image"):
        image.ensure(nest.engine, name=workload.NAME)


def test_fresh_nodes_of_a_run_are_made_of_the_image_it_began_with(nest: Nest) -> None:
    reference = image.ensure(nest.engine)
    nest.engine.api.tag(reference, "swarmlab/node", "other")
    nodes = (NodeSpec("manager1"),)
    wanted = Wanted("run1", "attempt1", "tests", "none", nodes, time.time() + 600, in_swarm=False)
    began = EngineGround(nest.engine, "other")
    began.up(wanted, lambda *_: None, threading.Event()).close()
    later = EngineGround(nest.engine)
    try:
        found = later.find("run1")
        assert found is not None
        found.down()
        fresh = later.up(replace(wanted, attempt="attempt2"), lambda *_: None, threading.Event())
        fresh.close()
        made = nest.engine.api.containers(filters={"label": f"{labels.RUN}=run1"})
        assert [container["Image"] for container in made] == ["swarmlab/node:other"]
    finally:
        later.remove("run1")


def test_a_node_without_its_capabilities_says_that_it_failed(nest: Nest) -> None:
    reference = image.ensure(nest.engine)
    api = nest.engine.api
    made = api.create_container(reference)
    try:
        api.start(made)
        assert api.wait(made, timeout=20)["StatusCode"] == 1
        log = api.logs(made).decode()
        assert "swarmlab: FAILED cgroups cannot be made writable\n" in log
        assert "READY" not in log
    finally:
        api.remove_container(made, force=True, v=True)


def _make_base(nest: Nest) -> None:
    """A stand-in for the official image, which holds all that its package manager would add."""
    _build(nest, image.BASE, (
        "FROM aside:1\n"
        "RUN printf '#!/bin/sh\\n' >/usr/bin/apk && chmod 755 /usr/bin/apk && "
        "rm -r /usr/lib/swarmlab /usr/local/bin/swarmlab-entrypoint\n"
    ))  # fmt: skip


def _build(nest: Nest, tag: str, recipe: str) -> None:
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as archive:
        info = tarfile.TarInfo("Dockerfile")
        info.size = len(recipe)
        archive.addfile(info, io.BytesIO(recipe.encode()))
    context.seek(0)
    lines = nest.engine.api.build(
        fileobj=context, custom_context=True, tag=tag, rm=True, decode=True
    )
    said = [str(line) for line in lines]
    assert "Successfully" in said[-1], said


SLOW_TWICE = """#!/bin/sh
if [ -e /tried-again ]; then
  exec "$(PATH=/usr/bin:/usr/sbin:/sbin command -v dockerd)" "$@"
fi
[ ! -e /tried ] || : >/tried-again
: >/tried
echo "failed to start containerd: timeout waiting for containerd to start" >&2
exit 1
"""


def test_an_engine_that_is_too_slow_to_start_is_started_again(nest: Nest) -> None:
    script = SLOW_TWICE.replace("\n", "\\n")
    _build(nest, "swarmlab/node:slow", (
        f"FROM {image.find(nest.engine)}\n"
        f"RUN mkdir -p /usr/local/sbin && printf '%b' '{script}' >/usr/local/sbin/dockerd && "
        "chmod 755 /usr/local/sbin/dockerd\n"
    ))  # fmt: skip
    topology = up(nest.engine, replace(spec_of(NodeSpec("manager1")), image="swarmlab/node:slow"))
    try:
        node = topology.nodes["manager1"]
        assert node.log(1000).count("too slow to start; once more") == 2
        assert node.link.get("/_ping") == "OK"
    finally:
        topology.down()
        nest.engine.api.remove_image("swarmlab/node:slow", force=True)


def test_only_images_that_swarmlab_made_and_nobody_uses_are_old(nest: Nest) -> None:
    api, current = nest.engine.api, image.find(nest.engine)
    made, asked_for = f"{chosen.NAME}:0123456789ab", f"{chosen.NAME}:mine"
    for reference in (made, asked_for):
        repository, _, tag = reference.rpartition(":")
        api.import_image_from_data(an_archive(reference), repository=repository, tag=tag)
    (old,) = image.old(nest.engine)
    assert old.reference == made != current
    user = api.create_container(made, "/file")["Id"]
    assert image.old(nest.engine) == ()
    assert not image.remove(nest.engine, old), "a container needs it by now"
    api.remove_container(user)
    assert image.remove(nest.engine, old)
    assert image.remove(nest.engine, old), "it is gone, which is what was wanted"
    assert image.old(nest.engine) == ()
    api.remove_image(asked_for)


def an_archive(text: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("file")
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()
