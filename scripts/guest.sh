#!/bin/sh
# A Debian guest of our own in qemu, for what this machine's kernel may lack: cgroup v2, IPVS, ESP.
#
#   guest.sh build          make the guest's disk: Debian trixie, its engine, swarmlab from its wheel
#   guest.sh run COMMAND    boot it, run COMMAND in it as root, print what it prints, power off
#
# The guest has no network. It runs emulated, some ten times slower than this machine, because
# virtualisation is not to be had everywhere; nothing of a run is written to its disk.
# Exit status of `run`: that of COMMAND; 2 when it never came to an end.
set -eu

cd "$(dirname "$0")/.."
HOME_DIR=${SWARMLAB_GUEST:-/var/tmp/swarmlab-guest}
SUITE=trixie
PACKAGES=systemd,systemd-sysv,udev,kmod,docker.io,docker-cli,linux-image-cloud-amd64,tmux,busybox
PACKAGES=$PACKAGES,openssl,iptables,iproute2,python3,python3-venv,ncurses-term,procps,bash
MEMORY=${SWARMLAB_GUEST_MEMORY:-4096}
SECONDS_AT_MOST=${SWARMLAB_GUEST_SECONDS:-7200}
# With cx16 the emulated kernel panics; the others are not emulated and only warn.
CPU=Haswell-v4,-cx16,-pcid,-x2apic,-tsc-deadline,-invpcid,-spec-ctrl

