"""The closed vocabulary of the slide format: one place for the parser, suggestions and docs.

Each table maps a word an author may write to one sentence about it.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swarmlab.deck.model import (
        CalloutKind,
        DetailsKind,
        GapType,
        KernelNeed,
        PowerVerb,
        ReadWhat,
        RefusalName,
    )

NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A node, shell or chapter: a host name's letters."""
ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
"""The id of a unit or task, without its ``#``."""
VARIABLE: Final = re.compile(r"[a-z_][a-z0-9_]{0,63}")
"""The name of a capture: a shell variable in lower case, so that it hides none of the shell's."""

FRONT_MATTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "the chapter's title",
        "minutes": "how long it takes, a whole number",
        "nodes": "the nodes that are up, such as [manager1, worker1]",
        "start": "bare, swarm, or the name of the chapter whose end this one begins with",
    }
)
STARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bare": "the nodes are not in a swarm",
        "swarm": "manager1 leads a swarm that all other nodes have joined as workers",
    }
)
DIRECTIVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "check": "at the end of a task: the sentence that must become true",
        "guard": "at the end of a task: the sentence that must hold once its subject exists",
        "sabotage": "in sabotage details: the task that must be red, and words of its reason",
        "step": "breaks=#id: finishing this step makes an earlier task false, on purpose",
        "notes": "speaker notes",
        "pause": "what follows is revealed on the next key",
        "comment": "a remark to other authors; nobody else sees it",
    }
)
DETAILS: Final[Mapping[DetailsKind, str]] = MappingProxyType(
    {
        "hint": "help, on request and counted",
        "solution": "units that solve the step where the slide does not show them",
        "why": "background",
        "sabotage": "units that do it wrong; tests only",
    }
)
CALLOUTS: Final[Mapping[CalloutKind, str]] = MappingProxyType(
    {
        "note": "worth knowing",
        "tip": "makes it easier",
        "warning": "goes wrong easily",
    }
)
QUIZ: Final = "quiz"
REFUSALS: Final[Mapping[RefusalName, str]] = MappingProxyType(
    {
        "not-a-manager": "only a manager may do it",
        "bad-token": "the join token is not one of the swarm's two",
        "wrong-ca": "the digest or certificate is not of this swarm's root",
        "removed": "the node was removed from the swarm",
        "locked": "the manager is locked",
        "bad-key": "the unlock key is not the right one",
        "too-short": "the certificates would live too short",
        "old-tls": "the TLS version is too old",
        "no-leader": "too few managers are online",
        "denied": "an authorization plugin forbids it",
        "no-certificate": "the caller showed no certificate",
    }
)
GAPS: Final[Mapping[GapType, str]] = MappingProxyType(
    {
        "id": "25 letters and digits, or 12 or 64 hexadecimal digits",
        "ip": "an IPv4 address",
        "int": "decimal digits",
        "age": "a time as Docker says it: 3 seconds, About a minute ago",
        "token": "a join token; masked wherever it is shown",
        "key": "an unlock key; masked wherever it is shown",
        "any": "any text within the line, at least one character",
    }
)
POWER: Final[Mapping[PowerVerb, str]] = MappingProxyType(
    {
        "kill": "as if its power were cut",
        "start": "power it on",
        "restart": "kill and start",
        "pause": "freeze it",
        "unpause": "let it go on",
    }
)
READS: Final[Mapping[ReadWhat, str]] = MappingProxyType(
    {
        "certificate": "the node's own certificate, decoded",
        "raft-log": "the node's raft log, decrypted where its key lies beside it",
    }
)
NEEDS: Final[Mapping[KernelNeed, str]] = MappingProxyType({"ipvs": "ip_vs", "esp": "esp"})
"""What a unit may need of the kernel, and that feature's name in ``nodes.examine_kernel``."""
ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "node": "the node it is for",
        "timeout": "until it counts as hanging, such as 20s",
        "exit": "the expected status of the last line",
        "refused": "the reason for which it must be refused",
        "as": "the name of another shell on the node",
        "path": "the file that is written",
        "needs": "what the kernel must have, or the unit is passed over: ipvs or esp",
        "within": "how long a read-only unit may be run again until it matches, such as 10s",
    }
)
CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "expect": "what the unit before prints",
        "contains": "with .expect: other lines may stand before, between and after",
    }
)
