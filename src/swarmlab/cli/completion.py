"""``swarmlab completion``: the script that teaches a shell to complete."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from swarmlab.cli.settings import takes

_WHERE = {
    "bash": 'eval "$(swarmlab completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(swarmlab completion zsh)" in ~/.zshrc',
    "fish": "swarmlab completion fish > ~/.config/fish/completions/swarmlab.fish",
}


@click.command(epilog="\b\n" + "\n".join(f"{name}: {words}" for name, words in _WHERE.items()))
@click.argument("shell", type=click.Choice(list(_WHERE)))
@takes()
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    It completes commands, options, labs, steps and nodes, without asking the engine.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    program = kind(context.find_root().command, {}, "swarmlab", "_SWARMLAB_COMPLETE")
    click.echo(program.source())
