"""What a node does when it goes wild, as a line for its shell."""

TROUBLES = {
    "fork bomb": "f() { f | f & }; f; sleep 1000",
    "memory hog": "while :; do tail /dev/zero; done",
    "log flood": "while :; do echo a line that nobody reads; done >/proc/1/fd/1",
    "disk fill": "cat /dev/zero >/var/lib/docker/fill; sleep 1000",
}
