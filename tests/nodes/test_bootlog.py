from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from swarmlab.nodes.bootlog import Sign, _signs, _timestamp

LINES = (
    'time="now" level=info msg="swarmlab: READY is only quoted here"',
    "swarmlab: READY",
    "swarmlab: LOADED",
    "swarmlab: FAILED the engine did not start",
    "swarmlab: EXPIRED",
)
SIGNS = [Sign("READY"), Sign("LOADED"), Sign("FAILED", "the engine did not start")]


def _frames(data: bytes, cuts: list[int]) -> bytes:
    """As the engine frames a log: each piece after eight bytes, the length in the last four."""
    edges = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    pieces = (data[start:end] for start, end in itertools.pairwise(edges))
    return b"".join(b"\x01\0\0\0" + len(piece).to_bytes(4, "big") + piece for piece in pieces)


@given(st.lists(st.integers(0, 10_000)), st.integers(1, 200))
def test_signs_are_found_however_the_log_is_cut(cuts: list[int], size: int) -> None:
    stream = _frames("".join(f"{line}\n" for line in LINES).encode(), cuts)
    chunks = (stream[at : at + size] for at in range(0, len(stream), size))
    assert list(_signs(chunks)) == SIGNS


def test_a_time_of_the_engine_becomes_seconds_and_nanoseconds() -> None:
    assert _timestamp("2026-01-31T12:00:00.123456789Z") == "1769860800.123456789"
    assert _timestamp("2026-01-31T12:00:00Z") == "1769860800.000000000"
