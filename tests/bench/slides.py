"""Decks to HTML and PDF as whole processes, beside marp on an equal deck; and one edit watched."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from swarmlab.cli.decks import read
from swarmlab.cli.press import Press
from swarmlab.cli.slides_watch import Shelf
from swarmlab.render.profile import Profile
from tests.bench.decks import write_chapter, write_large_lab, write_other
from tests.bench.figure import Figure, Skipped, median

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ROUNDS = 5
_EDITS = 20
_SLIDES = 500
_PDF_SLIDES = 200
_MARP = "@marp-team/marp-cli"


def measure(folder: Path) -> list[Figure | Skipped]:
    """HTML: against marp, ten times as large, and one changed slide."""
    deck = write_chapter(folder, _SLIDES)
    large = write_large_lab(folder, 10 * _SLIDES)
    return [_beside_marp(folder, deck), _linear(folder, deck, large), _edited(folder, deck)]


def measure_pdf(folder: Path) -> list[Figure | Skipped]:
    """PDF of a deck, as a whole process."""
    deck, out = write_chapter(folder, _PDF_SLIDES), folder / "deck.pdf"
    seconds = _timed(_swarmlab("pdf", str(deck), "--out", str(out)))
    return [Figure(f"PDF of {_PDF_SLIDES} slides", seconds, "s", 15, detail="one run")]


def _beside_marp(folder: Path, deck: Path) -> Figure | Skipped:
    name = f"{_SLIDES} slides to HTML, as a whole process"
    marp = _install_marp(folder)
    if isinstance(marp, str):
        return Skipped(name, marp)
    other = write_other(folder, _SLIDES)
    theirs = [str(marp), "--no-config-file", str(other), "-o", str(folder / "other.html")]
    ours = _swarmlab("html", str(deck), "--single", str(folder / "deck.html"))
    times: list[float] = []
    baseline: list[float] = []
    for _ in range(_ROUNDS):
        baseline.append(_timed(theirs))
        times.append(_timed(ours))
    return Figure(name, median(times), "s", 0.7, median(baseline), f"median of {_ROUNDS}; marp")


def _install_marp(folder: Path) -> Path | str:
    """The program, installed where npm is set up to take it from; else why it is not there."""
    npm = shutil.which("npm")
    if npm is None:
        return "no npm"
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), _MARP],
        check=False, capture_output=True, timeout=600,
    )  # fmt: skip
    if done.returncode:
        return "npm could not install marp"
    return folder / "node_modules" / ".bin" / "marp"


def _linear(folder: Path, deck: Path, large: Path) -> Figure:
    out = str(folder / "linear.html")
    pairs = [
        (_timed(_swarmlab("html", str(large), "--single", out)),
         _timed(_swarmlab("html", str(deck), "--single", out)))
        for _ in range(3)
    ]  # fmt: skip
    times, baseline = (median(column) for column in zip(*pairs, strict=True))
    name = f"{10 * _SLIDES} slides to HTML"
    return Figure(name, times, "s", 10.5, baseline, f"baseline: {_SLIDES} slides")


def _edited(folder: Path, deck: Path) -> Figure:
    """From an edit on the disk to the file written again, as ``--watch`` does it."""
    press = Press(Profile.LEARNER, single=folder / "watched.html")
    shelf = Shelf()
    press.run(read([str(deck)], shelf))
    text = deck.read_text(encoding="utf-8")
    times = []
    for number in range(1, _EDITS + 1):
        text = text.replace(f"on line {number}.", f"on line {number}, changed.")
        deck.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        written = press.run(read([str(deck)], shelf))
        times.append((time.perf_counter() - begun) * 1000)
        assert len(written) == press.drawn == 1
    return Figure("one changed slide while watching", median(times), "ms", 50,
                  detail=f"median of {_EDITS}, of {_SLIDES} slides in one chapter")  # fmt: skip


def _swarmlab(*words: str) -> list[str]:
    return [sys.executable, "-m", "swarmlab", "slides", *words]


def _timed(argv: Sequence[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(argv, check=False, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{' '.join(argv)} ended with {done.returncode}: {done.stderr}")
    return time.perf_counter() - begun
