from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.sockets import sockets

# As a worker and a manager print them, cut after the queues.
WORKER = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0B00007F:A3A3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 931A590A:E176 921A590A:0949 01 00000000:00000000 02:00000477 00000000     0        0 2
   2: 931A590A:A09A 941A590A:1F0A 06 00000000:00000000 03:0000141A 00000000     0        0 0
"""
MANAGER = """\
  sl  local_address                         remote_address                        st tx_queue
   0: 00000000000000000000000000000000:0949 00000000000000000000000000000000:0000 0A 00000000
   1: 0000000000000000FFFF0000921A590A:0949 0000000000000000FFFF0000931A590A:E176 01 00000000
  12: 000080FE00000000FF2A0242010000AC:1F0A 00000000000000000000000001000000:0050 01 00000000
"""


def test_a_workers_table() -> None:
    resolver, session, closed = sockets(WORKER)
    assert (resolver.address, resolver.port) == (IPv4Address("127.0.0.11"), 41891)
    assert not resolver.is_open_to_others
    assert (session.peer, session.peer_port) == (IPv4Address("10.89.26.146"), 2377)
    assert session.is_connected
    assert not closed.is_connected
    assert (closed.peer_port, closed.state) == (7946, "06")


def test_a_managers_table() -> None:
    listener, session, other = sockets(MANAGER)
    assert (listener.port, listener.is_open_to_others) == (2377, True)
    assert not listener.is_connected
    assert (session.address, session.peer) == (
        IPv4Address("10.89.26.146"),
        IPv4Address("10.89.26.147"),
    )
    assert other.address == IPv6Address("fe80::4202:2aff:ac00:1")
    assert other.peer.is_loopback


def test_both_tables_are_read_in_one() -> None:
    assert sockets(WORKER + MANAGER) == sockets(WORKER) + sockets(MANAGER)


@pytest.mark.parametrize("address", ["0100007F", "00000000000000000000000001000000",
                                     "0000000000000000FFFF00000100007F"])  # fmt: skip
def test_a_listener_on_loopback_is_for_its_own_machine_only(address: str) -> None:
    peer = "0" * len(address)
    (found,) = sockets(f"   0: {address}:0949 {peer}:0000 0A 00000000:00000000 00:0\n")
    assert found.port == 2377
    assert not found.is_open_to_others


@given(st.text())
def test_other_text_holds_no_socket(text: str) -> None:
    assert sockets(text) == ()


@given(st.text(alphabet="0123456789ABCDEF: \n"))
def test_nothing_that_looks_like_a_table_breaks_the_reading(text: str) -> None:
    sockets(text)
