import type { CpuArchitecture } from '../../domain/ids.ts';

/** Where the commands of the installation keep their helper, in the memory of the live system. */
const sayPath = '/run/big-data-lab-say';

/**
 * Makes a helper that writes `BDL-BASE ...` to the serial port, says that the installer begins, and has it say every 30 s that
 * the guest is alive: unpacking the system says nothing for minutes. Its own unit, as the installer waits for what it started.
 */
export const sayCommand = String.raw`cat >${sayPath} <<'SAY'
#!/bin/sh
for port in /dev/ttyS0 /dev/ttyAMA0; do
  if [ -c "$port" ]; then printf '\r\nBDL-BASE %s\r\n' "$1" >"$port" 2>/dev/null || true; fi
done
SAY
chmod 0755 ${sayPath}
${sayPath} 'install start'
systemd-run --no-block --unit=big-data-lab-alive /bin/sh -c 'while sleep 30; do ${sayPath} alive; done'
`;

const bootConsole: Readonly<Record<CpuArchitecture, string>> = {
  amd64: 'console=tty1 console=ttyS0',
  arm64: 'console=tty1 console=ttyAMA0',
};

/** Gives the installed system its serial console and says that the installation is done: twice, as a line may be cut in two. */
export function lateCommands(architecture: CpuArchitecture): readonly string[] {
  const settings = String.raw`GRUB_CMDLINE_LINUX_DEFAULT="${bootConsole[architecture]}"\nGRUB_TERMINAL=console\n`;
  return [
    `${sayPath} 'install finish'`,
    'mkdir -p /target/etc/default/grub.d',
    `printf '${settings}' >/target/etc/default/grub.d/50-big-data-lab.cfg`,
    'curtin in-target --target=/target -- update-grub',
    `${sayPath} 'install restart'; ${sayPath} 'install restart'`,
  ];
}

/** Says what went wrong and switches off: the installer would wait for somebody at its console. */
export const errorCommands: readonly string[] = [
  `tail -n 15 /var/log/installer/subiquity-server-debug.log | while IFS= read -r line; do ${sayPath} "log $line"; done`,
  `${sayPath} 'failed install'; ${sayPath} 'failed install'`,
  'sync; systemctl poweroff --no-block || poweroff -f',
];
