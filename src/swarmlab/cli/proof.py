"""``swarmlab test``: the proofs of a lab, on real nodes."""

from __future__ import annotations

import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli import completing
from swarmlab.cli.output import Styled, result, result_json, sign, tell
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.runs.model import Lab
    from swarmlab.runs.report import Proof, Report


@click.command()
@click.argument(
    "words", nargs=-1, metavar="[LAB|CHAPTER...]", shell_complete=completing.labs_and_chapters
)
@click.option("--junit", type=click.Path(dir_okay=False), help="Write JUnit XML there.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes("lab", "engine")
@click.pass_context
def test(
    context: click.Context, words: tuple[str, ...], junit: str | None, *, as_json: bool
) -> None:
    """Prove a lab on real nodes.

    Each step, on fresh nodes: its tasks are red before the work, green after it, red for
    the wrong work, red again after a reset, and what units print is what slides say. A
    word that names a lab means all its chapters; without words, every lab that can be
    found. Exit code 1 when a proof does not hold.
    """
    from swarmlab.cli.workplace import workshop
    from swarmlab.runs import junit as junit_file
    from swarmlab.runs import proofs

    chosen = choose(words or tuple(filter(None, [current().lab])))
    show = _Shown(quiet=as_json)
    reports = []
    with workshop() as verbs:
        for lab, chapters in chosen:
            tell(f"{lab.name}: {', '.join(chapters) or 'all chapters'}")
            reports.append(proofs.prove(verbs.connect(), verbs.store, lab, chapters, show))
    report = _joined(reports)
    if junit:
        junit_file.write(report, Path(junit))
    if as_json:
        result_json(_record(report))
    else:
        _print_end(report)
    if not report.holds:
        context.exit(1)


def choose(words: Sequence[str]) -> list[tuple[Lab, tuple[str, ...]]]:
    """The labs meant, each with the chapters meant; none of them means all.

    Raises:
        UsageError: a word is neither a lab nor a chapter.
    """
    from swarmlab.deck.diagnostic import did_you_mean
    from swarmlab.errors import UsageError
    from swarmlab.runs import labfile

    named = {path.stem: path for path in labfile.all_labs()}
    labs = [word for word in words if word in named or word.endswith(".toml")]
    chapters = [word for word in words if word not in labs]
    loaded = [labfile.load(lab) for lab in labs or named]
    chosen = [(lab, tuple(c.name for c in lab.chapters if c.name in chapters)) for lab in loaded]
    found = {name for _, names in chosen for name in names}
    for word in chapters:
        if word not in found:
            known = [*named, *(c.name for lab in loaded for c in lab.chapters)]
            hint = did_you_mean(word, known) or f"there are: {', '.join(known)}"
            raise UsageError(f"{word} is neither a lab nor a chapter", next_step=hint)
    return chosen if not chapters else [(lab, names) for lab, names in chosen if names]


class _Shown:
    """Shows each proof as it ends; proofs end in several threads."""

    def __init__(self, *, quiet: bool) -> None:
        self._write = tell if quiet else result
        self._lock = threading.Lock()

    def __call__(self, proof: Proof) -> None:
        with self._lock:
            state = "passed" if proof.holds else "failed"
            seconds = Styled(f"  {proof.seconds:.1f} s", dim=True)
            self._write(sign(state), f" {proof.name.ljust(8)}  {proof.step}", seconds)
            for fault in proof.faults:
                self._write(f"    {fault}")


def _joined(reports: Sequence[Report]) -> Report:
    from swarmlab.runs.report import Report

    if len(reports) == 1:
        return reports[0]
    proofs = tuple(proof for report in reports for proof in report.proofs)
    return Report("swarmlab", proofs, sum(report.seconds for report in reports))


def _print_end(report: Report) -> None:
    failing = [proof for proof in report.proofs if not proof.holds]
    seconds = f"{report.seconds:.0f} s"
    if report.holds:
        result(f"{report.lab}: {len(report.proofs)} proofs hold, {seconds}")
    else:
        result(f"{report.lab}: {len(failing)} of {len(report.proofs)} proofs fail, {seconds}")


def _record(report: Report) -> dict[str, Any]:
    return {**asdict(report), "holds": report.holds}
