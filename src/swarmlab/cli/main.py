"""The command ``swarmlab``: its table of commands, and the way in and out."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any, NoReturn

import click

from swarmlab import __version__
from swarmlab.cli.boundary import guarded, noticing_pipes, quiet_logs
from swarmlab.cli.charset import prepare_streams
from swarmlab.cli.lazy import Entry, LazyGroup, Section
from swarmlab.cli.settings import Said, takes_screen

SECTIONS = (
    Section(
        "Labs",
        (
            Entry("start", "start", "Open a lab on the screen."),
            Entry("up", "life", "Bring a lab's nodes up and keep them."),
            Entry("down", "life", "Remove a lab's nodes; progress stays."),
            Entry("status", "life", "Show runs, their nodes and how far they are."),
        ),
    ),
    Section(
        "Steps",
        (
            Entry("check", "checking", "Judge the tasks of the step."),
            Entry("hint", "steps", "Show the next hint of the step."),
            Entry("solve", "steps", "Type the step's solution into the nodes."),
            Entry("reset", "steps", "Begin a step, a node or the lab again."),
            Entry("goto", "steps", "Go to the start of a step."),
            Entry("hand", "hand", "Raise your hand, with a question or without."),
        ),
    ),
    Section(
        "Classes",
        (
            Entry("instructor", "instructor", "Watch a class on the screen, and help."),
            Entry("class", "classroom", "Look after the learners of a lab.", "class_"),
            Entry("results", "results", "Write what each step of each learner came to."),
        ),
    ),
    Section(
        "Nodes",
        (
            Entry("shell", "shell", "Open a node's shell in this terminal."),
            Entry("node", "node", "Kill, start, restart, pause, unpause or rebuild a node."),
            Entry("logs", "node", "Show the last lines of a node's log."),
        ),
    ),
    Section(
        "Authors",
        (
            Entry("test", "proof", "Prove a lab on real nodes."),
            Entry("lint", "lint", "Find the faults of labs and slides."),
            Entry("checks", "vocabulary", "List the sentences a task may be bound to."),
        ),
    ),
    Section(
        "Slides",
        (
            Entry("present", "present", "Show slides full screen, or their notes."),
            Entry("slides", "slides", "Write slides as HTML or PDF, or count them."),
        ),
    ),
    Section(
        "Machine",
        (
            Entry("doctor", "doctor", "Say what this machine has and lacks."),
            Entry("clean", "cleaning", "Remove what ended runs left behind."),
            Entry("completion", "completion", "Print the completion script of a shell."),
        ),
    ),
)

_EPILOG = """LAB is a name (labs/ here first, then the packaged ones) or a path. STEP is
CHAPTER or CHAPTER#SLUG. --lab and --as may be left out when exactly one run fits.

\b
Exit codes:
  0    it was done; every task or proof holds
  1    a task, a proof or a file has a fault
  2    it could not run: wrong words, no engine, no such run
  130  interrupted by Ctrl-C

Results go to stdout, words for people to stderr; --json where a program may read."""


class Swarmlab(LazyGroup):
    """The group, with the boundary around it that turns errors into words."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line; exits with its code unless ``standalone_mode`` is false."""
        standalone = extra.pop("standalone_mode", True)
        said = Said()
        extra |= {"standalone_mode": False, "obj": said}
        run = partial(super().main, *args, **extra)
        if not standalone:
            return run()
        sys.exit(guarded(run, debug=lambda: said.settings.debug))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the words; help is printed here."""
        with noticing_pipes():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with noticing_pipes():
            return super().invoke(ctx)


@click.group(
    cls=Swarmlab,
    sections=SECTIONS,
    default="start",
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[LAB | COMMAND [ARGS]...]",
)
@click.version_option(__version__, prog_name="swarmlab", message="%(prog)s %(version)s")
@takes_screen
@click.pass_context
def cli(context: click.Context) -> None:
    """Learn Docker Swarm's least-privilege model on real, throwaway nodes.

    Without a command: open LAB on the screen, or choose one there; with --plain, read and
    type lines instead. Without a terminal, play it in plain text and exit with its verdict.
    """
    if context.invoked_subcommand is None:
        start = cli.get_command(context, "start")
        assert start is not None
        context.invoke(start)


def main() -> NoReturn:
    """Where the installed command begins."""
    prepare_streams()
    quiet_logs()
    cli.main(prog_name="swarmlab")
    raise AssertionError  # pragma: no cover - the group exits
