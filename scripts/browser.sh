#!/bin/sh
# Finds the browser that the tests look at slides with; as root with apt, installs Debian's.
#
# Exit status: 0 there is one; 2 there is none, and it could not be installed.
set -eu

say() { printf '%s\n' "swarmlab: $*" >&2; }
fail() {
    say "$1"
    printf '          next: %s\n' "$2" >&2
    exit 2
}

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    ! command -v "$name" >/dev/null 2>&1 || exit 0
done
[ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 ||
    fail "the tests of the slides need a browser, and there is none" \
        "sudo make chromium (once), or install Chromium"

say "installing chromium"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# Fonts come with it as a recommendation only, and without any a page is empty boxes.
install() { apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; }
install >/dev/null 2>&1 || {
    apt-get update -qq >/dev/null || say "the package lists could not all be refreshed"
    install >/dev/null || fail "apt could not install chromium" "install it by hand"
}
