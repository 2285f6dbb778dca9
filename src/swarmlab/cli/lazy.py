"""A group whose commands are imported when they run, and not for ``--help``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Entry:
    """A command in the list of commands."""

    name: str
    module: str
    """The module of ``swarmlab.cli`` that holds it, under its own name."""
    words: str
    """Its help in the list; a test holds it equal to the command's own first line."""
    attribute: str = ""
    """The name in the module where it is not the command's."""


@dataclass(frozen=True, slots=True)
class Section:
    """Commands that belong together."""

    title: str
    entries: tuple[Entry, ...]


class LazyGroup(click.Group):
    """A group that knows its commands by a table.

    Args:
        sections: the table.
        default: the command for a first word that is no command (a lab's name).
        attributes: what ``click.Group`` takes.
    """

    def __init__(
        self, *, sections: Sequence[Section] = (), default: str | None = None, **attributes: Any
    ) -> None:
        super().__init__(**attributes)
        self.sections = tuple(sections)
        self._default = default
        self._entries = {entry.name: entry for part in sections for entry in part.entries}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """The names in the table's order, the default command left out."""
        return [name for name in self._entries if name != self._default]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command."""
        entry = self._entries.get(cmd_name)
        if entry is None:
            return None
        module = import_module(f"swarmlab.cli.{entry.module}")
        command = getattr(module, entry.attribute or entry.name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A first word that is no command is an argument of the default one."""
        is_word = bool(args) and not args[0].startswith("-")
        if self._default and is_word and args[0] not in self._entries:
            return self._default, self.get_command(ctx, self._default), args
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, by section, without importing any."""
        for section in self.sections:
            rows = [(e.name, e.words) for e in section.entries if e.name != self._default]
            with formatter.section(section.title):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Names of commands, by the table; and of the default command's arguments."""
        from click.shell_completion import CompletionItem

        items: list[Any] = [
            CompletionItem(entry.name, help=entry.words)
            for entry in self._entries.values()
            if entry.name.startswith(incomplete) and entry.name != self._default
        ]
        if self._default and not incomplete.startswith("-"):
            from swarmlab.cli.completing import labs

            items += [CompletionItem(str(name)) for name in labs(ctx, None, incomplete)]
        return items + click.Command.shell_complete(self, ctx, incomplete)
