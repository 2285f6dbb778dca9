from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.errors import ImageError
from swarmlab.nodes import programs


def _place(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with every program below ``usr/bin``, and a second client before them."""
    everything = (*programs.ENGINE, *programs.NETWORK, *programs.SHELL)
    _place(tmp_path / "usr/sbin", "dockerd")
    _place(tmp_path / "usr/bin", *(name for name in everything if name != "dockerd"))
    _place(tmp_path / "local/bin", "docker")
    folders = [str(tmp_path / name) for name in ("local/bin", "usr/sbin", "usr/bin")]
    monkeypatch.setattr(programs, "_FOLDERS", folders)
    monkeypatch.setenv("PATH", "")
    return tmp_path


def test_the_client_is_the_one_that_came_with_the_engine(machine: Path) -> None:
    assert programs.find()["docker"] == machine / "usr/bin/docker"


def test_what_is_missing_is_named_with_its_debian_package(machine: Path) -> None:
    (machine / "usr/bin/tmux").unlink()
    (machine / "usr/bin/tc").unlink()
    with pytest.raises(ImageError, match="tc, tmux missing") as caught:
        programs.find()
    assert caught.value.next_step == "install the Debian packages iproute2, tmux"


def test_every_program_has_a_package() -> None:
    assert {*programs.ENGINE, *programs.NETWORK, *programs.SHELL} == set(programs.PACKAGES)


def test_the_libraries_of_a_program_are_found_with_its_loader() -> None:
    found = programs.libraries([Path("/bin/sh").resolve()])
    assert any("libc" in path.name or "musl" in path.name for path in found)
    assert any(path.name.startswith("ld-") for path in found)
    assert all(path.exists() for path in found)


def test_a_tool_that_does_not_end_is_told_with_a_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TOOL_SECONDS", 0.05)
    with pytest.raises(ImageError, match="sleep did not end within") as caught:
        programs.tool(("sleep", "20"))
    assert "busy" in caught.value.next_step
