#!/bin/sh
# Finds the libraries that PDFs are laid out with; as root with apt, installs Debian's.
#
# Exit status: 0 they are here; 2 they are not, and could not be installed.
set -eu

PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARIES="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"

say() { printf '%s\n' "swarmlab: $*" >&2; }
fail() {
    say "$1"
    printf '          next: %s\n' "$2" >&2
    exit 2
}

known=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null || true)
missing=
for library in $LIBRARIES; do
    case $known in
    *"$library"*) ;;
    *) missing="$missing $library" ;;
    esac
done
[ -n "$missing" ] || exit 0
[ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 ||
    fail "the tests of PDFs need libraries that are not here:$missing" \
        "sudo make pango (once), or sudo apt install $PACKAGES"

say "installing $PACKAGES"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# Fonts too: without any a page is empty boxes.
# shellcheck disable=SC2086  # a list of package names
install() { apt-get install -y -qq --no-install-recommends $PACKAGES fonts-dejavu-core; }
install >/dev/null 2>&1 || {
    apt-get update -qq >/dev/null || say "the package lists could not all be refreshed"
    install >/dev/null || fail "apt could not install $PACKAGES" "install them by hand"
}
