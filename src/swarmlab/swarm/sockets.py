"""A node's TCP sockets, as its kernel lists them: ``/proc/net/tcp`` and ``/proc/net/tcp6``.

The form is that of proc_pid_net(5) on machines that keep the low byte first: an address is
32-bit words in hexadecimal digits, each turned round, and a port is four digits as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_SOCKET = re.compile(
    r"^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) "
    r"([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ",
    re.MULTILINE,
)
_ESTABLISHED, _LISTEN = "01", "0A"

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Socket:
    """One TCP socket of a node."""

    address: Address
    """Its own; IPv4 also where the kernel writes it as IPv6."""
    port: int
    peer: Address
    peer_port: int
    state: str
    """Two hexadecimal digits, as in the kernel's ``tcp_states.h``."""

    @property
    def is_open_to_others(self) -> bool:
        """Whether it waits for callers, and not only for those on the same machine."""
        return self.state == _LISTEN and not self.address.is_loopback

    @property
    def is_connected(self) -> bool:
        """Whether both sides hold the connection, as far as this one knows."""
        return self.state == _ESTABLISHED


def sockets(tables: str) -> tuple[Socket, ...]:
    """The sockets in one or more tables, in order; lines of another form are left out."""
    return tuple(
        Socket(_address(own), int(port, 16), _address(peer), int(peer_port, 16), state)
        for own, port, peer, peer_port, state in _SOCKET.findall(tables)
    )


def _address(digits: str) -> Address:
    words = [bytes.fromhex(digits[i : i + 8])[::-1] for i in range(0, len(digits), 8)]
    if len(words) == 1:
        return IPv4Address(words[0])
    address = IPv6Address(b"".join(words))
    return address.ipv4_mapped or address
