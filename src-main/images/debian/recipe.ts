import { createHash } from 'node:crypto';
import { modprobePath, modprobeSettings } from '../../guest/documents/modprobe.ts';

/** Release the image is made of. */
export const debianSuite = 'bookworm';

/** Size of the disk the guest sees in the image itself; labs enlarge it. The finished system takes about 0.7 GiB. */
export const debianDiskBytes = 3 * 1024 ** 3;

/** First byte of the only partition: the first MiB holds partition table and boot loader. */
export const partitionOffsetBytes = 1024 ** 2;

/**
 * The kernel is the general one: the one for clouds has no AHCI driver, so it finds no disk at VirtualBox's SATA controller
 * (Debian 12).
 */
export const debianPackages = [
  'linux-image-amd64',
  'systemd-sysv',
  'systemd-resolved',
  'udev',
  'dbus',
  'openssh-server',
  'cloud-init',
  'cloud-guest-utils',
  'netplan.io',
  'sudo',
  'iproute2',
  'iputils-ping',
  'ca-certificates',
  'e2fsprogs',
  'fdisk',
  'procps',
  'locales',
  'keyboard-configuration',
  'console-setup',
  'python3',
] as const;

/** Where the finished guest gets its packages, whatever mirror the image was built from. */
export const guestSources = `deb http://deb.debian.org/debian ${debianSuite} main
deb http://deb.debian.org/debian ${debianSuite}-updates main
deb http://deb.debian.org/debian-security ${debianSuite}-security main
`;

/** Options of dpkg that stay in the image: what later packages bring is trimmed alike. */
export const dpkgTrimOptions = [
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*',
  'path-include=/usr/share/locale/de*',
  'path-include=/usr/share/locale/en*',
  'path-include=/usr/share/locale/locale.alias',
] as const;

/** A file of the guest. */
export interface GuestFile {
  /** Absolute path in the guest. */
  readonly path: string;
  readonly content: string;
}

/** A symbolic link of the guest. */
export interface GuestLink {
  readonly path: string;
  readonly target: string;
}

/**
 * Drivers of every disk and CD drive the supported hypervisors show: QEMU (virtio) and VirtualBox (AHCI, PIIX). Named, because
 * the usual initrd with all drivers is five times as large. crc32c: ext4 checks its metadata with it.
 */
const initrdModules = [
  'virtio_pci',
  'virtio_blk',
  'virtio_scsi',
  'ahci',
  'ata_piix',
  'sd_mod',
  'sr_mod',
  'cdrom',
  'isofs',
  'ext4',
  'crc32c',
  'crc32c_generic',
];

/** `quiet` and its companions: under emulation each character on the serial port costs time. The last console is /dev/console. */
const kernelOptions =
  'root=LABEL=root ro console=tty0 console=ttyS0,115200 quiet loglevel=4 systemd.show_status=0 consoleblank=0';

const grubMenu = `# Written once when the image was made. The links /vmlinuz and /initrd.img follow kernel updates.
set timeout=0
linux /vmlinuz ${kernelOptions}
initrd /initrd.img
boot
`;

const cloudInitSettings = `# The seed comes as a CD labelled cidata; without one the guest boots all the same.
datasource_list: [ NoCloud, None ]
# systemd-networkd starts after the stage that wrote the network settings; applying them once more only costs time.
disable_network_activation: true
`;

const hosts = `127.0.0.1 localhost
127.0.1.1 debian
::1 localhost ip6-localhost ip6-loopback
ff02::1 ip6-allnodes
ff02::2 ip6-allrouters
`;

/** Everything that is put into the guest's tree before its packages are set up. */
export const guestFiles: readonly GuestFile[] = [
  { path: '/boot/grub/grub.cfg', content: grubMenu },
  { path: '/etc/fstab', content: 'LABEL=root / ext4 defaults,noatime,errors=remount-ro 0 1\n' },
  { path: '/etc/hostname', content: 'debian\n' },
  { path: '/etc/hosts', content: hosts },
  { path: '/etc/locale.gen', content: 'de_DE.UTF-8 UTF-8\nen_US.UTF-8 UTF-8\n' },
  { path: '/etc/default/locale', content: 'LANG=en_US.UTF-8\n' },
  { path: '/etc/cloud/cloud.cfg.d/90-big-data-lab.cfg', content: cloudInitSettings },
  { path: modprobePath, content: modprobeSettings },
  { path: '/usr/share/initramfs-tools/modules.d/big-data-lab', content: `${initrdModules.join('\n')}\n` },
  { path: '/usr/share/initramfs-tools/conf.d/big-data-lab', content: 'MODULES=list\nCOMPRESS=gzip\nBUSYBOX=n\n' },
];

const maskedUnits = [
  // With adapters that are all optional it waits two minutes and fails (systemd 252, netplan 0.106), and cloud-init waits with it.
  'systemd-networkd-wait-online.service',
  // Work in the background that slows the first minutes of every boot.
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
];

/**
 * The network daemon is on from the start: netplan's own link to it appears during the first boot, too late for that boot.
 */
const networkdLinks: readonly GuestLink[] = [
  {
    path: '/etc/systemd/system/multi-user.target.wants/systemd-networkd.service',
    target: '/lib/systemd/system/systemd-networkd.service',
  },
  {
    path: '/etc/systemd/system/sockets.target.wants/systemd-networkd.socket',
    target: '/lib/systemd/system/systemd-networkd.socket',
  },
  {
    path: '/etc/systemd/system/dbus-org.freedesktop.network1.service',
    target: '/lib/systemd/system/systemd-networkd.service',
  },
];

export const guestLinks: readonly GuestLink[] = [
  ...maskedUnits.map((unit) => ({ path: `/etc/systemd/system/${unit}`, target: '/dev/null' })),
  ...networkdLinks,
];

/**
 * Raised when the builder itself changes what ends up in the image, for what the digest below cannot see.
 */
const builderRevision = 1;

/** SHA-256 (hex) over everything that decides what is in the image, except the versions of the packages. */
export function debianRecipeDigest(): string {
  const recipe = {
    builderRevision,
    debianSuite,
    debianDiskBytes,
    debianPackages,
    dpkgTrimOptions,
    guestSources,
    guestFiles,
    guestLinks,
  };
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
}
