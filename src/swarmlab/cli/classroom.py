"""``swarmlab class``: what the instructor's screen shows and does, as commands."""

from __future__ import annotations

import click

from swarmlab.cli.lazy import Entry, LazyGroup, Section
from swarmlab.cli.settings import takes

_EPILOG = """NAME is a learner: the owner of a run, as swarmlab status shows it. --lab may be
left out when only one lab has runs.

With --json, what became of each learner is an object with run, owner, done, words and
seconds. Exit code 2 when it could not be done for one of them."""

_SECTIONS = (
    Section(
        "Looking",
        (
            Entry("status", "class_looking", "Show who is where, who needs help first."),
            Entry("hands", "class_looking", "Show the hands that are up, or lower them."),
        ),
    ),
    Section(
        "Helping",
        (
            Entry("say", "class_helping", "Put a message on learners' screens."),
            Entry("hint", "class_helping", "Send the next hint of the step each is at."),
            Entry("goto", "class_helping", "Bring learners to a slide, on fresh nodes."),
            Entry("reset", "class_helping", "Begin a step, a chapter, a node or all again."),
            Entry("extend", "class_helping", "Let nodes live longer."),
        ),
    ),
    Section(
        "The whole class",
        (
            Entry("pause", "class_pacing", "Stop every screen for a discussion."),
            Entry("resume", "class_pacing", "Let everybody go on."),
            Entry("lock", "class_pacing", "Let nobody enter a chapter."),
            Entry("release", "class_pacing", "Let learners enter a chapter again."),
        ),
    ),
)


@click.group("class", cls=LazyGroup, sections=_SECTIONS, epilog=_EPILOG)
@takes("lab", "engine")
def class_() -> None:
    """Look after the learners of a lab."""
