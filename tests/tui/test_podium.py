"""How two terminals of one talk stay in step."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.errors import StoreError
from swarmlab.tui.podium import Podium, stand_from
from swarmlab.tui.talk import beginning

if TYPE_CHECKING:
    from pathlib import Path

STAND = beginning(1000.0)


def test_what_one_puts_the_other_sees_once(tmp_path: Path) -> None:
    with Podium("deck", "ada", tmp_path) as slides, Podium("deck", "ada", tmp_path) as notes:
        assert (slides.joined, notes.joined) == (False, True)
        notes.where()
        wanted = replace(STAND, slide=7, part=2, dark=True, spent=(1.5, 0.0))
        slides.put(wanted)
        assert notes.look() == wanted
        assert notes.look() is None
        notes.put(replace(wanted, slide=8))
        assert slides.look() == replace(wanted, slide=8)


def test_decks_and_presenters_do_not_mix(tmp_path: Path) -> None:
    with (
        Podium("deck", "ada", tmp_path) as one,
        Podium("deck", "bob", tmp_path) as two,
        Podium("other", "ada", tmp_path) as three,
    ):
        one.put(replace(STAND, slide=5))
        assert not two.joined
        assert not three.joined
        assert two.where().slide == three.where().slide == 0


def test_either_may_go_and_come_again_while_the_other_stays(tmp_path: Path) -> None:
    with Podium("deck", "ada", tmp_path) as notes:
        with Podium("deck", "ada", tmp_path) as slides:
            slides.put(replace(STAND, slide=3))
        with Podium("deck", "ada", tmp_path) as again:
            assert again.joined
            assert again.where().slide == 3
        assert notes.where().slide == 3


def test_a_talk_begins_anew_once_all_have_gone(tmp_path: Path) -> None:
    with Podium("deck", "ada", tmp_path) as slides:
        slides.put(replace(STAND, slide=3))
    assert not list(tmp_path.glob("*.json"))
    with Podium("deck", "ada", tmp_path) as later:
        assert not later.joined
        assert later.where().slide == 0


_KILLED = """
import os, signal, sys
from pathlib import Path
from dataclasses import replace
from swarmlab.tui.podium import Podium
podium = Podium("deck", "ada", Path(sys.argv[1])).__enter__()
podium.put(replace(podium.where(), slide=9))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_program_left_is_of_no_account(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False, timeout=60,
                   env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    (left,) = tmp_path.glob("*.json")
    told = stand_from(left.read_bytes())
    assert told is not None
    assert told.slide == 9
    with Podium("deck", "ada", tmp_path) as later:
        assert not later.joined
        assert later.where().slide == 0


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    with Podium("deck", "ada", folder):
        assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", "[]", "{}", '{"form": 2}', "[" * 5000,
        '{"form":1,"began":1,"since":1,"slide":-1,"part":1,"page":0,"pages":1,"dark":false,"spent":[]}',
        '{"form":1,"began":NaN,"since":1,"slide":1,"part":1,"page":0,"pages":1,"dark":false,"spent":[]}',
        '{"form":1,"began":1,"since":1,"slide":true,"part":1,"page":0,"pages":1,"dark":false,"spent":[]}',
        '{"form":1,"began":1,"since":1,"slide":1,"part":1,"page":0,"pages":1,"dark":0,"spent":[]}',
        '{"form":1,"began":1,"since":1,"slide":1,"part":1,"page":0,"pages":1,"dark":false,"spent":["a"]}',
        '{"form":1,"began":1,"since":1,"slide":1,"part":1,"page":0,"pages":1,"dark":false}',
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_moves_nothing(text: str, tmp_path: Path) -> None:
    with Podium("deck", "ada", tmp_path) as slides:
        slides.where()
        (file,) = tmp_path.glob("*.json")
        file.write_text(text)
        assert slides.look() is None


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    stand_from(data)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as raised:
        Podium("deck", "ada", tmp_path / "file" / "talks").__enter__()
    assert "SWARMLAB_STATE" in raised.value.next_step
