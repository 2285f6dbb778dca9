"""A report as JUnit XML, the dialect CI servers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from xml.etree import ElementTree as ET

from swarmlab.runs.whole_file import write_whole
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Case(Protocol):
    """What was tried, and what was wrong with it: a proof, or an action of a deck."""

    @property
    def chapter(self) -> str:
        """The suite."""

    @property
    def step(self) -> str:
        """The case's class."""

    @property
    def name(self) -> str:
        """The case."""

    @property
    def seconds(self) -> float:
        """How long it took."""

    @property
    def faults(self) -> Sequence[object]:
        """What was wrong, each as words."""

    @property
    def skips(self) -> Sequence[object]:
        """What was passed over, each as words."""


class Cases(Protocol):
    """A report."""

    @property
    def lab(self) -> str:
        """What was tried."""

    @property
    def proofs(self) -> Sequence[Case]:
        """The cases, those of a chapter in order."""

    @property
    def seconds(self) -> float:
        """How long all took."""


def write(report: Cases, path: Path) -> None:
    """Write a report whole: a reader finds the old file or the new one.

    Raises:
        OSError: the file cannot be written.
    """
    text = ET.tostring(document(report), encoding="utf-8", xml_declaration=True).decode()
    write_whole(path, text, 0o644)


def document(report: Cases) -> ET.Element:
    """The report as XML elements: a suite a chapter, a case a proof."""
    root = ET.Element("testsuites", {"name": report.lab, **_counts(report.proofs, report.seconds)})
    for chapter in dict.fromkeys(proof.chapter for proof in report.proofs):
        proofs = tuple(p for p in report.proofs if p.chapter == chapter)
        seconds = sum(proof.seconds for proof in proofs)
        suite = ET.SubElement(root, "testsuite", {"name": chapter, **_counts(proofs, seconds)})
        for proof in proofs:
            _case(suite, proof)
    return root


def _counts(proofs: Sequence[Case], seconds: float) -> dict[str, str]:
    failures = sum(bool(proof.faults) for proof in proofs)
    return {
        "tests": str(len(proofs)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(sum(bool(proof.skips) and not proof.faults for proof in proofs)),
        "time": f"{seconds:.3f}",
    }


def _case(suite: ET.Element, proof: Case) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=_words(proof.step), name=_words(proof.name),
        time=f"{proof.seconds:.3f}",
    )  # fmt: skip
    for tag, said in (("failure", proof.faults), ("skipped", proof.skips)):
        if said:
            text = _words("\n".join(map(str, said)))
            ET.SubElement(case, tag, message=text.split("\n")[0]).text = text
            return


def _words(text: str) -> str:
    """Words fit for the file: they quote decks and nodes, and it is kept and sent around."""
    return _NOT_XML.sub("", mask(clean(text)))
