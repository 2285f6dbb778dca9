"""What every test begins with."""

from __future__ import annotations

import logging

# "Connection pool is full": a stream is open while its thread asks for something else, as it may.
# A test that fails would show hundreds of these lines, and hardly anything else.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Certificates are made anew each time, and a test has the same name in every worker."""
    return argname if isinstance(val, bytes) and b"-----BEGIN" in val else None
