"""``swarmlab checks``: the sentences a task may be bound to."""

from __future__ import annotations

import click

from swarmlab.cli.output import Styled, result, result_json
from swarmlab.cli.settings import takes


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
        result_json(
            [
                {
                    "pattern": sentence.pattern,
                    "example": sentence.example,
                    "doc": sentence.doc,
                    "reads": sorted(source.value for source in sentence.reads),
                }
                for sentence in known
            ]
        )
        return
    for sentence in known:
        result(Styled(sentence.pattern, bold=True))
        result(f"    {sentence.doc}")
        result("    example: ", sentence.example)
