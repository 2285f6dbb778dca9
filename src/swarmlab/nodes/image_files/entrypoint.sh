#!/bin/sh
# Starts a swarmlab node: its own Docker Engine, and beside it a watch on the node's expiry.
#
# What it prints is read by swarmlab. In this order, each on a line of its own:
#   swarmlab: READY           the engine answers
#   swarmlab: LOADED          the workload image is in it
#   swarmlab: FAILED reason   instead of either
# Everything else is the engine's log.
set -u

say() {
  printf 'swarmlab: %s\n' "$*"
}

fail() {
  say "FAILED $*"
  exit 1
}

# An init as process 1 reaps what a learner's shells leave behind.
if [ $$ -eq 1 ] && command -v docker-init >/dev/null; then
  exec docker-init -- "$0" "$@"
fi

# The engine of a node makes cgroups of its own below the node's.
open_cgroups_v1() {
  mount -o remount,bind,rw /sys/fs/cgroup || return 1
  for controller in /sys/fs/cgroup/*; do
    [ -L "$controller" ] || mount -o remount,bind,rw "$controller" 2>/dev/null
  done
  return 0
}

# A v2 group that holds processes may not hand controllers to its children: move them out first.
open_cgroups_v2() {
  mount -o remount,bind,rw /sys/fs/cgroup && mkdir -p /sys/fs/cgroup/init || return 1
  wanted=$(sed -e 's/[^ ][^ ]*/+&/g' /sys/fs/cgroup/cgroup.controllers)
  tries=0
  while [ "$tries" -lt 100 ]; do
    while read -r process; do
      echo "$process" >/sys/fs/cgroup/init/cgroup.procs
    done </sys/fs/cgroup/cgroup.procs 2>/dev/null
    { echo "$wanted" >/sys/fs/cgroup/cgroup.subtree_control; } 2>/dev/null && return 0
    tries=$((tries + 1))
  done
  return 1
}

open_cgroups() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    open_cgroups_v2
  else
    open_cgroups_v1
  fi
}

# The rules dockerd writes, tried in a chain of our own: a kernel may lack either kind, or parts.
iptables_works() {
  "$1" iptables -w 5 -t nat -N SWARMLAB || return 1
  "$1" iptables -w 5 -t nat -A SWARMLAB -m addrtype --dst-type LOCAL -j RETURN
  result=$?
  "$1" iptables -w 5 -t nat -F SWARMLAB
  "$1" iptables -w 5 -t nat -X SWARMLAB
  return "$result"
}

choose_iptables() {
  for kind in nft legacy; do
    program=$(command -v "xtables-$kind-multi") || continue
    iptables_works "$program" 2>/dev/null || continue
    mkdir -p /usr/local/sbin
    for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
      ln -sf "$program" "/usr/local/sbin/$name"
    done
    return 0
  done
  return 1
}

# An extended expiry survives a restart in the file below /etc; /run does not.
watch_expiry() {
  cat /etc/swarmlab/expires >/run/swarmlab/expires 2>/dev/null ||
    echo "${SWARMLAB_EXPIRES:-}" >/run/swarmlab/expires
  while sleep 3; do
    end=
    read -r end </run/swarmlab/expires
    case $end in
      '' | *[!0-9]*) continue ;;
    esac
    if [ "$(date +%s)" -ge "$end" ]; then
      say "EXPIRED"
      kill -TERM "$1"
      return
    fi
  done
}

stop() {
  stopping=yes
  [ -f /run/docker.pid ] && kill -TERM "$(cat /run/docker.pid)"
}

start_engine() {
  [ -p /run/swarmlab/log ] || mkfifo /run/swarmlab/log
  {
    dockerd --host unix:///run/docker.sock "$@"
    echo "swarmlab: ENDED $?"
  } >/run/swarmlab/log 2>&1 &
  engine=$!
  # Both ends are open here, so that neither side waits for the other.
  exec 4<>/run/swarmlab/log
}

await_engine() {
  while IFS= read -r line <&4; do
    printf '%s\n' "$line"
    case $line in
      *'API listen on '*) return 0 ;;
      *'timeout waiting for containerd to start'*) slow=yes ;;
      'swarmlab: ENDED '*) return 1 ;;
    esac
  done
}

# dockerd gives its containerd 15 seconds. Where a machine is too slow for that, its files are in
# memory by then, and the next try is quicker.
run_engine() {
  for _ in 1 2 3; do
    slow=no
    start_engine "$@"
    await_engine && return 0
    [ "$slow" = yes ] && [ "$stopping" = no ] || return 1
    say "the engine was too slow to start; once more"
    rm -f /run/docker.pid
  done
  return 1
}

stopping=no
umask 022
mkdir -p /run/swarmlab
rm -f /run/swarmlab/log /run/docker.pid
trap stop TERM INT
# The network is internal: with no route, an attempt to leave it fails at once, not after a wait.
ip route del default 2>/dev/null
open_cgroups || fail "cgroups cannot be made writable"
choose_iptables || fail "neither kind of iptables works with this kernel"
run_engine "$@" || fail "the engine did not start"
say "READY"
cat <&4 &
watch_expiry $$ &
if docker load --quiet --input /usr/lib/swarmlab/app.tar >/dev/null; then
  say "LOADED"
elif [ "$stopping" = no ]; then
  fail "the workload image could not be loaded"
fi
while kill -0 "$engine" 2>/dev/null; do
  wait "$engine"
done
[ "$stopping" = yes ] || fail "the engine ended"
