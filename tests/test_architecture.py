"""The shape of the house, checked: sizes, imports, and what tracked files may not say."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "swarmlab"
MODULES = sorted([*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
BARRED_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, timeout=60, env=environment, check=False,
    )  # fmt: skip


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_400_lines_at_most_and_named_for_one_idea(module: Path) -> None:
    ceiling = 250 if module.name == "app.py" else 400
    assert len(module.read_text(encoding="utf-8").splitlines()) <= ceiling
    assert module.stem not in BARRED_NAMES


@pytest.mark.parametrize("room", ["deck", "swarm", "checks", "render"])
def test_a_lower_room_imports_neither_textual_nor_docker(room: str) -> None:
    code = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
found = [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in found:
    importlib.import_module(name)
assert found, "an empty room proves nothing"
print(*sorted({m.split(".")[0] for m in sys.modules} & {"textual", "docker", "rich"}))
"""
    ran = python(code, f"swarmlab.{room}")
    assert ran.returncode == 0, ran.stderr
    assert not ran.stdout.strip()


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["completion", "--help"]])
def test_the_command_line_starts_without_anything_heavy(words: list[str]) -> None:
    code = """
import sys
from swarmlab.cli.main import main
heavy = {"textual", "docker", "rich", "markdown_it", "yaml", "cryptography", "sqlite3"}
try:
    main()
finally:
    print(*sorted({m.split(".")[0] for m in sys.modules} & heavy), file=sys.stderr)
"""
    ran = python(code, *words)
    assert ran.returncode == 0
    assert ran.stdout
    assert not ran.stderr.strip()


def test_the_version_is_the_packages() -> None:
    ran = python("from swarmlab.cli.main import main; main()", "--version")
    from swarmlab import __version__  # noqa: PLC0415 - named beside its use

    assert ran.stdout == f"swarmlab {__version__}\n"


def test_importing_the_package_imports_no_room() -> None:
    ran = python("import sys, swarmlab; print(*[m for m in sys.modules if 'swarmlab.' in m])")
    assert not ran.stdout.strip()


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    ran = subprocess.run(
        [str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in SOURCE.rglob("*.py")
        if "cli" not in module.parts
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing


def test_no_tracked_file_names_a_registry_or_a_path_of_the_building_machine() -> None:
    # The words are put together here so that this file does not hold them itself.
    barred = re.compile(
        "|".join((
            r"(?<![\w.-])/work" + r"/",
            r"\b" + r"pypi\." + r"org",
            r"files\.python" + r"hosted",
            r"registry-1\." + r"docker\.io",
            r"registry\.npm" + r"js",
        ))
    )  # fmt: skip
    faults = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if path.is_file() and path.suffix not in {".svg", ".png", ".raw"}
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1
        )
        if barred.search(line)
    ]
    assert not faults
