"""A report as JUnit XML, the dialect CI servers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from swarmlab.runs.whole_file import write_whole
from swarmlab.swarm.text import clean, mask

if TYPE_CHECKING:
    from pathlib import Path

    from swarmlab.runs.report import Proof, Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, path: Path) -> None:
    """Write a report whole: a reader finds the old file or the new one.

    Raises:
        OSError: the file cannot be written.
    """
    text = ET.tostring(document(report), encoding="utf-8", xml_declaration=True).decode()
    write_whole(path, text, 0o644)


def document(report: Report) -> ET.Element:
    """The report as XML elements: a suite a chapter, a case a proof."""
    root = ET.Element("testsuites", {"name": report.lab, **_counts(report.proofs, report.seconds)})
    for chapter in dict.fromkeys(proof.chapter for proof in report.proofs):
        proofs = tuple(p for p in report.proofs if p.chapter == chapter)
        seconds = sum(proof.seconds for proof in proofs)
        suite = ET.SubElement(root, "testsuite", {"name": chapter, **_counts(proofs, seconds)})
        for proof in proofs:
            _case(suite, proof)
    return root


def _counts(proofs: tuple[Proof, ...], seconds: float) -> dict[str, str]:
    failures = sum(not proof.holds for proof in proofs)
    return {
        "tests": str(len(proofs)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(sum(proof.holds and bool(proof.skips) for proof in proofs)),
        "time": f"{seconds:.3f}",
    }


def _case(suite: ET.Element, proof: Proof) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=proof.step, name=proof.name, time=f"{proof.seconds:.3f}"
    )
    for tag, said in (("failure", proof.faults), ("skipped", proof.skips)):
        if said:
            # They quote nodes; the file is kept and sent around.
            text = _NOT_XML.sub("", mask(clean("\n".join(map(str, said)))))
            ET.SubElement(case, tag, message=text.split("\n")[0]).text = text
            return
