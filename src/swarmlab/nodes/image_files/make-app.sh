#!/bin/sh
# Makes the workload image as an archive for `docker load`, from a busybox and its libraries.
#
# Dynamic on purpose: a static glibc busybox crashes in wget while it resolves a name.
#
# usage: make-app.sh BUSYBOX SERVE_SCRIPT IMAGE_NAME ARCHITECTURE OUT
set -eu
busybox=$1 serve=$2 name=$3 architecture=$4 out=$5

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/bin" "$root/etc" "$root/www" "$root/tmp" "$root/var" "$root/root"
chmod 1777 "$root/tmp"

cp -L "$busybox" "$root/bin/busybox"
ldd "$busybox" 2>/dev/null |
  sed -n -e 's/.*=> \(\/[^ ]*\) .*/\1/p' -e 's/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' |
  sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
for applet in $("$busybox" --list); do
  [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
done

cp "$serve" "$root/bin/serve"
chmod 755 "$root/bin/serve"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'nobody:x:65534:65534:nobody:/:/bin/false' >>"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo 'The workload of a swarmlab node says hello.' >"$root/www/index.html"

mkdir "$work/image"
tar -C "$root" -cf "$work/image/layer.tar" .
layer=$(sha256sum "$work/image/layer.tar" | cut -d' ' -f1)
cat >"$work/config.json" <<CONFIG
{"architecture":"$architecture","os":"linux","created":"2000-01-01T00:00:00Z",
"config":{"Cmd":["/bin/serve"],"Env":["PATH=/bin"],"ExposedPorts":{"80/tcp":{}}},
"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]},
"history":[{"created":"2000-01-01T00:00:00Z","created_by":"swarmlab"}]}
CONFIG
config=$(sha256sum "$work/config.json" | cut -d' ' -f1).json
mv "$work/config.json" "$work/image/$config"
cat >"$work/image/manifest.json" <<MANIFEST
[{"Config":"$config","RepoTags":["$name"],"Layers":["layer.tar"]}]
MANIFEST
tar -C "$work/image" -cf "$out" manifest.json "$config" layer.tar
