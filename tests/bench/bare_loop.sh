#!/bin/sh
# The baseline: three nodes in one swarm by the docker CLI alone, with the same image and limits.
#
#   bare_loop.sh up IMAGE PREFIX SUBNET   brings them up; ends when all three are Ready
#   bare_loop.sh down PREFIX              removes them
#
# And as many such swarms at once, PREFIX1 and on in NET.1.0/27 and on:
#
#   bare_loop.sh crowd IMAGE PREFIX NET RUNS
#   bare_loop.sh uncrowd PREFIX RUNS
set -eu

verb=$1
caps="--cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE"

up() {
    image=$1 prefix=$2 subnet=$3
    docker network create --internal --subnet "$subnet" "$prefix" >/dev/null
    for node in manager1 worker1 worker2; do
        # shellcheck disable=SC2086  # a list of flags
        docker run -d --name "$prefix-$node" --hostname "$node" --network "$prefix" \
            --network-alias "$node" $caps --security-opt seccomp=unconfined \
            --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
            --tmpfs /run -v "$prefix-$node:/var/lib/docker" \
            --memory 512m --memory-swap 512m --pids-limit 1024 --cpus 1 "$image" >/dev/null &
    done
    wait
    for node in manager1 worker1 worker2; do
        until docker exec "$prefix-$node" docker version >/dev/null 2>&1; do sleep 0.05; done
    done
    docker exec "$prefix-manager1" \
        docker swarm init --dispatcher-heartbeat 1s --advertise-addr eth0 >/dev/null
    token=$(docker exec "$prefix-manager1" docker swarm join-token -q worker)
    for node in worker1 worker2; do
        docker exec "$prefix-$node" docker swarm join --token "$token" manager1:2377 >/dev/null &
    done
    wait
    until [ "$(docker exec "$prefix-manager1" docker node ls --format '{{.Status}}' |
        grep -c Ready)" -eq 3 ]; do sleep 0.05; done
}

down() {
    prefix=$1
    for node in manager1 worker1 worker2; do
        docker rm -f -v "$prefix-$node" >/dev/null &
    done
    wait
    docker volume rm "$prefix-manager1" "$prefix-worker1" "$prefix-worker2" >/dev/null
    docker network rm "$prefix" >/dev/null
}

crowd() {
    many=$4 begun=""
    for run in $(seq "$many"); do
        up "$1" "$2$run" "$3.$run.0/27" &
        begun="$begun $!"
    done
    for one in $begun; do wait "$one"; done
}

uncrowd() {
    for run in $(seq "$2"); do down "$1$run" & done
    wait
}

shift
"$verb" "$@"
