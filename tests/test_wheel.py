"""What travels in the wheel, and that it works outside a checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[1]
LABS = sorted((ROOT / "labs").glob("*.toml"))
LIST_LABS = """
import sys
sys.path.insert(0, sys.argv[1])
from swarmlab.runs import labfile
print(*(labfile.load(path).path for path in labfile.all_labs()))
"""
NO_DATA = {".py", ".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as a release is; pip fetches what builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps",
         "-w", str(folder), str(ROOT)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def data_of(source: Path) -> set[str]:
    """The files beside the modules."""
    return {
        str(file.relative_to(source.parent))
        for file in source.rglob("*")
        if file.is_file() and file.suffix not in NO_DATA
    }


def test_it_holds_labs_slides_and_every_file_beside_the_modules(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert names >= data_of(ROOT / "src" / "swarmlab")
    for folder, ending in (("labs", "*.toml"), ("slides", "*.md")):
        here = {f"swarmlab/share/{folder}/{file.name}" for file in (ROOT / folder).glob(ending)}
        assert here
        assert names >= here
    assert {name.split("/")[0].split("-")[0] for name in names} == {"swarmlab"}


def test_its_lab_is_found_and_has_no_fault_far_from_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-c", LIST_LABS, str(site)],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    packaged = site / "swarmlab" / "share" / "labs"
    assert done.stdout.split() == [str(packaged / lab.name) for lab in LABS]
