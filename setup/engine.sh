#!/bin/sh
# Runs a Docker engine for as long as this script's standard input stays open, and leaves nothing behind.
#
#   engine.sh DIRECTORY BRIDGE ADDRESS BUSYBOX     DIRECTORY/daemon.json is its configuration
#
# The process that starts the script holds the other end of the pipe, so the engine ends when that process ends for any
# reason. The engine has its own process and mount namespaces. When the first process in them ends, the kernel ends dockerd,
# containerd and every container, and removes all their mounts. Only plain files remain to be removed.
set -u
# containerd, dockerd and runc keep state here, whatever their configuration says.
places='/run/containerd /run/docker /run/runc'

if [ "$1" = inside ]; then
  directory=$2 busybox=$3
  for place in $places; do mkdir -p "$place" && "$busybox" mount -t tmpfs tmpfs "$place" || exit 1; done
  if ! grep -q ' /sys/fs/cgroup' /proc/mounts; then
    [ -d /sys/fs/cgroup ] || "$busybox" mount -t sysfs sysfs /sys
    "$busybox" mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1
  fi
  exec 3<&0
  dockerd --config-file "$directory/daemon.json" 3<&- </dev/null &
  engine=$!
  { cat <&3 >/dev/null; kill -KILL "$engine"; } &
  wait "$engine"
  exit
fi

directory=$1 bridge=$2 address=$3 busybox=$4
mkdir -p $places
# The engine has its own bridge, so that docker0 and the addresses of another engine stay unchanged. Busybox makes it, because
# a minimal Debian has no `ip`. Busybox also mounts, because util-linux would leave a record in /run.
"$busybox" ip link add name "$bridge" type bridge &&
  "$busybox" ip addr add "$address" dev "$bridge" &&
  "$busybox" ip link set "$bridge" up &&
  unshare --mount --pid --fork --kill-child --mount-proc sh "$0" inside "$directory" "$busybox"
"$busybox" ip link del "$bridge"
# Killed containers leave their empty control groups.
find /sys/fs/cgroup -depth -type d \( -path "*/$bridge" -o -path "*/$bridge/*" \) -exec rmdir {} + 2>/dev/null
# Removing a directory ends the mounts on it in every namespace, so it stays while another engine has one there.
for place in $places; do grep -qs " $place " /proc/[0-9]*/mountinfo || rmdir "$place" 2>/dev/null; done
rm -rf "$directory"
