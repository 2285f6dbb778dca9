"""Pictures come from the deck's folder, are pictures, and are not too large; others are words."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import Paragraph, Span
from swarmlab.render import pictures
from swarmlab.render.html import render_html
from swarmlab.render.pictures import Pictures
from swarmlab.render.profile import Profile
from tests.render.decks import deck_of, main_of

if TYPE_CHECKING:
    from pathlib import Path

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", png(), "png"),
        ("a.jpg", b"\xff\xd8\xff\xe0rest", "jpeg"),
        ("a.gif", b"GIF89a...", "gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        ("a.svg", SVG, "svg+xml"),
        ("wrong-ending.txt", png(), "png"),
        ("sub/dir/b c.png", png(), "png"),
    ],
)
def test_a_picture_becomes_a_data_address(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    address = Pictures(tmp_path).address(name.replace(" ", "%20"))
    assert address is not None
    head, _, body = address.partition(",")
    assert head == f"data:image/{kind};base64"
    assert b64decode(body) == data


@pytest.mark.parametrize("name", ["evil.png", "page.svg", "empty.png", "none.png", "", ".", "a\0b"])
def test_what_is_no_picture_has_no_address(tmp_path: Path, name: str) -> None:
    (tmp_path / "evil.png").write_bytes(b"<script>alert(1)</script>")
    (tmp_path / "page.svg").write_bytes(b"<!-- svg --><html></html>")
    (tmp_path / "empty.png").touch()
    assert Pictures(tmp_path).address(name) is None


@pytest.mark.parametrize(
    "path",
    ["../secret.png", "link.png", "folder/secret.png", "%2e%2e/secret.png",
     "https://a.example/x.png", "//a.example/x.png", "file:///etc/passwd"],
)  # fmt: skip
def test_no_picture_comes_from_outside_the_folder(tmp_path: Path, path: str) -> None:
    inside, outside = tmp_path / "deck", tmp_path
    inside.mkdir()
    (outside / "secret.png").write_bytes(png())
    (inside / "link.png").symlink_to(outside / "secret.png")
    (inside / "folder").symlink_to(outside)
    assert Pictures(inside).address(path) is None


def test_a_large_picture_and_too_many_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 100)
    monkeypatch.setattr(pictures, "MOST", 150)
    for name, size in (("small", 90), ("large", 101), ("second", 90)):
        (tmp_path / f"{name}.png").write_bytes(png().ljust(size, b"\0"))
    found = Pictures(tmp_path)
    assert found.address("large.png") is None
    assert found.address("small.png") is not None
    assert found.address("small.png") is not None, "read once, counted once"
    assert found.address("second.png") is None


def test_a_device_is_not_read(tmp_path: Path) -> None:
    import os  # noqa: PLC0415

    os.mkfifo(tmp_path / "pipe.png")
    assert Pictures(tmp_path).address("pipe.png") is None


def test_in_a_deck_pictures_have_their_description_and_others_are_words(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(png())
    deck = deck_of("# Title\n\nText.")
    (chapter,) = deck.chapters
    (slide,) = chapter.slides
    spans = (
        Span("the map", image="map.png"),
        Span("a cat", image="https://a.example/cat.png"),
        Span("gone", image="gone.png"),
    )
    slide = replace(slide, blocks=(*slide.blocks, Paragraph(spans, slide.position)),
                    background="map.png")  # fmt: skip
    deck = replace(deck, chapters=(replace(chapter, slides=(slide,)),), folder=tmp_path)
    page = main_of(render_html(deck, Profile.LEARNER))
    backdrop, shown = page.all("img")
    assert backdrop.attributes["alt"] == ""
    assert shown.attributes["alt"] == "the map"
    cat, gone = page.all("span", "no-picture")
    assert cat.one("a").attributes["href"] == "https://a.example/cat.png"
    assert cat.text == "picture: a cat"
    assert gone.text == "picture: gone"
