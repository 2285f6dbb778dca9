#!/bin/sh
# Starts or stops the Docker Engine that hosts the nodes.
#
#   engine.sh start   use an engine that answers; else, as root with apt, install and start one
#   engine.sh stop    stop the engine that `start` started, and no other
#   engine.sh tools   install what the node image is assembled from, where that is possible
#
# Exit status: 0 an engine answers (start) or ours is gone (stop); 2 it could not be done.
set -eu

PID_FILE=${SWARMLAB_ENGINE_PID:-/run/swarmlab-engine.pid}
LOG_FILE=${SWARMLAB_ENGINE_LOG:-/var/log/swarmlab-engine.log}
SYSTEMD=${SWARMLAB_SYSTEMD:-/run/systemd/system}
UNIT_MARK=${SWARMLAB_ENGINE_UNIT:-/run/swarmlab-engine.systemd}
WAIT_SECONDS=60

say() { printf '%s\n' "swarmlab: $*" >&2; }
fail() {
    say "$1"
    [ $# -lt 2 ] || printf '          next: %s\n' "$2" >&2
    exit 2
}
is_root() { [ "$(id -u)" -eq 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }

# `docker version` fails unless the server answers too.
answers() { has docker && timeout 10 docker version >/dev/null 2>&1; }

refused_for_rights() {
    has docker && timeout 10 docker version 2>&1 | grep -qi 'permission denied'
}

missing_tools() {
    for pair in tmux:tmux busybox:busybox openssl:openssl iptables:iptables ip:iproute2; do
        has "${pair%%:*}" || [ -x "/usr/sbin/${pair%%:*}" ] || [ -x "/sbin/${pair%%:*}" ] ||
            printf '%s ' "${pair#*:}"
    done
    python3 -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
}

apt_install() {
    say "installing $*"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    # A package list of yesterday is good enough: refresh it only when the first try fails.
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
    apt-get update -qq >/dev/null || say "the package lists could not all be refreshed"
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt could not install $*" "install them by hand, then run this again"
}

install_tools() {
    tools=$(missing_tools)
    [ -n "$tools" ] || return 0
    if is_root && has apt-get; then
        # shellcheck disable=SC2086  # a list of package names
        apt_install $tools
    else
        say "not on this machine: ${tools}(the node image may be assembled from them)"
    fi
}

install_engine() {
    has dockerd || [ -x /usr/sbin/dockerd ] || {
        packages=docker.io
        # Since Debian 13 the client is a package of its own.
        ! apt-cache show docker-cli >/dev/null 2>&1 || packages="$packages docker-cli"
        # shellcheck disable=SC2086
        apt_install $packages
    }
    # An engine package may bring no client where another one was set up by hand.
    has docker || apt_install docker-cli
}

start_by_systemd() {
    say "starting docker by systemd"
    systemctl start docker || fail "systemd could not start docker" "systemctl status docker"
    : >"$UNIT_MARK"
}

start_directly() {
    say "starting dockerd, log in $LOG_FILE"
    PATH=$PATH:/usr/sbin:/sbin
    setsid dockerd >>"$LOG_FILE" 2>&1 </dev/null &
    echo $! >"$PID_FILE"
}

await_engine() {
    waited=0
    until answers; do
        if [ -f "$PID_FILE" ] && ! kill -0 "$(cat "$PID_FILE")" 2>/dev/null; then
            tail -n 15 "$LOG_FILE" >&2
            rm -f "$PID_FILE"
            fail "dockerd ended while starting" "read $LOG_FILE"
        fi
        [ "$waited" -lt "$((WAIT_SECONDS * 4))" ] ||
            fail "the engine gave no answer within $WAIT_SECONDS s" "read $LOG_FILE"
        sleep 0.25
        waited=$((waited + 1))
    done
}

start() {
    if answers; then
        install_tools
        return
    fi
    ! refused_for_rights ||
        fail "an engine runs here, and this user may not use it" \
            "sudo usermod -aG docker \$USER, then log in again; or run this as root"
    [ -z "${DOCKER_HOST:-}" ] ||
        fail "the engine that DOCKER_HOST names does not answer: $DOCKER_HOST" \
            "start it, or unset DOCKER_HOST to use one on this machine"
    is_root ||
        fail "no Docker Engine answers, and starting one needs root" \
            "sudo make engine (once), or install Docker Engine and join the group docker"
    has apt-get || has dockerd ||
        fail "no Docker Engine answers, and there is no apt here to install one" \
            "install Docker Engine 20.10 or newer, start it, then run this again"
    ! has apt-get || install_engine
    install_tools
    if answers; then return; fi
    if [ -d "$SYSTEMD" ]; then start_by_systemd; else start_directly; fi
    await_engine
}

stop() {
    [ ! -f "$UNIT_MARK" ] && [ ! -f "$PID_FILE" ] || is_root ||
        fail "stopping the engine needs root" "sudo make engine-stop"
    if [ -f "$UNIT_MARK" ]; then
        systemctl stop docker docker.socket
        rm -f "$UNIT_MARK"
        return
    fi
    [ -f "$PID_FILE" ] || { say "no engine of ours is running"; return; }
    pid=$(cat "$PID_FILE")
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
        kill "$pid"
        waited=0
        while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 120 ]; do
            sleep 0.25
            waited=$((waited + 1))
        done
        ! kill -0 "$pid" 2>/dev/null || fail "dockerd ($pid) did not end" "read $LOG_FILE"
    fi
    rm -f "$PID_FILE"
}

case "${1:-}" in
start) start ;;
stop) stop ;;
tools) install_tools ;;
*) fail "usage: engine.sh start|stop|tools" ;;
esac
