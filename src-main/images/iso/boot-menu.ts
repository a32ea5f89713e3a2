import type { CpuArchitecture } from '../../domain/ids.ts';

/** What the first entry of an installation medium's boot menu loads. */
export interface InstallerBoot {
  readonly kernelPath: string;
  readonly initrdPath: string;
}

/** First serial port, as the kernel calls it. */
const serialConsole: Readonly<Record<CpuArchitecture, string>> = {
  amd64: 'ttyS0,115200n8',
  arm64: 'ttyAMA0,115200',
};

/**
 * What the live system is told on its kernel line:
 * `autoinstall`: without the word the installer asks for a "yes" on its console (subiquity, `controllers/install.py`).
 * `noprompt`: nobody is there to take the medium out at the end. `fsck.mode=skip`: the sum over the whole medium is not compared,
 * which would take minutes and find the changed boot menu; the copy was compared with the image's digest when it was made.
 * The rest brings kernel, services and the installer's own stages to the serial port.
 */
function kernelWords(architecture: CpuArchitecture): string {
  const consoles = `console=tty0 console=${serialConsole[architecture]}`;
  return `autoinstall noprompt fsck.mode=skip ${consoles} systemd.journald.forward_to_console=1`;
}

/** Kernel and initrd of the first menu entry that starts a live system; null when the menu has none. */
export function parseBootMenu(text: string): InstallerBoot | null {
  const words = text.split('\n').map((line) => line.trim().split(/\s+/));
  const fileOf = (command: RegExp): string | undefined =>
    words.find(([first = '', file = '']) => command.test(first) && /^\/casper\/[\w.-]+$/.test(file))?.[1];
  const kernelPath = fileOf(/^linux(?:efi)?$/);
  const initrdPath = fileOf(/^initrd(?:efi)?$/);
  return kernelPath === undefined || initrdPath === undefined ? null : { kernelPath, initrdPath };
}

/**
 * A boot menu that asks nothing: GRUB's commands for starting the installer at once, in exactly `sizeBytes` bytes, so that it can
 * take the place of the old one. Null when it does not fit.
 */
export function unattendedBootMenu(
  { kernelPath, initrdPath }: InstallerBoot,
  architecture: CpuArchitecture,
  sizeBytes: number,
): Buffer | null {
  const lines = [
    '# Changed by Big Data Lab: installs without asking',
    `linux ${kernelPath} ${kernelWords(architecture)} ---`,
    `initrd ${initrdPath}`,
    'boot',
  ];
  const text = Buffer.from(`${lines.join('\n')}\n`, 'ascii');
  if (text.length > sizeBytes) return null;
  return Buffer.concat([text, Buffer.alloc(sizeBytes - text.length, '\n')]);
}
