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
    from collections.abc import Sequence

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

# With -z a line ends at a zero byte: without it, busybox' grep sees nothing of a line behind the
# first one, and the engine's databases are full of those. The empty rest of a raft log would be
# millions of lines, so large files have their zero bytes taken out instead. `find` stays on the
# data root's own filesystem: the containers' tmpfs are not read. The value comes on the input and
# is in no program's words. Files may go while they are listed and read; a program that is killed
# ends the search.
_SEARCH = r"""
export LC_ALL=C
cd "$1" || exit 3
IFS= read -r -d '' pieces
[ -n "$pieces" ] || exit 3
mapfile -d '' -t small < <(find . -xdev -type f -size -4096k -print0)
wait $!; [ $? -lt 126 ] || exit 3
mapfile -d '' -t large < <(find . -xdev -type f ! -size -4096k -print0)
wait $!; [ $? -lt 126 ] || exit 3
[ $((${#small[@]} + ${#large[@]})) -gt 0 ] || exit 3
hits=$(
  for ((i = 0; i < ${#small[@]}; i += 500)); do
    grep -lszF -f <(printf %s "$pieces") -- "${small[@]:i:500}"
    [ $? -lt 126 ] || exit 3
  done
  for file in "${large[@]}"; do
    tr -d '\000' <"$file" | grep -qF -f <(printf %s "$pieces")
    case $? in 0) printf '%s\n' "$file" ;; 1) ;; *) exit 3 ;; esac
  done 2>/dev/null
) || exit 3
printf '%s\n' "$hits" | head -n "$2"
"""

# One pass over what `docker save` prints, by awk, since busybox' `grep -o` does not tell all that
# is in a line. The names in a layer stand in it as they are, so paths can be looked for too.
_SEARCH_IMAGE = r"""
export LC_ALL=C
mapfile -t texts
[ "${#texts[@]}" -gt 0 ] || exit 3
set -o pipefail
docker save "$1" | tar -xO | tr -d '\000' | awk '
  NR == FNR { text[last++] = $0; next }
  { for (i = 0; i < last; i++) if (!(i in met) && index($0, text[i])) met[i] = 1 }
  END { for (i in met) print i }
' <(printf '%s\n' "${texts[@]}") -
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
    lines = (line.removeprefix("./") for line in done.stdout.splitlines())
    return tuple(short(line) for line in lines if line)


def short(path: str) -> str:
    """The path with ids cut to 12 digits, as Docker shows them."""
    return re.sub(r"([0-9a-f]{12})[0-9a-f]{52}", r"\1…", clean(path, keep_newlines=False))


def image_holds(
    link: Link, image: str, texts: Sequence[bytes], *, timeout: float
) -> tuple[bool, ...]:
    """Which of the texts are in the image's layers, when it is saved as it is sent to others.

    Layers that are packed are not opened.

    Raises:
        LinkLost: no answer in time, or the image could not be saved.
    """
    seconds = f"{timeout + 1:.0f}"
    argv = ("timeout", seconds, "bash", "-c", _SEARCH_IMAGE, "search", image)
    done = link.run(argv, stdin=b"".join(text + b"\n" for text in texts), timeout=timeout)
    if done.status != 0:
        raise LinkLost(f"{link.node}: the image {image} could not be searched")
    met = {int(number) for number in done.stdout.split()}
    return tuple(number in met for number in range(len(texts)))
