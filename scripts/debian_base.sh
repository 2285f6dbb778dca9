#!/bin/sh
# Makes an image of Debian's own engine, from packages, for the node image `swarmlab/node:debian`.
#
#   debian_base.sh IMAGE [SUITE]   the image's name; trixie without a suite
#
# Needs root, and apt for the packages. They come from the Debian mirror this machine's apt is
# set up with, or from SWARMLAB_DEBIAN_MIRROR; what was fetched once is kept in SWARMLAB_CACHE
# (~/.cache/swarmlab). Exit status: 0 the image is on the engine; 2 it could not be made.
set -eu

image=$1
suite=${2:-trixie}
cache=${SWARMLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swarmlab}/$suite
PACKAGES=docker.io,docker-cli,iptables,iproute2,busybox,tmux,bash,openssl,ncurses-term
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "swarmlab: $*" >&2; }
fail() {
    say "$1"
    printf '          next: %s\n' "$2" >&2
    exit 2
}

# The first mirror of Debian itself; a machine may take packages from others as well.
mirror_of_apt() {
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Identifier: Packages' 2>/dev/null |
        sed -n 's/^Debian|Debian|//p' | head -n 1
}

mirror() {
    [ -z "${SWARMLAB_DEBIAN_MIRROR:-}" ] || { echo "$SWARMLAB_DEBIAN_MIRROR"; return; }
    found=$(mirror_of_apt)
    [ -n "$found" ] || { apt-get update -qq >/dev/null 2>&1 || :; found=$(mirror_of_apt); }
    echo "$found"
}

# debootstrap asks wget, which knows nothing of apt's proxy.
proxy_of_apt() {
    eval "$(apt-config shell found Acquire::http::Proxy)"
    [ -z "${found:-}" ] || [ "$found" = DIRECT ] || echo "$found"
}

[ "$(id -u)" -eq 0 ] || fail "making an image of Debian's packages needs root" "sudo make image-debian"
command -v apt-get >/dev/null || fail "there is no apt here" "make it on a Debian machine"
command -v debootstrap >/dev/null || {
    say "installing debootstrap"
    apt-get install -y -qq --no-install-recommends debootstrap >/dev/null 2>&1 ||
        { apt-get update -qq >/dev/null && apt-get install -y -qq debootstrap >/dev/null; } ||
        fail "apt could not install debootstrap" "install it by hand, then run this again"
}
mirror=$(mirror)
[ -n "$mirror" ] || fail "apt is set up with no Debian mirror" \
    "name one: SWARMLAB_DEBIAN_MIRROR=URL make image-debian"
http_proxy=${http_proxy:-$(proxy_of_apt)}
[ -z "$http_proxy" ] || export http_proxy

work=$(mktemp -d "${TMPDIR:-/tmp}/swarmlab-debian.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$cache"
say "putting Debian $suite together from its packages, some minutes"
debootstrap --variant=minbase --include="$PACKAGES" --cache-dir="$cache" \
    "$suite" "$work/root" "$mirror" >"$work/log" 2>&1 || {
    tail -n 15 "$work/log" >&2
    fail "debootstrap failed" "is the mirror reached? the last lines of its log stand above"
}
printf 'PS1='\''\\h:\\w\\$ '\''\n' >"$work/root/root/.bashrc"
say "handing it to the engine as $image"
tar -C "$work/root" -c --one-file-system \
    --exclude=./var/cache/apt --exclude=./var/lib/apt/lists --exclude=./var/log/* \
    --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale \
    --exclude=./usr/share/info --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* . |
    docker import --change 'ENV LANG=C.UTF-8' - "$image" >/dev/null ||
    fail "the engine did not take the image" "\`swarmlab doctor\` shows the engine's disk space"
