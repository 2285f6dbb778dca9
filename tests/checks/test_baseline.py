from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.checks.baseline import Baseline, NotABaseline
from tests.fakes.swarms import BARE, MANAGER_TOKEN, OTHER_TOKEN, USUAL, WORKER_TOKEN

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
stored = json.loads(Baseline.take(USUAL).to_json())


@pytest.mark.parametrize("snapshot", [USUAL, BARE])
def test_a_baseline_is_read_back_as_it_was_stored(snapshot: object) -> None:
    assert snapshot in (USUAL, BARE)
    taken = Baseline.take(USUAL if snapshot is USUAL else BARE)
    assert Baseline.from_json(taken.to_json()) == taken


def test_it_remembers_tokens_ids_and_roles() -> None:
    then = Baseline.from_json(Baseline.take(USUAL).to_json())
    assert then.had("worker", WORKER_TOKEN)
    assert then.had("manager", MANAGER_TOKEN)
    assert not then.had("worker", MANAGER_TOKEN)
    assert not then.had("worker", OTHER_TOKEN)
    assert (then.role_of("manager1"), then.role_of("worker1")) == ("manager", "worker")
    assert then.role_of("worker10") is None
    assert then.taken_at == USUAL.taken_at


def test_nothing_of_a_token_is_stored() -> None:
    text = Baseline.take(USUAL).to_json()
    for token in (WORKER_TOKEN, MANAGER_TOKEN):
        assert token.secret not in text
        assert token.digest not in text
        assert token.fingerprint not in text


def test_two_baselines_of_one_swarm_share_no_hash() -> None:
    one, other = Baseline.take(USUAL), Baseline.take(USUAL)
    assert one.salt != other.salt
    assert one.worker_token != other.worker_token


@given(st.sampled_from(sorted(stored)), anything)
def test_a_damaged_record_is_said_to_be_one(key: str, value: object) -> None:
    try:
        read = Baseline.from_json(json.dumps(stored | {key: value}))
    except NotABaseline:
        return
    assert json.loads(read.to_json()).keys() == stored.keys()


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", '{"schema": 2}'])
def test_what_is_no_record_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotABaseline):
        Baseline.from_json(text)
