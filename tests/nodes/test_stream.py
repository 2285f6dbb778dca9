from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from swarmlab.nodes.stream import Frames

pieces = st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=50)))


@given(pieces, st.integers(1, 30))
def test_the_two_outputs_are_taken_apart_across_any_cut(
    frames: list[tuple[int, bytes]], size: int
) -> None:
    stream = b"".join(struct.pack(">BxxxL", kind, len(data)) + data for kind, data in frames)
    taken = Frames(stream[:size])
    stdout = taken.stdout()
    for start in range(size, len(stream), size):
        taken.feed(stream[start : start + size])
        stdout += taken.stdout()
    assert stdout == b"".join(data for kind, data in frames if kind == 1)
    assert taken.stderr == b"".join(data for kind, data in frames if kind == 2)


def test_a_flood_of_errors_is_capped() -> None:
    taken = Frames(b"")
    for _ in range(3):
        taken.feed(struct.pack(">BxxxL", 2, 1 << 20) + b"x" * (1 << 20))
        assert taken.stdout() == b""
    assert len(taken.stderr) == 1 << 20
