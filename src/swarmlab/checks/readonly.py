"""The closed list of commands a sentence may run: they look, and change nothing.

A command is words, never a shell line: it is run as it stands, without pipes, redirections,
variables or wildcards. Options outside a form's list are refused, since one option can turn a
look into a deed (``docker swarm ca --rotate``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from swarmlab.checks.shellwords import Unreadable, is_operator, split

ROOTS = ("/etc", "/home", "/opt", "/root", "/run", "/srv", "/tmp", "/usr", "/var")  # noqa: S108 - on the node
"""Where files may be looked at: not /dev or /proc, where reading can block or consume."""


class NotReadOnly(ValueError):
    """The command is not on the list; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Form:
    """A command with what it may be given."""

    words: tuple[str, ...]
    flags: frozenset[str] = frozenset()
    """Options without a value; single letters may be put together."""
    valued: frozenset[str] = frozenset()
    """Options with a value, in the next word or after ``=``."""
    operands: tuple[int, int] = (0, 0)
    """How few and how many operands."""
    paths_from: int | None = None
    """From this operand on they are absolute paths under ROOTS."""
    choices: frozenset[str] = frozenset()
    """What the operands may be, where that is closed too."""


def _docker(words: str, options: str = "", operands: tuple[int, int] = (0, 0)) -> Form:
    names = options.split()
    return Form(
        ("docker", *words.split()),
        flags=frozenset(n for n in names if not n.endswith("=")),
        valued=frozenset(n[:-1] for n in names if n.endswith("=")),
        operands=operands,
    )


def _files(word: str, letters: str, paths_from: int = 0) -> Form:
    return Form(
        (word,), frozenset(f"-{c}" for c in letters), operands=(paths_from, 20),
        paths_from=paths_from,
    )  # fmt: skip


_LIST = "-q --quiet --filter= -f= --format="
_SHOW = "--format= -f= --pretty"
_PS = f"{_LIST} --no-trunc --no-resolve"

FORMS: tuple[Form, ...] = (
    _docker("node ls", _LIST),
    _docker("node ps", _PS, (0, 20)),
    _docker("node inspect", _SHOW, (1, 20)),
    _docker("info", "--format= -f="),
    _docker("version", "--format= -f="),
    _docker("ps", f"{_LIST} -a --all --no-trunc"),
    _docker("inspect", "--format= -f= --type=", (1, 20)),
    _docker("service ls", _LIST),
    _docker("service ps", _PS, (1, 20)),
    _docker("service inspect", _SHOW, (1, 20)),
    _docker("secret ls", _LIST),
    _docker("secret inspect", _SHOW, (1, 20)),
    _docker("config ls", _LIST),
    _docker("config inspect", _SHOW, (1, 20)),
    _docker("network ls", _LIST),
    _docker("network inspect", "--format= -f=", (1, 20)),
    _docker("stack ls", "--format="),
    _docker("image ls", f"{_LIST} -a --all --no-trunc"),
    _docker("volume ls", _LIST),
    _docker("swarm ca"),
    Form(
        ("docker", "swarm", "join-token"), frozenset({"-q", "--quiet"}),
        operands=(1, 1), choices=frozenset({"worker", "manager"}),
    ),
    _docker("swarm unlock-key", "-q --quiet"),
    _files("cat", ""),
    _files("ls", "1aldnhA"),
    _files("grep", "chilnoqrsvwxEFH", 1),
    Form(("hostname",)),
    Form(("id",)),
)  # fmt: skip


def described() -> tuple[str, ...]:
    """Every form in one line, as ``docker node ls [-q] [--filter …]``."""
    return tuple(_described(form) for form in FORMS)


def parse(command: str) -> tuple[str, ...]:
    """The command's words, if it is on the list.

    Raises:
        NotReadOnly: it is not, or an option or operand of it is not.
    """
    words = _words(command)
    for form in sorted(FORMS, key=lambda form: -len(form.words)):
        if words[: len(form.words)] == form.words:
            _require(form, words[len(form.words) :])
            return words
    raise NotReadOnly(f"`{' '.join(words[:3])}` is not on the list of commands that only look")


def _described(form: Form) -> str:
    options = [f"[{flag}]" for flag in sorted(form.flags)]
    options += [f"[{name} …]" for name in sorted(form.valued)]
    operands = "|".join(sorted(form.choices)) or ("…" if form.operands[1] else "")
    return " ".join([*form.words, *options, *filter(None, [operands])])


def _words(command: str) -> tuple[str, ...]:
    try:
        words = split(command)
    except Unreadable as error:
        raise NotReadOnly(str(error)) from error
    if not words:
        raise NotReadOnly("there is no command")
    if any(is_operator(word) for word in words):
        raise NotReadOnly("there is no shell here: no pipes, redirections or lists")
    if any("$" in re.sub(r"\{\{.*?\}\}", "", word) for word in words):
        raise NotReadOnly("there is no shell here: no variables")
    return words


def _require(form: Form, rest: tuple[str, ...]) -> None:
    operands = _operands(form, rest)
    name = " ".join(form.words)
    fewest, most = form.operands
    if not fewest <= len(operands) <= most:
        raise NotReadOnly(
            f"`{name}` is given {len(operands)} operands here; {fewest} to {most} fit"
        )
    if form.choices and not form.choices.issuperset(operands):
        raise NotReadOnly(f"`{name}` takes one of: {', '.join(sorted(form.choices))}")
    if form.paths_from is not None:
        _require_paths(name, operands[form.paths_from :])


def _operands(form: Form, rest: tuple[str, ...]) -> tuple[str, ...]:
    operands: list[str] = []
    words = iter(rest)
    for word in words:
        name, sign, _ = word.partition("=")
        if not word.startswith("-") or word == "-":
            operands.append(word)
        elif sign and name in form.valued:
            continue
        elif word in form.valued:
            if next(words, None) is None:
                raise NotReadOnly(f"{word} has no value")
        elif not _is_flag(form, word):
            raise NotReadOnly(f"`{' '.join(form.words)}` may not be given {word} here")
    return tuple(operands)


def _is_flag(form: Form, word: str) -> bool:
    if word in form.flags:
        return True
    letters = word[1:]
    return not word.startswith("--") and all(f"-{c}" in form.flags for c in letters)


def _require_paths(name: str, paths: tuple[str, ...]) -> None:
    if not paths:
        raise NotReadOnly(f"`{name}` needs a path, as nothing is given to it on its input")
    for path in paths:
        under = any(path == root or path.startswith(f"{root}/") for root in ROOTS)
        if not under or ".." in path.split("/"):
            raise NotReadOnly(f"{path} is not an absolute path under {', '.join(ROOTS)}")
        if any(c in path for c in "*?["):
            raise NotReadOnly("there is no shell here: no wildcards")
