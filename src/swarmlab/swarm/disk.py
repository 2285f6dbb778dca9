"""Secrets on one node: the mounts of its containers, and a search of its engine's data root.

A secret's value leaves this program in one way only: on the input of the search.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.swarm.link import FileMissing, LinkLost
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from swarmlab.swarm.link import Link

DATA_ROOT = "/var/lib/docker"
SHORTEST = 8
"""Bytes; a shorter value is found by accident in any file that is large enough."""

_LONGEST = 1024
_VALUE_LIMIT = 512_000
"""Bytes; the managers take no larger secret."""
_MOST_HITS = 5

# The engine keeps what a container was given in a tmpfs of its own, one file a secret or config,
# named by its id (SWARM facts, section 3). Two lines tell of each: its rights, its filesystem.
_MOUNTED = (
    'cd "$1/containers" || exit; stat -c "%n %a %u %g" -- */mounts/secrets/* 2>/dev/null;'
    ' stat -f -c "%n %T" -- */mounts/secrets/* 2>/dev/null; exit 0'
)
_FILE = re.compile(r"([0-9a-f]{64})/mounts/secrets/([0-9a-z]+) (.+)")

# All files are searched as one stream, and one by one only when something is in it. NULs are
# taken out: busybox' grep sees nothing of a line behind the first one, and would be slow over
# the empty rest of a raft log with -z. `find` stays on the data root's own filesystem, so the
# containers' tmpfs are not read. The value comes on the input and is in no program's words.
_SEARCH = r"""
export LC_ALL=C
cd "$1" || exit 3
IFS= read -r -d '' pieces
[ -n "$pieces" ] || exit 3
holds() { tr -d '\000' | grep -qF -f <(printf %s "$pieces"); }
find . -xdev -type f -print0 | xargs -0 -r cat 2>/dev/null | holds
ended=("${PIPESTATUS[@]}")
if [ "${ended[2]}" = 1 ] && [ "${ended[1]}" -lt 124 ]; then exit 0; fi
[ "${ended[2]}" = 0 ] || exit 3
find . -xdev -type f -print0 | while IFS= read -r -d '' file; do
  if holds 2>/dev/null <"$file"; then printf '%s\n' "${file#./}"; fi
done | head -n "$2"
exit 0
"""

# `grep -c` reads to the end where -q would leave `docker save` with a broken pipe. The names in
# a layer stand in it as they are, so a path can be looked for too.
_SEARCH_IMAGE = r"""
export LC_ALL=C
IFS= read -r -d '' pieces
[ -n "$pieces" ] || exit 3
docker save "$1" | tar -xO 2>/dev/null | tr -d '\000' | grep -cF -f <(printf %s "$pieces") >&2
ended=("${PIPESTATUS[@]}")
[ "${ended[0]}" = 0 ] && [ "${ended[1]}" = 0 ] || exit 3
exit "${ended[3]}"
"""


@dataclass(frozen=True, slots=True)
class MountedSecret:
    """A secret as a container of the node has it."""

    container: str
    """64 hexadecimal digits."""
    secret: str
    """The secret's id, which is the file's name; a config's looks the same."""
    filesystem: str
    """As ``stat -f`` says it: ``tmpfs``."""
    mode: str
    """Octal digits: ``400``."""
    owner: int
    group: int

    @property
    def path(self) -> str:
        """The file on the node."""
        return f"{DATA_ROOT}/containers/{self.container}/mounts/secrets/{self.secret}"


def mounted(link: Link, *, timeout: float) -> tuple[MountedSecret, ...]:
    """Every secret and config that a container of the node has now.

    Raises:
        LinkLost: no answer, or one without a sense.
    """
    done = link.run(("sh", "-c", _MOUNTED, "mounted", DATA_ROOT), timeout=timeout)
    if done.status != 0:
        raise LinkLost(f"{link.node}: its containers could not be looked at")
    told: dict[tuple[str, str], list[str]] = {}
    for line in done.stdout.splitlines():
        found = _FILE.fullmatch(line.strip())
        if found:
            told.setdefault((found[1], found[2]), []).extend(found[3].split())
    # What was unmounted between the two questions was told of only once.
    return tuple(
        MountedSecret(container, secret, words[3], words[0], int(words[1]), int(words[2]))
        for (container, secret), words in told.items()
        if len(words) == 4
    )


def value(link: Link, file: MountedSecret, *, timeout: float) -> bytes | None:
    """The secret's value, from the container's tmpfs; None when it is not there any more.

    Raises:
        LinkLost: no answer.
    """
    try:
        return link.read(file.path, limit=_VALUE_LIMIT, timeout=timeout)
    except FileMissing:
        return None


def pieces(secret: bytes) -> tuple[bytes, ...]:
    """What to look for to find the value: its longest line, and that line as Docker's JSON has it.

    Empty when no line is long enough to be told from an accident.
    """
    line = max(re.split(rb"[\0\r\n]+", secret), key=len)[:_LONGEST]
    if len(line) < SHORTEST:
        return ()
    try:
        escaped = json.dumps(line.decode(), ensure_ascii=False)[1:-1]
    except UnicodeDecodeError:
        return (line,)
    for character in "<>&":  # as Go's encoder does
        escaped = escaped.replace(character, f"\\u{ord(character):04x}")
    return tuple(dict.fromkeys((line, escaped.encode())))


def search(link: Link, secret: bytes, *, timeout: float) -> tuple[str, ...]:
    """The files of the node's data root that hold the value, the first five, shortened names.

    Every file of that filesystem is read, and no other mount. Raft logs and databases are
    among them; what is encrypted or packed there is not opened.

    Raises:
        LinkLost: no answer in time, or the search broke off.
        ValueError: the value is too short to be looked for.
    """
    sought = pieces(secret)
    if not sought:
        raise ValueError(f"the value is shorter than {SHORTEST} bytes")
    seconds = f"{timeout + 1:.0f}"
    argv = ("timeout", seconds, "bash", "-c", _SEARCH, "search", DATA_ROOT, str(_MOST_HITS))
    given = b"".join(piece + b"\n" for piece in sought)
    done = link.run(argv, stdin=given, timeout=timeout)
    if done.status != 0:
        raise LinkLost(f"{link.node}: its disk could not be searched to the end")
    return tuple(short(line) for line in done.stdout.splitlines() if line)


def short(path: str) -> str:
    """The path with ids cut to 12 digits, as Docker shows them."""
    return re.sub(r"([0-9a-f]{12})[0-9a-f]{52}", r"\1…", clean(path, keep_newlines=False))


def image_holds(link: Link, image: str, sought: tuple[bytes, ...], *, timeout: float) -> bool:
    """Whether the image, saved as it is sent to others, has any of these in its layers.

    Layers that are packed are not opened.

    Raises:
        LinkLost: no answer in time, or the image could not be saved.
    """
    seconds = f"{timeout + 1:.0f}"
    argv = ("timeout", seconds, "bash", "-c", _SEARCH_IMAGE, "search", image)
    given = b"".join(piece + b"\n" for piece in sought)
    done = link.run(argv, stdin=given, timeout=timeout)
    if done.status not in {0, 1}:
        raise LinkLost(f"{link.node}: the image {image} could not be searched")
    return done.status == 0
