/**
 * Stands in front of cloud-init's own systemd generator (same name, in /etc). cloud-init starts on the first boot and when the
 * seed names another instance; else every boot would pay for several Python starts that change nothing.
 */
export const cloudInitGenerator = String.raw`#!/bin/sh
stock=/usr/lib/systemd/system-generators/cloud-init-generator

# True when an earlier boot finished the instance that the seed names, or there is no seed any more.
settled() {
  [ -s /var/lib/cloud/data/result.json ] || return 1
  read -r instance </var/lib/cloud/data/instance-id || return 1
  for disk in /dev/sr[0-9] /dev/vd[a-z] /dev/sd[a-z]; do
    [ -b "$disk" ] || continue
    case $(blkid -o value -s LABEL "$disk" 2>/dev/null) in
      cidata | CIDATA)
        head -c 1048576 "$disk" | tr '\0' '\n' | grep -aqxF "instance-id: $instance"
        return
        ;;
    esac
  done
  return 0
}

if settled; then
  mkdir -p /run/cloud-init
  echo 'the seed is the one of an earlier boot' >/run/cloud-init/disabled
  exit 0
fi
exec "$stock" "$@"
`;

/** Part of network-online.target: daemons that bind to their node's address start after it is there. */
export const onlineUnit = String.raw`[Unit]
Description=Wait for the addresses of all plugged adapters
After=systemd-networkd.service
Before=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/big-data-lab/wait-online
`;

/** Waits at most 30 s until each adapter whose cable is plugged has an IPv4 address; a pulled one is not waited for. */
export const waitOnline = String.raw`#!/bin/sh
every_adapter_has_an_address() {
  for plug in /sys/class/net/e*/carrier; do
    if read -r plugged 2>/dev/null <"$plug" && [ "$plugged" = 1 ]; then
      adapter=$(basename "$(dirname "$plug")")
      [ -n "$(ip -4 -o addr show dev "$adapter" scope global)" ] || return 1
    fi
  done
}

tries=0
until every_adapter_has_an_address || [ "$tries" -ge 30 ]; do
  tries=$((tries + 1))
  sleep 1
done
`;
