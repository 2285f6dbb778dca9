"""``scripts/browser.sh``: quiet where a browser is, plain words and status 2 where none can be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "scripts" / "browser.sh"


def ran(path: Path, *names: str) -> tuple[int, str]:
    """The script with nothing in its path but ``id`` and these empty programs."""
    path.mkdir()
    (path / "id").symlink_to(str(shutil.which("id")))
    for name in names:
        (path / name).write_text("#!/bin/sh\nexit 1\n")
        (path / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(SCRIPT)], env={**os.environ, "PATH": str(path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_browser_that_is_there_is_enough(tmp_path: Path) -> None:
    assert ran(tmp_path / "bin", "google-chrome") == (0, "")


def test_without_one_and_without_apt_it_says_what_to_do(tmp_path: Path) -> None:
    status, said = ran(tmp_path / "bin")
    assert status == 2
    assert said == (
        "swarmlab: the tests of the slides need a browser, and there is none\n"
        "          next: sudo make chromium (once), or install Chromium\n"
    )


def test_where_apt_fails_it_says_so(tmp_path: Path) -> None:
    status, said = ran(tmp_path / "bin", "apt-get")
    assert status == 2
    if os.getuid() == 0:
        assert said.endswith("apt could not install chromium\n          next: install it by hand\n")
    else:
        assert "there is none" in said
