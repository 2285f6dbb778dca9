from __future__ import annotations

import pytest
from docker.errors import APIError
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout

from swarmlab.nodes.silence import why_silent

ID = "57ac4d4991b49c773841e7721e1fe86d6607e77e717bb3a938741d57ae0f10cd"


@pytest.mark.parametrize(
    ("error", "plain"),
    [
        (APIError("", explanation=f"Container {ID} is not running"), "the node is not running"),
        (APIError("", explanation=f"container {ID} is not running"), "the node is not running"),
        (APIError("", explanation=f"Container {ID} is paused, unpause the container before exec"),
         "the node is paused"),
        (APIError("", explanation=f"No such container: {ID}"), "the node is gone"),
        (APIError("", explanation="no space left on device"), "no space left on device"),
        (NoConnection("('Connection aborted.', RemoteDisconnected('Remote end closed'))"),
         "the engine gives no answer"),
        (ReadTimeout("UnixHTTPConnectionPool(host='localhost', port=None)"), "no answer in time"),
        (ConnectionRefusedError(111, "Connection refused"), "the engine gives no answer"),
    ],
)  # fmt: skip
def test_a_reason_names_no_ids_and_no_sockets(error: Exception, plain: str) -> None:
    assert why_silent(error) == plain
