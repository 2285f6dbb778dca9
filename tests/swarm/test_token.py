from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.token import JoinToken, NotAToken, base36
from tests.fakes.swarms import MANAGER_TOKEN, ROOT, WORKER_TOKEN, token

secrets = st.integers(0, 2**128 - 1)
roots = st.binary(min_size=1, max_size=2000)


@given(roots, secrets)
def test_a_token_is_read_back_as_it_was_written(root: bytes, secret: int) -> None:
    made = token(secret, root)
    assert len(made.reveal()) == 85
    assert JoinToken.parse(f" {made.reveal()}\n") == made


@given(roots, secrets)
def test_the_digest_is_sha256_of_the_pem_bytes(root: bytes, secret: int) -> None:
    made = token(secret, root)
    assert made.matches(root)
    assert made.fingerprint == hashlib.sha256(root).hexdigest()


@given(roots, st.integers(0, 255))
def test_any_bit_flipped_in_the_digest_matches_no_more(root: bytes, bit: int) -> None:
    flipped = token(1, root).digest_number ^ (1 << bit)
    assert not JoinToken.parse(f"SWMTKN-1-{base36(flipped, 50)}-{base36(1, 25)}").matches(root)


@given(roots, st.integers(0, 7), st.data())
def test_any_bit_flipped_in_the_certificate_matches_no_more(
    root: bytes, bit: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(root) - 1))
    other = root[:place] + bytes([root[place] ^ (1 << bit)]) + root[place + 1 :]
    assert not token(1, root).matches(other)


@given(st.text() | st.from_regex(r"SWMTKN-1-[0-9a-zA-Z]{49,51}-[0-9a-z]{24,26}", fullmatch=True))
def test_any_text_is_a_token_or_not_a_token(text: str) -> None:
    with suppress(NotAToken):
        assert JoinToken.parse(text).reveal() == text.strip()


@given(st.integers(2**256, 36**50 - 1))
def test_a_digest_of_more_than_256_bits_is_no_token(digest: int) -> None:
    with pytest.raises(NotAToken, match="256 bits"):
        JoinToken.parse(f"SWMTKN-1-{base36(digest, 50)}-{base36(1, 25)}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not begin"),
        ("SWMKEY-1-abc", "does not begin"),
        ("SWMTKN-1-abc", "four parts"),
        (WORKER_TOKEN.reveal().replace("-1-", "-2-", 1), "four parts"),
        (WORKER_TOKEN.reveal()[:-1], "secret has 24 characters"),
        (WORKER_TOKEN.reveal() + "0", "secret has 26 characters"),
        (WORKER_TOKEN.reveal()[:-1] + "A", "other than 0-9 and a-z"),
        (WORKER_TOKEN.reveal()[:-1] + "٣", "other than 0-9 and a-z"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(text: str, why: str) -> None:
    with pytest.raises(NotAToken, match=why):
        JoinToken.parse(text)


@given(roots, st.integers(36**20, 2**128 - 1))
def test_nothing_shows_the_secret_unasked(root: bytes, secret: int) -> None:
    made = token(secret, root)
    for shown in (str(made), repr(made), f"{made}", made.masked, f"{[made]}"):
        assert made.secret not in shown
        assert made.digest not in shown
        assert made.digest[:4] in shown


def test_the_two_roles_share_the_digest_and_differ_in_the_secret() -> None:
    assert WORKER_TOKEN.digest == MANAGER_TOKEN.digest
    assert WORKER_TOKEN != MANAGER_TOKEN
    assert WORKER_TOKEN.matches(ROOT)


def test_tokens_are_found_in_a_text_and_fragments_are_not() -> None:
    text = (
        f"joined --token={WORKER_TOKEN.reveal()} ok\n"
        f'"{MANAGER_TOKEN.reveal()}",\nSWMTKN-1-abc SWMTKN- {WORKER_TOKEN.masked}\n'
        f"x{WORKER_TOKEN.reveal()} {WORKER_TOKEN.reveal()}0"
    )
    assert JoinToken.find_all(text) == (WORKER_TOKEN, MANAGER_TOKEN)
