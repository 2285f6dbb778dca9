#!/bin/sh
# Makes the virtual environment named by the first argument with a Python of 3.11 or newer.
set -eu

venv=$1
say() { printf '%s\n' "swarmlab: $*" >&2; }

python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing python3"
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv >/dev/null ||
            { apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null; }
        python=python3
    else
        say "Python 3.11 or newer is needed, and none is here"
        exit 2
    fi
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || "$(dirname "$0")/engine.sh" tools
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    say "this Python cannot make virtual environments"
    printf '          next: sudo apt install python3-venv, then run this again\n' >&2
    exit 2
}
rm -rf "$venv"
"$python" -m venv "$venv"
