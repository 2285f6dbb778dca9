"""What the kernel can do is read from whichever of its files there is."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from swarmlab.nodes.examine_kernel import FEATURES, Kernel

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = "6.1.0-test"


def write(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def write_config(root: Path, *lines: str) -> None:
    (root / "proc").mkdir(exist_ok=True)
    (root / "proc/config.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


def test_a_built_in_feature_is_present(tmp_path: Path) -> None:
    write_config(tmp_path, "CONFIG_VXLAN=y")
    found = Kernel(RELEASE, tmp_path).feature("vxlan")
    assert (found.present, found.evidence) == (True, "vxlan: built in")


def test_an_option_that_is_not_set_is_lacking_and_named(tmp_path: Path) -> None:
    write_config(tmp_path, "CONFIG_INET_ESP=y", "# CONFIG_CRYPTO_GCM is not set")
    found = Kernel(RELEASE, tmp_path).feature("esp")
    assert (found.present, found.evidence) == (False, "CRYPTO_GCM: not set")


def test_a_module_counts_only_when_its_file_is_there(tmp_path: Path) -> None:
    write(tmp_path, f"boot/config-{RELEASE}", "CONFIG_VXLAN=m\nCONFIG_OVERLAY_FS=m\n")
    write(tmp_path, f"lib/modules/{RELEASE}/modules.dep", "kernel/fs/overlayfs/overlay.ko.xz:\n")
    kernel = Kernel(RELEASE, tmp_path)
    assert kernel.feature("overlay").present is True
    assert kernel.feature("vxlan").present is False


def test_a_loaded_module_needs_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "sys/module/overlay").mkdir(parents=True)
    assert Kernel(RELEASE, tmp_path).feature("overlay").evidence == "overlay: loaded"


def test_kmods_lists_tell_without_a_configuration(tmp_path: Path) -> None:
    folder = f"lib/modules/{RELEASE}"
    write(tmp_path, f"{folder}/modules.builtin", "kernel/net/ipv4/esp4.ko\nkernel/crypto/gcm.ko\n")
    write(tmp_path, f"{folder}/modules.dep", "kernel/net/netfilter/ipvs/ip_vs.ko: x.ko\n")
    kernel = Kernel(RELEASE, tmp_path)
    assert kernel.feature("esp").present is True
    assert kernel.feature("ip_vs").evidence == "ip_vs_rr: no module of this kernel"


@pytest.mark.parametrize("name", FEATURES)
def test_a_machine_that_shows_nothing_leaves_it_unknown(tmp_path: Path, name: str) -> None:
    assert Kernel(RELEASE, tmp_path).feature(name).present is None


def test_a_damaged_configuration_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/config.gz").write_bytes(b"\x1f\x8b no")
    assert Kernel(RELEASE, tmp_path).feature("vxlan").present is None


def test_the_running_kernel_is_looked_at() -> None:
    kernel = Kernel.running()
    assert kernel.release
    assert all(kernel.feature(name).evidence for name in FEATURES)
