"""``scripts/debian_base.sh`` where it cannot do its work, and where its packages come from."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).parents[1] / "scripts" / "debian_base.sh"
LISTED = """\
Debian|Debian-Security|http://security.example/
Other|Other|http://other.example/
Debian|Debian|http://mirror.example/debian/
Debian|Debian|http://second.example/debian/
"""


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs the script with these programs in place of real ones; its status and words."""

    def run(mirror: str = "", **programs: str) -> tuple[int, str]:
        folder = tmp_path / "bin"
        folder.mkdir()
        usual = {"id": "echo 0", "apt-config": "", "apt-get": f"cat <<'END'\n{LISTED}END\n"}
        for name, text in {**usual, **programs}.items():
            (folder / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / name).chmod(0o755)
        for name in ("sh", "sed", "head", "mktemp", "mkdir", "rm", "tail", "cat", "env"):
            (folder / name).symlink_to(shutil.which(name) or "")
        settings = {"PATH": str(folder), "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
        text = SCRIPT.read_text().replace("PATH=$PATH:/usr/sbin:/sbin", "")
        done = subprocess.run(
            ["/bin/sh", "-s", "some/image:1"], input=text, capture_output=True, text=True,
            timeout=60, check=False,
            env=settings | ({"SWARMLAB_DEBIAN_MIRROR": mirror} if mirror else {}),
        )  # fmt: skip
        assert not list(tmp_path.glob("swarmlab-debian.*"))
        return done.returncode, done.stderr

    return run


FAILING = "echo \"fetching with $http_proxy: $*\"; echo 'E: no route'; exit 1"


def test_it_needs_root(made: Callable[..., tuple[int, str]]) -> None:
    status, said = made(id="echo 1000")
    assert status == 2
    assert said == (
        "swarmlab: making an image of Debian's packages needs root\n"
        "          next: sudo make image-debian\n"
    )


def test_packages_come_from_the_mirror_of_apt_and_through_its_proxy(
    made: Callable[..., tuple[int, str]],
) -> None:
    status, said = made(debootstrap=FAILING, **{"apt-config": "echo \"found='http://proxy:1/'\""})
    assert status == 2
    assert "fetching with http://proxy:1/: --variant=minbase" in said
    assert " trixie " in said
    assert "http://mirror.example/debian/\n" in said
    assert "E: no route" in said
    assert "debootstrap failed" in said


def test_a_mirror_may_be_named(made: Callable[..., tuple[int, str]]) -> None:
    _, said = made("http://own.example/", debootstrap=FAILING)
    assert "http://own.example/\n" in said
    assert "mirror.example" not in said


def test_without_a_debian_mirror_it_asks_for_one(made: Callable[..., tuple[int, str]]) -> None:
    status, said = made(debootstrap=FAILING, **{"apt-get": "echo 'Ubuntu|Ubuntu|http://u/'"})
    assert status == 2
    assert "apt is set up with no Debian mirror" in said
    assert "SWARMLAB_DEBIAN_MIRROR=URL" in said


def test_no_host_stands_in_the_script() -> None:
    assert "://" not in SCRIPT.read_text()
    assert os.access(SCRIPT, os.X_OK)
