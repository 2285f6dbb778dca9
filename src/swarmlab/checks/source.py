"""What a sentence looks at, so that only sentences that read what has changed are asked again."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """A part of the world a sentence reads."""

    NODES = "nodes"
    """What each node says of itself, and the managers' list of members."""
    SWARM = "swarm"
    """The swarm's own settings: tokens, root certificate, autolock."""
    SERVICES = "services"
    """Services and their tasks."""
    SECRETS = "secrets"
    """Secrets and configs: ids and names."""
    JOURNAL = "journal"
    """The commands typed since the step began."""
    FILES = "files"
    """Files on a node; no event tells of their change."""
    CERTIFICATES = "certificates"
    """Certificates and keys on the nodes' disks; no event tells of their change."""
    COMMANDS = "commands"
    """What a read-only command prints, or a manager answers on its port; no event tells of it."""


ASKED = frozenset({Source.FILES, Source.CERTIFICATES, Source.COMMANDS})
"""What is asked of a node while a sentence is judged, where the rest is in the snapshot."""
