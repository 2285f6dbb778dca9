"""A file that is there whole or not at all: temporary file, fsync, rename."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(
    path: Path, content: str | bytes, mode: int = 0o600, *, lasting: bool = True
) -> None:
    """Write a file; a kill at any moment leaves no half of it.

    Args:
        path: where.
        content: what; text is written as UTF-8.
        mode: who may read it; this user alone unless said otherwise.
        lasting: it outlives a power cut too, which costs milliseconds.

    Raises:
        OSError: the folder cannot be written; its filename is the path asked for.
    """
    folder = path.absolute().parent
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=folder)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from fault
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    if lasting:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut (fsync(2), notes on directories)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
