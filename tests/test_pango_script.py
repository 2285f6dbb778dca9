"""``scripts/pango.sh``: quiet where the libraries are, plain words and status 2 where not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "scripts" / "pango.sh"
ALL = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def ran(folder: Path, *libraries: str, apt: bool = False) -> tuple[int, str]:
    """The script where ``ldconfig`` knows these libraries, and apt, if it is there, fails."""
    folder.mkdir()
    (folder / "id").symlink_to(str(shutil.which("id")))
    listed = "\n".join(f"echo '\t{library} (libc6) => /lib/{library}'" for library in libraries)
    programs = {"ldconfig": listed, **({"apt-get": "exit 1"} if apt else {})}
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(SCRIPT)], env={**os.environ, "PATH": str(folder)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_libraries_that_are_there_are_enough(tmp_path: Path) -> None:
    assert ran(tmp_path / "bin", *ALL) == (0, "")


def test_a_missing_one_is_named_with_what_to_do(tmp_path: Path) -> None:
    status, said = ran(tmp_path / "bin", *ALL[1:])
    assert status == 2
    assert said == (
        "swarmlab: the tests of PDFs need libraries that are not here: libpango-1.0.so.0\n"
        "          next: sudo make pango (once), or sudo apt install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )


def test_where_apt_fails_it_says_so(tmp_path: Path) -> None:
    status, said = ran(tmp_path / "bin", apt=True)
    assert status == 2
    assert "install them by hand" in said if os.getuid() == 0 else "sudo make pango" in said
