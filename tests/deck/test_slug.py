"""Anchors as git hosts make them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.deck.slug import slug


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Join tokens", "join-tokens"),
        ("What's in a token?", "whats-in-a-token"),
        ("Docker & Swarm", "docker--swarm"),
        ("snake_case and-hyphens", "snake_case-and-hyphens"),
        ("1. First — step", "1-first--step"),
        ("Über ähnliche Größen", "über-ähnliche-größen"),
        ("🎉 Done", "-done"),
        ("???", ""),
    ],
)
def test_anchors_are_those_of_the_git_host(text: str, anchor: str) -> None:
    assert slug(text) == anchor


def test_a_second_heading_of_a_name_gets_a_number() -> None:
    assert slug("Tokens", ["tokens"]) == "tokens-1"
    assert slug("Tokens", ["tokens", "tokens-1"]) == "tokens-2"


@given(st.text(), st.sets(st.sampled_from(["a", "a-1", "a-2", "b", ""])))
def test_an_anchor_is_new_and_needs_no_escape(text: str, taken: set[str]) -> None:
    anchor = slug(text, taken)
    assert anchor not in taken
    assert not set(anchor) & set(" /?#&<>\"'`")


@given(st.text(alphabet=st.sampled_from("abcdefghij-_ 019 ABC?!.")))
def test_an_anchor_is_its_own_anchor(text: str) -> None:
    assert slug(slug(text)) == slug(text)
