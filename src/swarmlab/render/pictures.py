"""Pictures of a deck as ``data:`` addresses, so that the document asks the network for nothing."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from swarmlab.deck.regular import first_bytes

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 4 << 20
"""Bytes of one picture."""
MOST: Final = 48 << 20
"""Bytes of all pictures of a document."""


class Pictures:
    """Reads the pictures of one deck; each file once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder is not None else None
        self._read: dict[str, str | None] = {}
        self._left = MOST

    def address(self, path: str) -> str | None:
        """The picture as a ``data:`` address.

        None for what is not a picture by its first bytes, lies outside the deck's folder or
        elsewhere on the network, cannot be read, or is too large.
        """
        if path not in self._read:
            self._read[path] = self._address(path)
        return self._read[path]

    def _address(self, path: str) -> str | None:
        data = self._data(path)
        kind = _kind(data) if data else ""
        if data is None or not kind or len(data) > min(LARGEST, self._left):
            return None
        self._left -= len(data)
        return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"

    def _data(self, path: str) -> bytes | None:
        try:
            parts = urlsplit(path)
            if self._folder is None or parts.scheme or parts.netloc or "\0" in path:
                return None
            file = (self._folder / unquote(parts.path).lstrip("/")).resolve(strict=True)
            if not file.is_relative_to(self._folder):
                return None
            return first_bytes(file, LARGEST + 1)
        except (OSError, ValueError, RuntimeError):
            return None


def _kind(data: bytes) -> str:
    """The type that the first bytes tell; empty for anything but the five that are shown.

    A browser runs no script and loads nothing for an SVG that stands in an ``img``.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        "svg+xml"
        if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))
        and (b"<svg" in data[:4096].lower())
        else ""
    )
