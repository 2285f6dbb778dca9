"""The way in: the labs in lines, one of them chosen and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.errors import SwarmlabError
from swarmlab.plain.base import complain
from swarmlab.plain.lab import PlainLab
from swarmlab.plain.line import WIDEST, Styled, state_sign, wrapped
from swarmlab.plain.work import work
from swarmlab.tui import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.plain.talk import Talk
    from swarmlab.tui.ports import Desk, EngineWord, LabEntry, LabSession


def play(desk: Desk, talk: Talk, lab: str | None = None) -> None:
    """Play one lab, chosen from all where none is named.

    Raises:
        SwarmlabError: the lab named could not be opened.
        KeyboardInterrupt: ctrl+c was pressed while the lab was opened, or again and again.
    """
    talk.say(Styled("swarmlab", bold=True), "  Docker Swarm, least privilege, on throwaway nodes")
    session = _open(desk, lab) if lab else _choose(desk, talk)
    if session is not None:
        PlainLab(session, talk).play()


def _open(desk: Desk, lab: str) -> LabSession:
    return work(lambda: desk.open(lab), _give_up)  # nothing is made yet


def _give_up() -> None:
    raise KeyboardInterrupt


def _choose(desk: Desk, talk: Talk) -> LabSession | None:
    """Show the labs until one is opened; None where the learner goes."""
    while True:
        labs = work(desk.labs, _give_up)
        talk.say_all(_engine_lines(work(desk.engine, _give_up)))
        talk.say("")
        for number, entry in enumerate(labs, 1):
            talk.say_all(_lab_lines(number, entry, min(talk.paper.width, WIDEST)))
        answer = talk.hear("number of a lab, forget N, or quit> ")
        if answer is None or answer in {"q", "quit"}:
            return None
        try:
            session = _answered(desk, talk, labs, answer)
        except SwarmlabError as fault:
            complain(talk, fault)
        else:
            if session is not None:
                return session


def _answered(desk: Desk, talk: Talk, labs: Sequence[LabEntry], answer: str) -> LabSession | None:
    forgets = answer.startswith("forget ")
    entry = _named(labs, answer.removeprefix("forget ").strip())
    if entry is None:
        if answer:
            talk.say(f"There is no lab {answer}: 1 to {len(labs)}")
    elif entry.fault:
        talk.say("This lab has faults: swarmlab lint lists them all")
    elif not forgets:
        return _open(desk, entry.name)
    elif _agrees_to_forget(talk, entry):
        work(lambda: desk.forget(entry.name))
    return None


def _agrees_to_forget(talk: Talk, entry: LabEntry) -> bool:
    talk.say(f"The progress of {entry.steps_done} of {entry.steps} steps is forgotten.")
    if entry.running:
        talk.say(f"Its nodes are up: {entry.nodes} are thrown away.")
    return talk.agrees(f"Begin {entry.title} again?")


def _named(labs: Sequence[LabEntry], answer: str) -> LabEntry | None:
    if answer.isdecimal():
        return labs[int(answer) - 1] if 1 <= int(answer) <= len(labs) else None
    return next((entry for entry in labs if entry.name == answer), None)


def _lab_lines(number: int, entry: LabEntry, width: int) -> list[tuple[str | Styled, ...]]:
    title = words.line(entry.title)
    if entry.fault:
        faults = words.counted(entry.faults, "fault")
        return [(f"{number} ", Styled(title, bold=True), f"  [!] {faults}"),
                *((line,) for line in wrapped(words.line(entry.fault), width, "  "))]  # fmt: skip
    begun = entry.steps_done or entry.goes_on_at is not None
    done = f"{entry.steps_done} of {entry.steps} steps done" if begun else "not begun"
    facts = [words.minutes(entry.minutes), done]
    if entry.done_on:
        facts.append(f"done {entry.done_on}")
    elif entry.running:
        facts.append("its nodes are up")
    elif entry.goes_on_at is not None:
        here = entry.goes_on_at.chapter
        facts.append(
            f"goes on at {next((c.title for c in entry.chapters if c.name == here), here)}"
        )
    return [
        (f"{number} ", Styled(title, bold=True)),
        *((line,) for line in wrapped(words.line(entry.summary), width, "  ")),
        *((line,) for line in wrapped(words.line(", ".join(facts)), width, "  ")),
    ]


def _engine_lines(engine: EngineWord) -> list[tuple[str | Styled, ...]]:
    if engine.answers:
        version = f" {words.line(engine.version)}" if engine.version else ""
        return [(state_sign(State.PASSED), f" the engine answers:{version}, {engine.where}")]
    found: list[tuple[str | Styled, ...]] = [
        (state_sign(State.FAILED), f" the engine does not answer: {words.line(engine.reason)}")
    ]
    if engine.next_step:
        found.append((f"next step: {words.line(engine.next_step)}",))
    return found