say() { printf '%s\n' "swarmlab guest: $*" >&2; }
fail() {
    say "$1"
    [ $# -lt 2 ] || printf '                next: %s\n' "$2" >&2
    exit 2
}

require_tools() {
    [ "$(id -u)" -eq 0 ] || fail "making the guest needs root" "run this as root"
    missing=
    for pair in debootstrap:debootstrap qemu-system-x86_64:qemu-system-x86 mke2fs:e2fsprogs; do
        command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || fail "not on this machine:$missing" "install them"
    say "installing$missing"
    # shellcheck disable=SC2086  # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
        >/dev/null || fail "apt could not install$missing" "install them by hand"
}

# The mirror is the one this machine's own apt uses.
mirror() { apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1; }

make_root() {
    root=$HOME_DIR/root
    [ ! -e "$HOME_DIR/root.made" ] || return 0
    say "installing Debian $SUITE, once"
    rm -rf "$root"
    debootstrap --variant=minbase --include="$PACKAGES" "$SUITE" "$root" "$(mirror)" \
        >"$HOME_DIR/debootstrap.log" 2>&1 ||
        fail "debootstrap did not end well" "read $HOME_DIR/debootstrap.log"
    : >"$HOME_DIR/root.made"
}

# Wheels for the guest's Python, fetched as this machine's own pip fetches.
install_swarmlab() {
    say "installing swarmlab from its wheel"
    wheels=$HOME_DIR/root/opt/wheels
    rm -rf "$wheels" "$HOME_DIR/root/opt/swarmlab"
    mkdir -p "$wheels"
    .venv/bin/pip wheel -q --no-deps --wheel-dir "$wheels" .
    version=$(chroot "$HOME_DIR/root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    .venv/bin/pip download -q --dest "$wheels" --only-binary=:all: --implementation cp \
        --python-version "$version" --platform manylinux_2_28_x86_64 \
        --platform manylinux2014_x86_64 --platform manylinux_2_34_x86_64 "$wheels"/swarmlab-*.whl
    chroot "$HOME_DIR/root" python3 -m venv /opt/swarmlab
    chroot "$HOME_DIR/root" /opt/swarmlab/bin/pip install -q --no-index --find-links /opt/wheels \
        swarmlab
    rm -rf "$wheels"
}

# The node image of Debian's own engine, which `make image-debian` makes: emulated, assembling one
# would take minutes.
save_node_image() {
    say "taking the node image along"
    docker save -o "$HOME_DIR/root/opt/node.tar" swarmlab/node:debian ||
        fail "there is no swarmlab/node:debian" "make image-debian"
}

# The command comes in on the kernel's command line, and what it prints goes out by a serial port.
write_job() {
    root=$HOME_DIR/root
    printf '/dev/vda / ext4 defaults,noatime 0 1\n' >"$root/etc/fstab"
    echo guest >"$root/etc/hostname"
    cat >"$root/usr/local/sbin/guest-job" <<'JOB'
#!/bin/bash
read -r -a words </proc/cmdline
for word in "${words[@]}"; do
    case $word in job=*) job=$(base64 -d <<<"${word#job=}") ;; esac
done
export HOME=/root LC_ALL=C.UTF-8 TERM=dumb SWARMLAB_PATIENCE=10 PATH=/opt/swarmlab/bin:$PATH
docker load -qi /opt/node.tar
export SWARMLAB_IMAGE=debian
# While one container with limits runs, the kernel need not patch its code each time the first one
# comes and the last one goes: emulated processors may trip over code patched under their feet.
docker run -d --rm --cpus 1 --memory 64m --network none --entrypoint sleep swarmlab/node:debian \
    infinity >/dev/null
cd /root && bash -c "$job"
echo "swarmlab guest: ended with $?"
JOB
    chmod 755 "$root/usr/local/sbin/guest-job"
    cat >"$root/etc/systemd/system/guest-job.service" <<'UNIT'
[Unit]
After=docker.service multi-user.target
Wants=docker.service
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/guest-job
ExecStopPost=/bin/sh -c 'echo o >/proc/sysrq-trigger'
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
[Install]
WantedBy=graphical.target
UNIT
    chroot "$root" systemctl set-default graphical.target >/dev/null 2>&1
    chroot "$root" systemctl enable docker.service guest-job.service >/dev/null 2>&1
}

build() {
    require_tools
    mkdir -p "$HOME_DIR"
    make_root
    install_swarmlab
    save_node_image
    write_job
    say "making its disk"
    rm -f "$HOME_DIR/disk.img"
    mke2fs -q -t ext4 -d "$HOME_DIR/root" "$HOME_DIR/disk.img" 8G
}

run() {
    [ -f "$HOME_DIR/disk.img" ] || fail "there is no guest yet" "scripts/guest.sh build"
    out=$(mktemp "$HOME_DIR/out.XXXXXX")
    trap 'rm -f "$out"; [ -z "${qemu:-}" ] || kill "$qemu" 2>/dev/null || true' EXIT
    trap 'exit 130' INT TERM
    job=$(printf '%s' "$1" | base64 -w 0)
    timeout "$SECONDS_AT_MOST" qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu "$CPU" \
        -smp 2 -m "$MEMORY" -kernel "$HOME_DIR"/root/boot/vmlinuz-* \
        -initrd "$HOME_DIR"/root/boot/initrd.img-* \
        -append "root=/dev/vda rw console=ttyS0 mitigations=off panic=-1 job=$job" \
        -drive "file=$HOME_DIR/disk.img,format=raw,if=virtio,cache=unsafe,snapshot=on" \
        -display none -no-reboot -monitor none -nic none \
        -serial "file:$HOME_DIR/console.log" -serial "file:$out" &
    qemu=$!
    # Where the kernel shares by session, what else runs here would starve it into faults.
    { echo -10 >"/proc/$qemu/autogroup"; } 2>/dev/null || true
    tail --pid="$qemu" -f "$out" | sed -u 's/\r$//'
    wait "$qemu" || true
    qemu=
    status=$(tr -d '\r' <"$out" | sed -n 's/^swarmlab guest: ended with \([0-9]*\)$/\1/p' | tail -n 1)
    [ -n "$status" ] || fail "it never came to an end" "read $HOME_DIR/console.log"
    return "$status"
}

case "${1:-}" in
build) build ;;
run) [ $# -eq 2 ] || fail "usage: guest.sh run COMMAND"; run "$2" ;;
*) fail "usage: guest.sh build | run COMMAND" ;;
esac
