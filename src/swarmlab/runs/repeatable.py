"""Whether a unit may be run again and again: it only looks.

``within=`` repeats a unit until it prints what is expected, so each program in it must be
known to change nothing. The list is closed; what is not on it is not repeated.
"""

from __future__ import annotations

import re

_READERS = frozenset({
    "awk", "base64", "cat", "cut", "date", "df", "echo", "expr", "false", "find", "grep", "head",
    "hostname", "id", "ip", "jq", "ls", "mount", "printf", "ps", "pwd", "readlink", "sed",
    "sha256sum", "sort", "ss", "stat", "tail", "test", "tr", "true", "uname", "uniq", "wc",
    "wget", "nslookup", "getent", "xxd", "od", "openssl", "[",
})  # fmt: skip
_DOCKER_READS = frozenset({
    "ps", "info", "version", "inspect", "images", "logs", "events", "top", "port", "diff", "stats",
})  # fmt: skip
_DOCKER_GROUP_READS = frozenset({"ls", "ps", "inspect", "logs", "ca", "unlock-key", "list"})
_DOCKER_GROUPS = frozenset({
    "node", "service", "secret", "config", "network", "swarm", "stack", "volume", "image",
    "container", "context",
})  # fmt: skip
_CHANGES = re.compile(
    r"(^|\s)(--rotate|--autolock\S*|-i|-delete|-exec\w*|-fprint\w*|--in-place\S*|add|del|set)(\s|$)"
)
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\$`]|\\.)*\"")
_HARMLESS_REDIRECT = re.compile(r"\d?>(?:&\d|\s*/dev/null)")
_SEPARATOR = re.compile(r"\|\|?|&&|;|\n|\$\(|\)|`")
_ASSIGNMENT = re.compile(r"^\w+=\S*\s*")
_EXEC_OPTION = re.compile(r"^(-[a-z]+|--\w[\w-]*(=\S+)?)$")


def is_repeatable(text: str) -> bool:
    """True when every program of a unit's text is known to only look."""
    text = text.replace("\\\n", " ")
    text = _HARMLESS_REDIRECT.sub("", _QUOTED.sub("Q", text))
    if ">" in text or re.search(r"(?<!&)&(?!&)", text):
        return False
    commands = [part.strip().strip('"').strip() for part in _SEPARATOR.split(text)]
    return all(_only_looks(command) for command in commands if command)


def _only_looks(command: str) -> bool:
    command = _ASSIGNMENT.sub("", command)
    words = command.split()
    if not words or words[0].startswith(("#", "-", "$")):
        return True
    if _CHANGES.search(command):
        return False
    if words[0] == "docker":
        return _docker_looks(words[1:])
    if words[0] in _READERS:
        return True
    # What follows a substitution in the middle of a command: its remaining arguments.
    return words[0] == "Q"


def _docker_looks(words: list[str]) -> bool:
    if not words:
        return True
    if words[0] in _DOCKER_GROUPS:
        return len(words) > 1 and words[1] in _DOCKER_GROUP_READS
    if words[0] == "exec":
        return _exec_looks(words[1:])
    return words[0] in _DOCKER_READS


def _exec_looks(words: list[str]) -> bool:
    while words and _EXEC_OPTION.match(words[0]):
        words = words[1:]
    # Where a substitution gave the container, its program is a piece of its own, judged there.
    return len(words) < 2 or words[1] in _READERS
