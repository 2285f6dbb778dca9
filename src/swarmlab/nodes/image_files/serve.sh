#!/bin/sh
# The workload: a page on port 80, and an end at once when told to stop.
trap 'exit 0' TERM INT
page() {
  while :; do
    printf 'HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n%s\n' "$(cat /www/index.html)" |
      nc -l -p 80 >/dev/null
  done
}
if busybox --list | grep -qx httpd; then
  httpd -f -p 80 -h /www &
else
  page &
fi
wait $!
