"""The room on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.nodes import examine_machine as machine

if TYPE_CHECKING:
    from pathlib import Path


def test_inotify_limits_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "proc/sys/fs/inotify"
    folder.mkdir(parents=True)
    (folder / "max_user_instances").write_text("128\n")
    (folder / "max_user_watches").write_text("8192\n")
    assert machine.inotify(tmp_path) == machine.Inotify(instances=128, watches=8192)


def test_inotify_limits_may_be_hidden(tmp_path: Path) -> None:
    assert machine.inotify(tmp_path) is None


def test_available_memory_is_in_bytes(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9 kB\nMemAvailable:     2048 kB\n")
    assert machine.memory_available(tmp_path) == 2 * 1024 * 1024


def test_a_folder_that_may_not_be_seen_is_measured_at_its_parent(tmp_path: Path) -> None:
    assert machine.disk_free(str(tmp_path / "not" / "there")) is not None


def test_cgroup_versions_are_told_apart(tmp_path: Path) -> None:
    top = tmp_path / "sys/fs/cgroup"
    assert not machine.cgroup_version(tmp_path)
    (top / "memory").mkdir(parents=True)
    assert machine.cgroup_version(tmp_path) == "1"
    (top / "cgroup.controllers").touch()
    assert machine.cgroup_version(tmp_path) == "2"
