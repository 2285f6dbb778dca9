"""``up --for`` and ``down --for``: a class's runs at once, and a table of what became of each."""

from __future__ import annotations

import re
import signal
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from swarmlab.cli.output import Styled, result_json, table, tell
from swarmlab.cli.settings import current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from swarmlab.runs.crowd import Outcome, Wish
    from swarmlab.runs.crowd_down import Removal

_SIZE = re.compile(r"(\d{1,6})\s*([MG])(?:i?B)?", re.IGNORECASE)
_UNITS = {"M": 1 << 20, "G": 1 << 30}


def size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """``256M`` or ``1 GiB`` in bytes; an option's callback."""
    text = "" if value is None else value.strip()
    found = _SIZE.fullmatch(text)
    if value is None or text == "0":
        return None if value is None else 0
    if found is None:
        raise click.BadParameter(f"{value!r} is no size such as 256M or 1G", context, parameter)
    return int(found[1]) * _UNITS[found[2].upper()]


for_option = click.option(
    "--for", "names", multiple=True, metavar="NAME",
    help="A run for each of several learners; more than once, or with commas.",
)  # fmt: skip


def no_owner_besides() -> None:
    """``--as`` names one owner, ``--for`` several."""
    if current().owner:
        message = "--as is for one owner and --for for several: say one of them"
        raise click.UsageError(message, click.get_current_context())


def up(wish: Wish, *, as_json: bool) -> int:
    """Bring a class up; the exit code."""
    from swarmlab.cli.workplace import lab_name, workshop
    from swarmlab.runs.crowd import Crowd

    with workshop() as verbs:
        crowd = Crowd(verbs, wish, tell)
        before = signal.signal(signal.SIGINT, _calling_off(crowd.call_off))
        try:
            outcomes = crowd.up()
        finally:
            signal.signal(signal.SIGINT, before)
    if as_json:
        result_json([{**asdict(outcome), "is_up": outcome.is_up} for outcome in outcomes])
    else:
        table([_row(outcome) for outcome in outcomes])
    _sum_up(outcomes, lab_name(str(wish.lab)) or "")
    return 0 if all(outcome.is_up for outcome in outcomes) else 2


def _calling_off(call_off: Callable[[], None]) -> Callable[..., None]:
    """The first Ctrl-C ends the queue in order, a second one the program at once."""
    called = False

    def interrupt(*_: Any) -> None:
        nonlocal called
        if called:
            raise KeyboardInterrupt
        called = True
        tell("called off: who is up stays, what is half made is removed")
        call_off()

    return interrupt


def _row(outcome: Outcome) -> tuple[str, ...]:
    took = f"{outcome.seconds:.1f} s" if outcome.seconds else ""
    return (outcome.owner, outcome.state, took, _first_line(outcome.reason))


def _sum_up(outcomes: Sequence[Outcome], lab: str) -> None:
    up = [outcome.owner for outcome in outcomes if outcome.is_up]
    missing = [outcome.owner for outcome in outcomes if not outcome.is_up]
    tell(f"{len(up)} of {len(outcomes)} {'is' if len(up) == 1 else 'are'} up")
    for step in dict.fromkeys(outcome.next_step for outcome in outcomes if outcome.next_step):
        tell(Styled("next step: ", bold=True), step)
    if missing:
        names = ",".join(missing)
        tell(Styled("next step: ", bold=True), f"swarmlab up {lab} --for '{names}' tries again")
    if up:
        tell(f"swarmlab {lab} --as {up[0]} opens one")


def down(lab: str, owners: Sequence[str] | None, *, as_json: bool, yes: bool) -> int:
    """Take these owners' runs of a lab down, or everybody's; the exit code."""
    from swarmlab.cli.workplace import workshop
    from swarmlab.runs import crowd_down

    with workshop() as verbs:
        if owners is None:
            owners = crowd_down.everybody(verbs, lab)
            if owners and not yes:
                _ask(lab, owners)
        removals = crowd_down.down(verbs, lab, owners)
    if as_json:
        result_json([asdict(removal) for removal in removals])
    elif removals:
        table([(r.owner, r.state, _first_line(r.reason)) for r in removals])
    _tell_removed(lab, removals)
    return 2 if any(removal.state == "failed" for removal in removals) else 0


def _tell_removed(lab: str, removals: Sequence[Removal]) -> None:
    gone = sum(removal.state == "removed" for removal in removals)
    runs = "1 run" if gone == 1 else f"{gone} runs"
    tell(f"the nodes of {runs} of {lab} are gone; progress stays")
    for step in dict.fromkeys(removal.next_step for removal in removals if removal.next_step):
        tell(Styled("next step: ", bold=True), step)


def _ask(lab: str, owners: Sequence[str]) -> None:
    from swarmlab.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError("nobody is here to ask", next_step=f"swarmlab down {lab} --all --yes")
    tell(f"{lab} is up for {', '.join(owners)}")
    what = "this run" if len(owners) == 1 else f"these {len(owners)} runs"
    click.confirm(f"Remove the nodes of {what}?", abort=True, err=True)


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
