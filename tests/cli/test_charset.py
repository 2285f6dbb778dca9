"""ASCII only where the locale has no UTF-8."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from swarmlab.cli.charset import in_ascii, prepare_streams, speaks_utf8

LOCALE = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING")


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("environment", "speaks"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, False),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "C"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
        ({"LC_ALL": "C", "PYTHONUTF8": "1"}, True),
        ({"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, True),
    ],
    ids=str,
)
def test_a_locale_that_is_c_by_name_has_no_utf8(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], speaks: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert speaks_utf8(stream()) is speaks


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1"])
def test_another_encoding_has_none(encoding: str) -> None:
    assert not speaks_utf8(stream(encoding))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("SWMTKN-1-ab…", "SWMTKN-1-ab..."),
        ("‹id› · “so” – ✓", '<id> - "so" - [x]'),
        ("Gerät, Ærø, e\u0301", "Gerat, ?r?, e"),
        ("日", "?"),
    ],
)
def test_signs_and_letters_have_something_that_stands_for_them(text: str, written: str) -> None:
    assert in_ascii(text) == written


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in LOCALE}
    return subprocess.run(
        [sys.executable, *words], env=kept | environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_whatever_a_command_writes_is_ascii_then() -> None:
    code = (
        "import click\n"
        "from swarmlab.cli import charset, output\n"
        "charset.prepare_streams()\n"
        "output.result('‹ä› …', output.sign('passed'))\n"
        "output.tell('é')\n"
        "click.echo('☃ of click')\n"
    )
    ran = run("-c", code, LC_ALL="C")
    assert (ran.stdout, ran.stderr) == (b"<a> ...[x]\n? of click\n", b"e\n")
    ran = run("-c", code, LC_ALL="C.UTF-8")
    assert ran.stdout.decode() == "‹ä› …✓\n☃ of click\n"


def test_the_program_asks_for_it_before_anything_is_written() -> None:
    ran = run("-m", "swarmlab", "nö", LC_ALL="C")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"swarmlab: ")
    assert ran.stderr.isascii()
    assert b"no lab" in ran.stderr or b"neither" in ran.stderr


def test_a_stream_that_is_none_of_ours_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    prepare_streams()
    assert isinstance(sys.stdout, io.StringIO)
