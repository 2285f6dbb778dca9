from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.text import clean, mask
from tests.fakes.swarms import WORKER_TOKEN

TOKEN = WORKER_TOKEN.reveal()
KEY = "SWMKEY-1-" + "Ab3+/xY9" * 5 + "Zz1"
BASE64 = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg"
PEM = (
    f"-----BEGIN PRIVATE KEY-----\nkek-version: 0\n\n{BASE64}\n{BASE64}\n"
    "-----END PRIVATE KEY-----\n"
)
hostile = st.text(
    st.sampled_from("\x1b\x07\x9b\x9d\x90\x00\r\n\t[]0;m?hPX^_\\\u202e\u2066\u200b\ufeff\u2028ab")
    | st.characters()
)


@given(hostile)
def test_nothing_that_drives_a_terminal_survives(text: str) -> None:
    for c in clean(text):
        assert c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(hostile)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(hostile)
def test_newlines_go_where_they_may_not_stay(text: str) -> None:
    assert "\n" not in clean(text, keep_newlines=False)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x1bPq#0\x1b\\six", "six"),
        ("\u202etxt.exe", "txt.exe"),
        ("worker\u200b1", "worker1"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ],
)
def test_sequences_go_whole(text: str, left: str) -> None:
    assert clean(text) == left


breaks = st.sampled_from(["\n", "\r\n", "  \n  ", "\\\n"])


@given(st.integers(1, len(TOKEN) - 1), breaks)
def test_a_token_broken_over_lines_leaves_no_secret(place: int, line_break: str) -> None:
    masked = mask(f"--token {TOKEN[:place]}{line_break}{TOKEN[place:]} manager1:2377")
    assert masked == f"--token {WORKER_TOKEN.masked} manager1:2377"


@given(st.integers(5, 40), st.text(st.sampled_from("xyz -\n"), max_size=20))
def test_a_token_in_a_narrow_window_leaves_no_secret(width: int, after: str) -> None:
    wrapped = "\n".join(TOKEN[i : i + width] for i in range(0, len(TOKEN), width))
    masked = mask(f"{wrapped} {after}")
    pieces = {TOKEN[i : i + 8] for i in range(20, len(TOKEN) - 7)}
    assert not any(piece in masked for piece in pieces)
    assert masked.endswith(f" {after}")


def test_what_follows_a_whole_token_stays() -> None:
    assert mask(f"{TOKEN}\nworker1 joined") == f"{WORKER_TOKEN.masked}\nworker1 joined"


@given(st.text() | st.sampled_from([TOKEN, KEY, PEM, TOKEN[:40]]))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("text", ["grep -r SWMTKN- /var/log", "SWMTKN-1-<digest>-<secret>", "a-b"])
def test_the_prefix_alone_is_no_secret(text: str) -> None:
    assert mask(text) == text


def test_the_end_of_a_token_is_masked_without_its_beginning() -> None:
    assert mask(f"…{TOKEN[9:]} x") == "…… x"


@given(st.integers(1, len(KEY) - 1), breaks)
def test_an_unlock_key_leaves_nothing_but_its_prefix(place: int, line_break: str) -> None:
    assert mask(f"<{KEY[:place]}{line_break}{KEY[place:]}>") == "<SWMKEY-1-…>"


@pytest.mark.parametrize("end", ["", "after"])
def test_a_private_key_is_cut_whole_and_when_it_is_cut_off(end: str) -> None:
    assert BASE64[:8] not in mask(f"before\n{PEM}{end}")
    assert BASE64[:8] not in mask(PEM[:120])
    assert mask(f"it says:\n{PEM[40:]}{end}") == f"it says:\n…-----END PRIVATE KEY-----\n{end}"


def test_a_certificate_is_no_secret() -> None:
    text = f"-----BEGIN CERTIFICATE-----\n{BASE64}\n-----END CERTIFICATE-----\n"
    assert mask(text) == text


def test_the_key_of_the_raft_log_is_cut() -> None:
    assert mask("raft-dek: EiBNamv0abcd") == "raft-dek: EiBN…"
