"""The node image: found, built where a registry answers, or assembled from this machine."""

from __future__ import annotations

import contextlib
import hashlib
import io
import platform
import tarfile
import threading
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from docker.errors import APIError, DockerException, ImageNotFound
from requests.exceptions import RequestException

from swarmlab.errors import EngineError, ImageError
from swarmlab.nodes import assembly, chosen, image_files, programs, workload
from swarmlab.nodes.chosen import NAME
from swarmlab.nodes.engine import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.nodes.engine import Engine

BASE = "docker:28-dind"
"""The official image a node is built from where its registry answers."""

REGISTRY_SECONDS = 4
BUILD_SECONDS = 300
IMPORT_SECONDS = 300

_MAKING = threading.Lock()


def ensure(
    engine: Engine, on_progress: Callable[[str], None] | None = None, name: str | None = None
) -> str:
    """The reference of the node image, made first if it is not there.

    Args:
        engine: where the image must be.
        on_progress: told in words what is being done, as it begins.
        name: one that was asked for; it must be there.

    Raises:
        ImageError: it can be neither found, built nor assembled; the next step names packages.
        EngineGone: the engine stopped answering.
    """
    tell = on_progress or (lambda _words: None)
    if asked := chosen.reference(name):
        return chosen.require(engine, asked)
    if reference := find(engine):
        return reference
    with _MAKING:  # a class begins side by side, and one image is enough for all
        return find(engine) or _make(engine, tell)


def _make(engine: Engine, tell: Callable[[str], None]) -> str:
    tell(f"asking a registry for {BASE}")
    if _registry_answers(engine):
        tell(f"building the node image from {BASE}")
        try:
            return build(engine, BASE, _built_reference())
        except ImageError as error:
            tell(f"{error.message}; assembling it instead")
    return _assemble(engine, tell)


def find(engine: Engine, name: str | None = None) -> str | None:
    """The reference of a node image that is there already, made of what it would be made of now.

    With a name, or one in the environment: of that image, and of no other.
    """
    if asked := chosen.reference(name):
        return asked if _is_present(engine, asked) else None
    candidates = [_built_reference()]
    with contextlib.suppress(ImageError):  # it matters only if none is found
        candidates.append(_assembled_reference())
    return next((name for name in candidates if _is_present(engine, name)), None)


@dataclass(frozen=True, slots=True)
class OldImage:
    """A node image that an earlier state of swarmlab or of this machine's programs made."""

    reference: str
    size: int
    """In bytes, as the engine tells; images may share some of it."""


def old(engine: Engine) -> tuple[OldImage, ...]:
    """The node images that swarmlab made by itself and takes no more; not those asked for.

    Raises:
        EngineGone: it does not answer.
    """
    current = find(engine)
    with engine.asking("for its node images"):
        listed = engine.api.images(name=NAME)
        used = {container["ImageID"] for container in engine.api.containers(all=True)}
    return tuple(
        OldImage(reference, image["Size"])
        for image in listed
        if image["Id"] not in used
        for reference in image["RepoTags"] or ()
        if chosen.is_own(reference) and reference != current
    )


def remove(engine: Engine, image: OldImage) -> bool:
    """Remove an old image; False where a container needs it after all.

    Raises:
        EngineGone: it does not answer.
    """
    with engine.asking("to remove an old node image"):
        try:
            engine.api.remove_image(image.reference)
        except ImageNotFound:
            return True
        except APIError as error:
            if error.status_code == HTTPStatus.CONFLICT:
                return False
            raise
    return True


def _is_present(engine: Engine, reference: str) -> bool:
    with engine.asking("for the node image"):
        return bool(engine.api.images(name=reference, quiet=True))


def _built_reference() -> str:
    digest = hashlib.sha256(BASE.encode() + workload.NAME.encode())
    for name, data in image_files.contents().items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return f"{NAME}:dind-{digest.hexdigest()[:12]}"


def _assembled_reference() -> str:
    return f"{NAME}:{assembly.fingerprint(programs.find())}"


def _registry_answers(engine: Engine) -> bool:
    """Whether the base image is there, or the engine can reach its registry in short time."""
    if _is_present(engine, BASE):
        return True
    url = f"{engine.api.base_url}/v{engine.api_version}/distribution/{BASE}/json"
    try:
        answer = engine.api.get(url, timeout=REGISTRY_SECONDS)
    except RequestException:
        return False
    return bool(answer.ok)


def build(engine: Engine, base: str, reference: str) -> str:
    """A node image made of one that holds an engine; returns its reference.

    Args:
        engine: where.
        base: the official image for Docker in Docker, or one that has its programs.
        reference: what to call it.

    Raises:
        ImageError: it could not be built.
    """
    log: list[str] = []
    try:
        for line in engine.api.build(
            fileobj=_context(),
            custom_context=True,
            tag=reference,
            rm=True,
            forcerm=True,
            timeout=BUILD_SECONDS,
            decode=True,
            buildargs={
                "BASE": base,
                "APP": workload.NAME,
                "ARCHITECTURE": assembly.architecture(engine.api.info()["Architecture"]),
            },
        ):
            log.append(str(line.get("error") or line.get("stream") or ""))
            if "error" in line:
                raise ImageError(f"the node image could not be built from {base}: {log[-1]}")
    except (DockerException, RequestException) as error:
        raise ImageError(
            f"the node image could not be built from {base}: {words_of(error)}"
        ) from error
    return reference


def _context() -> io.BytesIO:
    """The files of the recipe as a build takes them."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in image_files.contents().items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o644
            archive.addfile(info, io.BytesIO(data))
    buffer.seek(0)
    return buffer


def _assemble(engine: Engine, tell: Callable[[str], None]) -> str:
    if platform.system() != "Linux":
        raise ImageError(
            "no registry answers, and a node can be assembled on Linux only",
            next_step=f"go online once, so that {BASE} can be pulled",
        )
    found = programs.find()
    reference = f"{NAME}:{assembly.fingerprint(found)}"
    tree = assembly.gather(found)
    tell(f"assembling the node image from this machine's engine, {tree.size() >> 20} MB")
    repository, _, tag = reference.rpartition(":")
    try:
        engine.api.post(
            f"{engine.api.base_url}/v{engine.api_version}/images/create",
            params={
                "fromSrc": "-",
                "repo": repository,
                "tag": tag,
                "changes": list(assembly.CHANGES),
            },
            data=tree.stream(),
            headers={"Content-Type": "application/x-tar"},
            timeout=IMPORT_SECONDS,
        ).raise_for_status()
    except (APIError, RequestException, OSError) as error:
        raise ImageError(
            f"the engine did not take the assembled node image: {words_of(error)}",
            next_step="`swarmlab doctor` shows the engine's disk space",
        ) from error
    if not _is_present(engine, reference):
        raise EngineError("the engine took the node image and does not show it")
    return reference
