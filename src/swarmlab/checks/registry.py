"""The register of sentences: each is one typed function with its pattern."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from swarmlab.checks.fields import FIELDS, compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import parse

    from swarmlab.checks.source import Source
    from swarmlab.checks.verdict import Verdict


@dataclass(frozen=True)
class Sentence:
    """A sentence of the vocabulary."""

    pattern: str
    """``{name:type}`` stands for a word; the names are the function's parameters."""
    example: str
    doc: str
    """What it means, from the function's docstring."""
    reads: frozenset[Source]
    judge: Callable[..., Verdict]

    @property
    def subject(self) -> str:
        """The module it stands in, such as ``membership`` or ``tokens``."""
        return self.judge.__module__.rpartition(".")[2]

    @cached_property
    def parser(self) -> parse.Parser:
        """The pattern, compiled once."""
        return compiled(self.pattern)

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The type of each field, by its name."""
        return dict(_FIELD.findall(self.pattern))


_FIELD = re.compile(r"\{(\w+):(\w+)\}")
_registered: list[Sentence] = []


def sentence(
    pattern: str, *, example: str, reads: Sequence[Source]
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Register a function ``(scene, *, field, …) -> Verdict`` as the meaning of a pattern.

    Raises:
        TypeError: pattern, parameters and field types do not fit each other.
    """

    def register(judge: Callable[..., Verdict]) -> Callable[..., Verdict]:
        new = Sentence(pattern, example, inspect.getdoc(judge) or "", frozenset(reads), judge)
        _require_fit(new)
        _registered.append(new)
        return judge

    return register


def registered() -> Sequence[Sentence]:
    """What has been registered so far, in order."""
    return tuple(_registered)


def _require_fit(new: Sentence) -> None:
    parameters: Mapping[str, Any] = inspect.signature(new.judge).parameters
    if set(parameters) - {"scene"} != set(new.fields) or not new.doc:
        raise TypeError(f"{new.pattern}: parameters and fields differ, or there is no docstring")
    unknown = set(new.fields.values()) - set(FIELDS)
    if unknown:
        raise TypeError(f"{new.pattern}: unknown field types {', '.join(sorted(unknown))}")
