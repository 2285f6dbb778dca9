"""A node image that was asked for: by option, by environment, by the nodes there are."""

from __future__ import annotations

import pytest

from swarmlab.nodes import chosen


@pytest.fixture(autouse=True)
def nothing_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(chosen.VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("name", "image"),
    [
        (None, ""),
        ("", ""),
        ("debian", "swarmlab/node:debian"),
        ("swarmlab/node:debian", "swarmlab/node:debian"),
        ("mine:1", "mine:1"),
        ("sha256:0a1b", "sha256:0a1b"),
    ],
)
def test_a_plain_word_is_a_tag_of_ours(name: str | None, image: str) -> None:
    assert chosen.reference(name) == image


def test_the_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chosen.VARIABLE, "debian")
    assert chosen.reference() == "swarmlab/node:debian"
    assert chosen.reference("mine:1") == "mine:1"


@pytest.mark.parametrize(
    ("image", "own"),
    [
        ("swarmlab/node:47d09b1050c4", True),
        ("swarmlab/node:dind-47d09b1050c4", True),
        ("swarmlab/node:debian", False),
        ("swarmlab/node:47d09b1050c44", False),
        ("sha256:" + "0" * 64, False),
        ("other/node:47d09b1050c4", False),
    ],
)
def test_what_swarmlab_makes_by_itself_was_not_asked_for(image: str, own: bool) -> None:
    assert chosen.is_own(image) is own
