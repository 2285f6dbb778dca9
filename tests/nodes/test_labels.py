from __future__ import annotations

from swarmlab.nodes import labels
from swarmlab.nodes.labels import RunLabels

OWN = RunLabels("r1", "a1", "root", "least-privilege", 1_800_000_000.0)


def test_labels_are_read_as_they_were_written() -> None:
    assert labels.read(OWN.for_network()) == OWN
    assert labels.read(OWN.for_node("worker1", 1)) == OWN


def test_labels_of_another_program_say_nothing() -> None:
    assert labels.read({"swarmlab.expires": "soon"}) == RunLabels("", "", "", "", 0.0)
