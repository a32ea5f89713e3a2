import { modprobePath, modprobeSettings } from './modprobe.ts';

/** Steps of the preparation, in the order the script announces them. */
export const basePreparationSteps = [
  'services',
  'upgrade',
  'locale',
  'keyboard',
  'timezone',
  'cloud-init',
  'seal',
] as const;

const setup = String.raw`#!/bin/sh
# Prepares the base all nodes are clones of, then powers off. Runs once, as root, after cloud-init.
# Speaks to the serial console: "BDL-BASE step N/7 NAME", "BDL-BASE log TEXT", "BDL-BASE ready" or "BDL-BASE failed NAME".
set -eu
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
work=/run/big-data-lab
log=$work/prepare.log
number=0
step=start
exec >>"$log" 2>&1 </dev/null

say() {
  sent=no
  for port in /dev/ttyS0 /dev/ttyAMA0; do
    if [ -c "$port" ] && printf '\r\nBDL-BASE %s\r\n' "$1" 2>/dev/null >"$port"; then sent=yes; fi
  done
  if [ "$sent" = no ]; then printf '\r\nBDL-BASE %s\r\n' "$1" 2>/dev/null >/dev/console || true; fi
}

begin() {
  number=$((number + 1))
  step=$1
  say "step $number/7 $step"
  echo "== $step"
}

fail() {
  echo "$1"
  exit 1
}

# A guest that says nothing for long is taken for stuck, and some steps have nothing to say for half an hour.
while sleep 30; do say alive; done &
alive=$!

finish() {
  status=$?
  trap - EXIT
  kill "$alive" || true
  if [ "$status" -eq 0 ]; then
    # Twice: a kernel message may cut a line in two, and this one decides over the whole preparation.
    say ready
    say ready
  else
    tail -n 15 "$log" | while IFS= read -r line; do say "log $line"; done
    say "failed $step"
  fi
  sync
  systemctl poweroff --no-block || poweroff -f
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

wish() { cat "$work/$1"; }
`;

const services = String.raw`
begin services
# Masked, not disabled: a package upgrade enables its services again. What is not installed is masked all the same.
for unit in \
  apt-daily.service apt-daily.timer apt-daily-upgrade.service apt-daily-upgrade.timer unattended-upgrades.service \
  apt-news.service esm-cache.service ua-timer.timer ubuntu-advantage.service update-notifier-download.timer \
  update-notifier-motd.timer motd-news.service motd-news.timer man-db.timer dpkg-db-backup.timer \
  e2scrub_all.timer e2scrub_reap.service apport.service apport-autoreport.timer whoopsie.service kerneloops.service \
  snapd.service snapd.socket snapd.seeded.service snapd.apparmor.service snapd.autoimport.service \
  snapd.core-fixup.service snapd.recovery-chooser-trigger.service snapd.snap-repair.timer snapd.system-shutdown.service \
  multipathd.service multipathd.socket iscsid.service iscsid.socket open-iscsi.service lvm2-monitor.service \
  ModemManager.service udisks2.service pollinate.service fwupd.service fwupd-refresh.timer \
  secureboot-db.service grub-initrd-fallback.service cloud-init-hotplugd.socket
do
  place=/etc/systemd/system/$unit
  if [ -L "$place" ] || [ ! -e "$place" ]; then ln -sfn /dev/null "$place"; fi
done
systemctl daemon-reload
systemctl stop apt-daily.timer apt-daily-upgrade.timer apt-daily.service apt-daily-upgrade.service \
  unattended-upgrades.service || true

# Waits two minutes when every adapter is optional (systemd 252). Replaced by a wait for addresses that holds up nothing but
# what asks for the network. Not masked: cloud-init 26 starts it by name and takes a refusal for an error.
mkdir -p /etc/systemd/system/systemd-networkd-wait-online.service.d
printf '[Service]\nExecStart=\nExecStart=/bin/true\n' \
  >/etc/systemd/system/systemd-networkd-wait-online.service.d/zz-big-data-lab.conf
mkdir -p /usr/local/lib/big-data-lab
install -m 0755 "$work/wait-online" /usr/local/lib/big-data-lab/
install -m 0644 "$work/big-data-lab-online.service" /etc/systemd/system/
mkdir -p /etc/systemd/system/network-online.target.wants
ln -sfn ../big-data-lab-online.service /etc/systemd/system/network-online.target.wants/big-data-lab-online.service

cat >${modprobePath} <<'SETTINGS'
${modprobeSettings}SETTINGS

mkdir -p /etc/ssh/sshd_config.d
printf 'PasswordAuthentication no\nKbdInteractiveAuthentication no\n' >/etc/ssh/sshd_config.d/10-big-data-lab.conf

if command -v update-grub >/dev/null; then
  # Without the second line GRUB waits 30 s after a power cut.
  mkdir -p /etc/default/grub.d
  printf 'GRUB_TIMEOUT=0\nGRUB_RECORDFAIL_TIMEOUT=0\n' >/etc/default/grub.d/zz-big-data-lab.cfg
  update-grub || echo 'the boot menu stays as it is'
fi
`;

