"""``--watch``: one line a change, the last good file stays, and it ends without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.decks import read
from swarmlab.cli.press import Press
from swarmlab.cli.slides_watch import Shelf, changes, follow
from swarmlab.render.profile import Profile
from tests.runs.labs import FIRST, write_lab

if TYPE_CHECKING:
    from collections.abc import Callable

DEADLINE = 120.0
WATCH = """
import signal, sys
from swarmlab.cli.main import main
# Tests that run in the background of a shell are given a SIGINT that is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv[1:] = ["slides", "html", "first", "--watch"]
main()
"""


class Sleeper:
    """In place of sleep: does one thing each time it is called, and interrupts at the end."""

    def __init__(self, *deeds: Callable[[], object]) -> None:
        self._deeds = [deed for each in deeds for deed in (each, _nothing, _nothing, _nothing)]

    def __call__(self, seconds: float) -> None:
        assert seconds > 0
        if not self._deeds:
            raise KeyboardInterrupt
        self._deeds.pop(0)()


def _nothing() -> None:
    return None


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_lab(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def follow_deeds(*deeds: Callable[[], object], words: tuple[str, ...] = ("first",)) -> Path:
    """Watch while deeds are done; the file that is written."""
    reading, out = read(words), Path("out.html")
    press = Press(Profile.LEARNER, single=out)
    press.run(reading)
    with pytest.raises(KeyboardInterrupt):
        follow(words, reading, press, Sleeper(*deeds))
    return out


def edit(before: str, after: str, path: str = "slides/first.md") -> Callable[[], object]:
    def write() -> None:
        text = Path(path).read_text()
        assert before in text
        Path(path).write_text(text.replace(before, after, 1))

    return write


def test_an_edit_is_rendered_and_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    out = follow_deeds(edit("Words.", "Other words."))
    assert "Other words." in out.read_text()
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "watching 1 files" in said[0]
    assert "first.md: 1 slide → out.html" in said[1]


def test_a_fault_is_shown_and_the_last_good_file_stays(capsys: pytest.CaptureFixture[str]) -> None:
    out = follow_deeds(
        edit("Words.", "Good words."), edit("{node=worker1}", "{nod=worker1}"),
    )  # fmt: skip
    assert "Good words." in out.read_text()
    assert "slides/first.md:34:10: `nod` is no attribute" in capsys.readouterr().out


def test_a_repaired_fault_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    out = follow_deeds(
        edit("{node=worker1}", "{nod=worker1}"),
        edit("{nod=worker1}", "{node=worker1}"),
        edit("Words.", "Last words."),
    )
    assert "Last words." in out.read_text()
    assert "1 slide → out.html" in capsys.readouterr().err


def test_a_file_that_goes_and_comes_back() -> None:
    path = Path("slides/first.md")
    out = follow_deeds(path.unlink, lambda: path.write_text(FIRST.replace("Words.", "Back.")))
    assert "Back." in out.read_text()


def test_a_new_chapter_of_the_lab_is_watched_too() -> None:
    third = FIRST.replace("title: First", "title: Third").replace("# First", "# Third")
    lab = edit('"second"]', '"second", "third"]', "labs/small.toml")
    out = follow_deeds(
        lambda: Path("slides/third.md").write_text(third), lab,
        edit("Words.", "New there.", "slides/third.md"), words=("small",),
    )  # fmt: skip
    assert "New there." in out.read_text()


def test_only_files_whose_chapter_changed_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    reading = read(["small"])
    press = Press(Profile.LEARNER, out=Path("site"))
    press.run(reading)
    with pytest.raises(KeyboardInterrupt):
        follow(["small"], reading, press, Sleeper(edit("Words.", "Other words.")))
    said = capsys.readouterr().err
    assert "→ site/first.html" in said
    assert "second.html" not in said
    assert "index.html" not in said


def test_a_change_before_the_first_look_is_not_missed() -> None:
    reading, out = read(["first"]), Path("out.html")
    press = Press(Profile.LEARNER, single=out)
    press.run(reading)
    edit("Words.", "Early words.")()
    with pytest.raises(KeyboardInterrupt):
        follow(["first"], reading, press, Sleeper())
    assert "Early words." in out.read_text()


def test_a_file_half_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    deeds = iter([
        lambda: path.write_text(""), lambda: path.write_text("half"),
        lambda: path.write_text("whole"), _nothing,
    ])  # fmt: skip

    def sleep(_: float) -> None:
        next(deeds)()

    seen = changes(lambda: [path], sleep)
    assert next(seen) == ()
    assert next(seen) == (path,)
    assert path.read_text() == "whole"


def test_slides_that_stay_are_the_same_objects() -> None:
    shelf, path = Shelf(), Path("slides/first.md")
    before = shelf(path).chapter
    edit("Words.", "Other words.")()
    after = shelf(path).chapter
    assert before
    assert after
    same = [one is other for one, other in zip(before.slides, after.slides, strict=True)]
    assert same == [False, True, True, True]


def test_an_interrupt_ends_it_without_a_traceback(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", WATCH], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        assert "watching" in running.stderr.readline()
        (folder / "slides" / "first.md").write_text(FIRST.replace("Words.", "Seen."))
        end = time.monotonic() + DEADLINE
        while "Seen." not in (folder / "first.html").read_text():
            assert time.monotonic() < end
            os.sched_yield()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=DEADLINE)
    assert running.returncode == 130
    assert "Traceback" not in said
