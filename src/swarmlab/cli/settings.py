"""The options that every command shares, before or after the command's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from swarmlab.cli import completing

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])
    Decorator = Callable[[Decorated], Decorated]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said on the command line about where to work."""

    lab: str | None = None
    owner: str | None = None
    engine: str | None = None
    image: str | None = None
    plain: bool = False
    debug: bool = False


@dataclass(slots=True)
class Said:
    """Holds the settings of one command line while its words are read."""

    settings: Settings = Settings()


def current() -> Settings:
    """The settings of the running command."""
    return _said(click.get_current_context()).settings


def _said(context: click.Context) -> Said:
    root = context.find_root()
    if not isinstance(root.obj, Said):
        root.obj = Said()
    return root.obj


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Put a value beside what was said before the command's name; the later one wins."""
    said = _said(context)
    if value and parameter.name:
        said.settings = replace(said.settings, **{parameter.name: value})
    return value


def _lab_argument(context: click.Context, _: click.Parameter, value: Any) -> Any:
    """A positional LAB is ``--lab``; two different ones are a contradiction."""
    said = _said(context)
    named = said.settings.lab
    if value and named and value != named:
        message = f"LAB is {value} and --lab is {named}: name one of them"
        raise click.UsageError(message, context)
    if value:
        said.settings = replace(said.settings, lab=value)
    return value


def _remember_owner(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """An owner's name is stored, and shown to others: it must be one."""
    if value is not None:
        from swarmlab.runs.owners import checked

        checked(value)
    return _remember(context, parameter, value)


def _option(*names: str, **attributes: Any) -> Decorator[Any]:
    attributes.setdefault("callback", _remember)
    return click.option(*names, expose_value=False, **attributes)


_OPTIONS: dict[str, Decorator[Any]] = {
    "lab": _option(
        "--lab",
        metavar="LAB",
        help="Name or path of the lab.",
        is_eager=True,
        shell_complete=completing.labs,
    ),
    "owner": _option(
        "--as",
        "owner",
        metavar="OWNER",
        help="Whose run; else the OS user's.",
        callback=_remember_owner,
    ),
    "engine": _option(
        "--engine", metavar="URL", help="Docker engine; else DOCKER_HOST or the CLI's context."
    ),
    "image": _option(
        "--image", metavar="NAME", help="Node image; else SWARMLAB_IMAGE or swarmlab's own."
    ),
    "plain": _option(
        "--plain", is_flag=True, help="No screen: read and type lines, in any terminal or pipe."
    ),
    "debug": _option("--debug", is_flag=True, help="Show tracebacks."),
}


def takes(*names: str) -> Decorator[Any]:
    """Give a command shared options by name, those of ``_OPTIONS``; ``debug`` always."""

    def decorate(function: Any) -> Any:
        for name in reversed((*names, "debug")):
            function = _OPTIONS[name](function)
        return function

    return decorate


takes_run = takes("lab", "owner", "engine")
"""For commands about one run."""
takes_new_run = takes("lab", "owner", "engine", "image")
"""For commands that may start one."""
takes_screen = takes("lab", "owner", "engine", "image", "plain")
"""For what opens the screens, or does without them."""

lab_argument = click.argument(
    "lab_word",
    metavar="[LAB]",
    required=False,
    expose_value=False,
    callback=_lab_argument,
    shell_complete=completing.labs,
)
"""A positional LAB, the same as ``--lab``."""