const upgrade = String.raw`
begin upgrade
online() {
  tries=0
  while [ -z "$(ip -4 route show default)" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 30 ]; then return 1; fi
    sleep 2
  done
  timeout 900 apt-get -o APT::Update::Error-Mode=any -o Acquire::Retries=1 -o Acquire::http::Timeout=20 update
}
install_upgrades() {
  timeout "$1" apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef \
    -o Dpkg::Options::=--force-confold --with-new-pkgs "$2" upgrade
}
if [ "$(wish upgrade)" = yes ]; then
  # Fetched before anything is changed: a connection that breaks leaves the guest as it was.
  if online && install_upgrades 5400 --download-only; then
    install_upgrades 7200 --no-download
  else
    say 'log package sources not reachable, packages stay as they are'
  fi
fi
# Run at every login, SSH commands included; some start Python.
for script in /etc/update-motd.d/[5-9]*; do
  if [ -f "$script" ]; then chmod a-x "$script"; fi
done
`;

const wishes = String.raw`
begin locale
locale=$(wish locale)
if [ "$locale" != C.UTF-8 ] && ! locale -a | grep -qxF "$(echo "$locale" | sed 's/UTF-8$/utf8/')"; then
  command -v locale-gen >/dev/null || fail 'the package locales is not installed'
  grep -qxF "$locale UTF-8" /usr/share/i18n/SUPPORTED || fail "this system has no locale $locale"
  echo "$locale UTF-8" >>/etc/locale.gen
  locale-gen
fi
echo "LANG=$locale" >/etc/default/locale

begin keyboard
layout=$(wish keyboard-layout)
variant=$(wish keyboard-variant)
rules=/usr/share/X11/xkb/rules/base.lst
if [ -f "$rules" ] && ! grep -q "^  $layout  *[A-Z]" "$rules"; then fail "this system has no keyboard layout $layout"; fi
printf 'XKBMODEL="pc105"\nXKBLAYOUT="%s"\nXKBVARIANT="%s"\nXKBOPTIONS=""\nBACKSPACE="guess"\n' "$layout" "$variant" \
  >/etc/default/keyboard
if command -v setupcon >/dev/null; then setupcon --keyboard-only --save-only --force; fi

begin timezone
timezone=$(wish timezone)
[ -f "/usr/share/zoneinfo/$timezone" ] || fail "this system has no time zone $timezone"
ln -sfn "/usr/share/zoneinfo/$timezone" /etc/localtime
echo "$timezone" >/etc/timezone
`;

const seal = String.raw`
begin cloud-init
# Read after every other file there, so that it has the last word.
install -m 0644 "$work/node-modules.cfg" /etc/cloud/cloud.cfg.d/zz-big-data-lab.cfg

# The stage between the two that hold our modules; each is a Python of its own until cloud-init 24.3.
if [ ! -e /usr/lib/systemd/system/cloud-init-main.service ]; then
  ln -sfn /dev/null /etc/systemd/system/cloud-config.service
fi
if [ -x /usr/lib/systemd/system-generators/cloud-init-generator ]; then
  mkdir -p /etc/systemd/system-generators
  install -m 0755 "$work/cloud-init-generator" /etc/systemd/system-generators/
fi

begin seal
rm -f /etc/ssh/ssh_host_*
cloud-init clean --logs --seed
rm -f /etc/netplan/50-cloud-init.yaml /var/lib/systemd/random-seed /var/lib/systemd/credential.secret
# Empty, not absent: without the file a clone boots as uninitialized and gets no lease from DHCP (seen with cloud-init 22.4,
# whose "clean --machine-id" removes it).
rm -f /etc/machine-id /var/lib/dbus/machine-id
: >/etc/machine-id
if [ -d /var/lib/dbus ]; then ln -s /etc/machine-id /var/lib/dbus/machine-id; fi
rm -rf /var/log/journal/*
# Else each clone's first boot rebuilds the hardware database and the linker cache for a /usr newer than these stamps.
if [ -x /usr/lib/systemd/systemd-update-done ]; then /usr/lib/systemd/systemd-update-done; fi
fstrim / || echo 'the disk takes no discard'
`;

/** The preparation of a base as a POSIX shell script; reads its wishes from files beside it. */
export const basePreparationScript = [setup, services, upgrade, wishes, seal].join('');
