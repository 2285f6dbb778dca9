"""``swarmlab doctor``: what this machine has and lacks, in words."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swarmlab.cli.output import Styled, result, result_json, sign, tell
from swarmlab.cli.settings import current, takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.cli.findings import Finding
    from swarmlab.nodes.clean import Leftover
    from swarmlab.nodes.engine import Engine

_WALL = (
    "a node is a container with extra rights: no wall against an attacker who is root in it; "
    "run labs of people you trust"
)


@click.command()
@click.option("--bundle", type=click.Path(dir_okay=False), help="Write a bug report's data there.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@takes("engine", "image")
@click.pass_context
def doctor(context: click.Context, bundle: str | None, *, as_json: bool) -> None:
    """Say what this machine has and lacks.

    Looks at the engine, the kernel and the room there is, changes nothing, and says which
    chapters each lack touches. Exit code 1 when labs cannot run here.

    A bundle holds the same, the engine's own words about itself and the runs' states;
    tokens and keys in it are masked. Read it before you send it.
    """
    from swarmlab.cli import findings
    from swarmlab.nodes import examine

    seen = examine.examine(current().engine, _leftovers, current().image)
    found = findings.findings(seen, findings.chapters_found())
    if bundle:
        from swarmlab.cli.bundle import write

        write(Path(bundle), seen, found)
        tell(f"wrote {bundle}; read it before you send it")
    if as_json:
        result_json([asdict(finding) for finding in found])
    else:
        _print(found)
    if any(finding.stops for finding in found):
        context.exit(1)


def _leftovers(engine: Engine) -> Sequence[Leftover]:
    """What ended runs left; a progress file that cannot be used tells of none."""
    from swarmlab.cli.spared import Spared
    from swarmlab.errors import StoreError
    from swarmlab.nodes import clean
    from swarmlab.runs.store import Store

    try:
        with Store() as store:
            spared = Spared(store)
            return clean.leftovers(engine, is_kept=spared.is_kept, expires_of=spared.expires_of)
    except StoreError as fault:
        tell(str(fault))
        return ()


def _print(found: Sequence[Finding]) -> None:
    width = max(len(finding.topic) for finding in found)
    for finding in found:
        result(
            sign(finding.state), " ", Styled(finding.topic.ljust(width), bold=True), "  ",
            finding.observed,
        )  # fmt: skip
        indent = " " * (width + 4)
        if finding.means:
            result(indent, finding.means)
        if finding.next_step:
            result(indent, "next step: ", finding.next_step)
    result()
    result(_WALL)
