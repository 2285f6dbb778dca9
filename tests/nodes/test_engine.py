"""What is said of an engine that answers and cannot be used."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import UnixStreamServer
from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import EngineMissing
from swarmlab.nodes.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path


class Old(BaseHTTPRequestHandler):
    """Tells the version of Docker Engine 19.03."""

    def do_GET(self) -> None:
        body = json.dumps({"Version": "19.03.15", "ApiVersion": "1.40"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


def test_an_old_engine_is_named_with_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "old.sock"
    with UnixStreamServer(str(path), Old) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with pytest.raises(EngineMissing, match=r"speaks API 1\.40, and swarmlab needs 1\.41"):
            Engine.connect(f"unix://{path}")
        server.shutdown()


def test_an_engine_that_says_nothing_is_told_from_one_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("swarmlab.nodes.engine.FIRST_SECONDS", 1.0)
    path = tmp_path / "silent.sock"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        with pytest.raises(EngineMissing, match="takes calls and answered none") as told:
            Engine.connect(f"unix://{path}")
    assert "restart it" in told.value.next_step
    with pytest.raises(EngineMissing, match="no Docker Engine answers"):
        Engine.connect(f"unix://{path}")
