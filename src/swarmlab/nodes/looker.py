"""A shell kept on a node that runs what looks at it, one program after the other.

An exec of its own costs the outer engine some 40 ms; a line to a shell that waits costs 3.
"""

from __future__ import annotations

import base64
import binascii
import time
from typing import TYPE_CHECKING

from swarmlab.nodes.stream import ExecStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.nodes.engine import Engine

# A request is a line: the most bytes wanted of each output, then the program's words, each
# behind a "=" with every byte as \xHH. The answer is a line: status and both outputs in base 64.
# `exec` in the pipe's own process finds programs only, never the shell's builtins.
_LOOP = r"""
first() { head -c "$1"; cat >/dev/null; }
errors=$(mktemp /run/swarmlab/look.XXXXXX) || exit
trap 'rm -f "$errors"' EXIT
while read -r -a word; do
  argv=()
  for escaped in "${word[@]:1}"; do
    printf -v plain %b "${escaped#=}"
    argv+=("$plain")
  done
  output=$(
    exec 2>"$errors" </dev/null
    (exec "${argv[@]}") | first "${word[0]}" | base64 -w 0
    exit "${PIPESTATUS[0]}"
  )
  status=$? said=
  [ ! -s "$errors" ] || said=$(first "${word[0]}" <"$errors" | base64 -w 0)
  printf '%s =%s =%s\n' "$status" "$output" "$said"
done
"""


class LookerBroken(OSError):
    """It ended, or said what is no answer; the program may have run all the same."""


class Looker:
    """A kept shell on a node; one request at a time.

    Args:
        engine: the outer engine.
        container: the node.
        timeout: seconds to wait for the node.

    Raises:
        OSError: the node did not let it start.
    """

    def __init__(self, engine: Engine, container: str, timeout: float) -> None:
        # The loop goes in on the input too, so that a learner's `ps` shows a plain bash.
        self._stream = ExecStream.start(engine, container, ("bash",), timeout=timeout)
        self._stream.send(_LOOP.encode())

    def is_quiet(self) -> bool:
        """Whether it may be asked."""
        return self._stream.is_quiet()

    def run(self, argv: Sequence[str], limit: int, deadline: float) -> tuple[int, bytes, bytes]:
        """Run a program; its status and what it printed, at most ``limit`` bytes of each.

        Args:
            argv: the program; nothing is given to it on its input.
            limit: bytes.
            deadline: on the monotonic clock.

        Raises:
            TimeoutError: it did not end in time; this looker is of no more use.
            LookerBroken: the shell ended.
        """
        words = " ".join(f"={_escaped(word)}" for word in argv)
        self._stream.send(f"{limit} {words}\n".encode())
        answer = bytearray()
        while not answer.endswith(b"\n"):
            piece = self._stream.recv(max(0.0, deadline - time.monotonic()))
            if not piece:
                raise LookerBroken("the shell that looks has ended")
            answer += piece
        return _read(bytes(answer))

    def close(self) -> None:
        """Leave it; its shell ends when what it runs has ended."""
        self._stream.close()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogateescape"))


def _read(answer: bytes) -> tuple[int, bytes, bytes]:
    try:
        status, stdout, stderr = answer.split()
        return int(status), base64.b64decode(stdout[1:]), base64.b64decode(stderr[1:])
    except (ValueError, binascii.Error) as error:
        raise LookerBroken("the shell that looks said what is no answer") from error
