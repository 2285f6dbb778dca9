"""``swarmlab checks``: the sentences a task may be bound to."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli.output import Styled, result, result_json
from swarmlab.cli.settings import takes

if TYPE_CHECKING:
    from swarmlab.checks.registry import Sentence


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes()
def checks(*, as_json: bool) -> None:
    """List the sentences a task may be bound to.

    Each with its pattern, what it means, and an example to copy into a slide as
    <!-- check: SENTENCE --> or <!-- guard: SENTENCE -->.
    """
    from swarmlab.checks.vocabulary import sentences

    known = sentences()
    if as_json:
        result_json([_record(sentence) for sentence in known])
        return
    for subject, group in groupby(known, key=lambda sentence: sentence.subject):
        result(Styled(subject, bold=True))
        for sentence in group:
            _print(sentence)
        result()


def _print(sentence: Sentence) -> None:
    result("  ", Styled(sentence.pattern, bold=True))
    for line in sentence.doc.splitlines():
        result(f"    {line}" if line else "")
    result("    example: ", sentence.example)


def _record(sentence: Sentence) -> dict[str, Any]:
    return {
        "subject": sentence.subject,
        "pattern": sentence.pattern,
        "example": sentence.example,
        "doc": sentence.doc,
        "reads": sorted(source.value for source in sentence.reads),
    }
