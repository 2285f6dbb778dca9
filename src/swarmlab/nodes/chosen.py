"""A node image that somebody asked for, in place of the one swarmlab finds or makes."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from docker.errors import ImageNotFound

from swarmlab.errors import ImageError
from swarmlab.nodes.assembly import ENTRYPOINT

if TYPE_CHECKING:
    from swarmlab.nodes.engine import Engine

NAME = "swarmlab/node"
"""The repository of node images."""
VARIABLE = "SWARMLAB_IMAGE"
_OWN = re.compile(rf"{NAME}:(?:dind-)?[0-9a-f]{{12}}")


def reference(name: str | None = None) -> str:
    """The image asked for by name or by the environment; empty for swarmlab's own.

    A plain word is a tag of ``swarmlab/node``: ``debian`` means ``swarmlab/node:debian``.
    """
    asked = name or os.environ.get(VARIABLE, "")
    return f"{NAME}:{asked}" if asked and not set(asked) & set(":/@") else asked


def is_own(image: str) -> bool:
    """Whether an image is one that swarmlab found or made by itself."""
    return _OWN.fullmatch(image) is not None


def require(engine: Engine, image: str) -> str:
    """The reference itself, if nodes can be made of it.

    Raises:
        ImageError: the engine does not have it, or it is no node image.
        EngineGone: the engine does not answer.
    """
    with engine.asking("for the node image"):
        try:
            found: dict[str, Any] = engine.api.inspect_image(image)  # type: ignore[no-untyped-call]
        except ImageNotFound:
            raise ImageError(
                f"the engine has no image {image}, which was asked for",
                next_step=_how_to_make(image),
            ) from None
    if (found.get("Config") or {}).get("Entrypoint") != [ENTRYPOINT]:
        raise ImageError(
            f"{image} is no node image: it does not begin with {ENTRYPOINT}",
            next_step=f"leave --image out and unset {VARIABLE} for swarmlab's own",
        )
    return image


def _how_to_make(image: str) -> str:
    if image == f"{NAME}:debian":
        return "`make image-debian` makes it"
    return f"`docker images {NAME}` lists those there are"
