"""HTTP over a unix socket for the SDK's client, with one pool of connections.

The SDK's own adapter keeps a pool for every URL, so that hardly a connection is used twice,
and leaks the socket when it cannot connect.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from docker.transport.basehttpadapter import BaseHTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

if TYPE_CHECKING:
    from requests import PreparedRequest

SCHEME = "http+docker://"
"""What the SDK calls a unix socket."""


class UnixAdapter(BaseHTTPAdapter):
    """Mount it on a client for ``SCHEME``.

    Args:
        path: of the socket.
        seconds: to wait for the connection, and for each byte unless a call says otherwise.
    """

    def __init__(self, path: str, seconds: float) -> None:
        self._pool = _Pool(path, seconds)
        super().__init__()

    def get_connection(self, url: str | bytes, proxies: Any = None) -> Any:
        """The one pool."""
        del url, proxies
        return self._pool

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """The path alone: proxies have no meaning here."""
        del proxies
        return str(request.path_url)

    def close(self) -> None:
        """Close the connections that are not in use."""
        super().close()
        self._pool.close()


class _Pool(HTTPConnectionPool):
    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("localhost", timeout=seconds)
        self._path = path
        self._seconds = seconds

    def _new_conn(self) -> HTTPConnection:
        return _Connection(self._path, self._seconds)


class _Connection(HTTPConnection):
    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("localhost", timeout=seconds)
        self._path = path

    def connect(self) -> None:
        made = socket.socket(socket.AF_UNIX)
        try:
            made.settimeout(self.timeout)
            made.connect(self._path)
        except OSError:
            made.close()
            raise
        self.sock = made
