from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.errors import EngineError
from swarmlab.nodes import network


@given(st.integers(1, 1000))
def test_a_network_holds_its_nodes_the_gateway_and_some_more(nodes: int) -> None:
    subnet = IPv4Network(("10.89.0.0", network.prefix_for(nodes)))
    assert len(network.addresses(subnet)) >= nodes + network.SPARE
    assert subnet.prefixlen <= 28


def test_three_nodes_get_a_small_subnet() -> None:
    assert network.prefix_for(3) == 28


def test_more_nodes_than_the_pool_holds_are_refused() -> None:
    with pytest.raises(EngineError, match="more than one network holds"):
        network.prefix_for(100_000)


def test_the_gateway_is_no_address_for_a_node() -> None:
    assert str(network.addresses(IPv4Network("10.89.0.0/28"))[0]) == "10.89.0.2"


def test_candidates_overlap_nothing_that_is_taken() -> None:
    used = [IPv4Network("10.89.0.0/17"), IPv4Network("10.89.128.0/18")]
    found = list(network.candidates(28, used))
    assert len(found) == network.ATTEMPTS
    assert len(set(found)) == len(found)
    assert all(subnet.subnet_of(IPv4Network("10.89.192.0/18")) for subnet in found)


def test_there_is_no_candidate_when_all_is_taken() -> None:
    assert not list(network.candidates(28, [IPv4Network("10.0.0.0/8")]))
