"""A slow machine may be given more time; a wrong number is told."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from swarmlab.patience import VARIABLE

PROGRAM = "from swarmlab.patience import patient; print(patient(2.5))"


def printed(*command: str, factor: str | None) -> subprocess.CompletedProcess[str]:
    others = {key: value for key, value in os.environ.items() if key != VARIABLE}
    env = others if factor is None else others | {VARIABLE: factor}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("factor", "seconds"), [(None, "2.5"), ("", "2.5"), ("1", "2.5"), ("8", "20.0")]
)
def test_what_the_code_waits_is_stretched(factor: str | None, seconds: str) -> None:
    done = printed(sys.executable, "-c", PROGRAM, factor=factor)
    assert done.stdout == f"{seconds}\n"


@pytest.mark.parametrize("factor", ["slow", "0", "-3", "0.5", "nan", "inf", "1000"])
def test_a_wrong_number_is_told_with_what_to_do(factor: str) -> None:
    done = printed(sys.executable, "-m", "swarmlab", "lint", factor=factor)
    assert done.returncode == 2
    assert f"{VARIABLE} is '{factor}', and not a number from 1 to 100" in done.stderr
    assert f"unset {VARIABLE}" in done.stderr
    assert "Traceback" not in done.stderr
