"""``swarmlab test``: the proofs of a lab, or the exercises of a deck, on real nodes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swarmlab.cli import completing
from swarmlab.cli.output import result_json, tell
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swarmlab.errors import UsageError
    from swarmlab.runs.model import Lab
    from swarmlab.runs.report import Report


@click.command()
@click.argument(
    "words", nargs=-1, metavar="[LAB|CHAPTER...|DECK]", shell_complete=completing.labs_and_chapters
)
@click.option("--junit", type=click.Path(dir_okay=False), help="Write JUnit XML there.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--walks", type=click.IntRange(1), metavar="N",
              help="Runs at once; else by the engine's cores and memory.")  # fmt: skip
@click.option("--once", is_flag=True, help="Only solve each chapter: red, output, green.")
@click.option("--strict", is_flag=True, help="What cannot be judged or done here is a fault.")
@click.option("--nodes", type=click.IntRange(1), metavar="N", help="DECK: how many; 1 unless said.")
@click.option("--start", type=click.Choice(["bare", "swarm"]),
              help="DECK: in no swarm, or all in one of node1's; bare unless said.")  # fmt: skip
@takes("lab", "engine", "image")
@click.pass_context
def test(
    context: click.Context,
    words: tuple[str, ...],
    junit: str | None,
    walks: int | None,
    nodes: int | None,
    start: str | None,
    *,
    as_json: bool,
    once: bool,
    strict: bool,
) -> None:
    """Prove a lab on real nodes.

    Each step, on fresh nodes: its tasks are red before the work, green after it, red for
    the wrong work, red again after a reset, and what units print is what slides say. A
    word that names a lab means all its chapters; without words, every lab that can be
    found. What this machine lacks is skipped and said. Exit code 1 when a proof does not
    hold.

    DECK is a path: a manifest in YAML, or Markdown, as remark and container.training have
    them. Its exercises are done once, in order, in the shell of node1; the other nodes are
    node2 and on, and `ssh node2` goes there. Each action has an outcome with its file and
    line. A command has 60 s until its prompt is back, `wait` has 60 s and `longwait` 600;
    a command that keys follow has 5 s to end before they are typed.
    """
    if _names_deck(words):
        from swarmlab.cli import exercises

        if walks:
            raise click.UsageError("--walks is for labs: a deck is done in one shell", context)
        asked = exercises.Asked(nodes or 1, start or "bare", junit, as_json, strict)
        if not exercises.run(words, asked):
            context.exit(1)
        return
    if nodes or start:
        raise click.UsageError("--nodes and --start are for decks: a lab says its own", context)
    from swarmlab.cli.proof_table import Shown, print_report
    from swarmlab.cli.workplace import workshop
    from swarmlab.runs import junit as junit_file
    from swarmlab.runs import proofs

    chosen = choose((*filter(None, [current().lab]), *words))
    reports = []
    with workshop() as verbs:
        for lab, names in chosen:
            chapters = [chapter for chapter in lab.chapters if chapter.name in names]
            tell(f"{lab.name}: {', '.join(names)}")
            with Shown(chapters, once=once) as show:
                report = proofs.prove(
                    verbs.connect(), verbs.store, lab, names, show, walks,
                    once=once, strict=strict,
                )  # fmt: skip
            if not as_json:
                print_report(report, chapters)
            reports.append(report)
    report = _joined(reports)
    if junit:
        junit_file.write(report, Path(junit))
    if as_json:
        result_json({**asdict(report), "holds": report.holds})
    if not report.holds:
        context.exit(1)


def _names_deck(words: Iterable[str]) -> bool:
    """Whether one of the words is the path of a deck; labs and chapters are never named so."""
    return any(Path(word).suffix in {".md", ".yml", ".yaml"} for word in words)


def choose(words: Sequence[str]) -> list[tuple[Lab, tuple[str, ...]]]:
    """The labs meant, each with the names of the chapters meant.

    Raises:
        UsageError: a word is neither a lab nor a chapter.
        LabFault: a lab that is meant has faults.
    """
    from swarmlab.runs import labfile

    named = {path.stem: path for path in labfile.all_labs()}
    labs = [word for word in words if word in named or word.endswith(".toml")]
    chapters = [word for word in words if word not in labs]
    faulty: list[str] = []
    if labs or not chapters:
        loaded = [labfile.load(lab) for lab in labs or named.values()]
    else:
        loaded = _without_faults(named.values(), faulty)
    chosen = [
        (lab, tuple(c.name for c in lab.chapters if c.name in chapters or not chapters))
        for lab in loaded
    ]
    found = {name for _, names in chosen for name in names}
    for word in chapters:
        if word not in found:
            raise _unknown(word, named, loaded, faulty)
    return [(lab, names) for lab, names in chosen if names or not chapters]


def _without_faults(paths: Iterable[Path], faulty: list[str]) -> list[Lab]:
    """The labs in which a chapter is looked for: the faults of another must not stop it."""
    from swarmlab.runs import labfile

    loaded: list[Lab] = []
    for path in paths:
        try:
            loaded.append(labfile.load(path))
        except labfile.LabFault:
            faulty.append(path.stem)
    return loaded


def _unknown(
    word: str, labs: Iterable[str], loaded: Iterable[Lab], faulty: Sequence[str]
) -> UsageError:
    from swarmlab.deck.diagnostic import did_you_mean
    from swarmlab.errors import UsageError

    known = [*labs, *(c.name for lab in loaded for c in lab.chapters)]
    hint = did_you_mean(word, known) or f"there are: {', '.join(known)}"
    if faulty:
        hint += f"; not looked into for their faults: {', '.join(faulty)} (swarmlab lint)"
    return UsageError(f"{word} is neither a lab nor a chapter", next_step=hint)


def _joined(reports: Sequence[Report]) -> Report:
    from swarmlab.runs.report import Report

    if len(reports) == 1:
        return reports[0]
    proofs = tuple(proof for report in reports for proof in report.proofs)
    return Report("swarmlab", proofs, sum(report.seconds for report in reports))
