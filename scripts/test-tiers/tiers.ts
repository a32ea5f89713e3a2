/** A program a tier needs, and the Debian package that brings it. */
export interface Tool {
  /** Looked up in PATH and in the folders of the system administrator; or an absolute path. */
  readonly program: string;
  readonly package: string;
}

export interface TierNeeds {
  readonly linux?: true;
  /** The emulated computers of the tests are PCs. */
  readonly pc?: true;
  readonly root?: true;
  readonly memoryGiB?: number;
  /** Electron's program in node_modules, which its package fetches on demand: not everywhere can it be had. */
  readonly electron?: true;
  /** Without these the tier cannot run. */
  readonly tools?: readonly Tool[];
  /** Installed where that is possible; tests that find them missing leave themselves out. */
  readonly welcomeTools?: readonly Tool[];
}

export interface TierRun {
  /** Of vitest.config.ts. */
  readonly project: string;
  /** The test files, by the beginnings of their paths. */
  readonly files: readonly string[];
  /** Command in front of Vitest's. */
  readonly wrapper?: readonly string[];
  /** Drives the built program, as a user has it. */
  readonly built?: true;
}

/** One kind of proof, with what it needs of the computer. Architecture and rules of the levels: docs/architecture.md. */
export interface Tier {
  readonly name: string;
  readonly what: string;
  readonly needs: TierNeeds;
  /** `checks`: those of `npm run check` without the unit tests. */
  readonly run: 'checks' | TierRun;
  readonly limitMinutes: number;
  /** Required only where it is asked for by its name: `--require all` is content with its being left out. */
  readonly onlyByName?: true;
  /** Too long for every run: runs only where it is asked for by its name, and then alone in its time. */
  readonly slow?: true;
  /**
   * Tiers that keep one processor busy for long: lanes run beside each other, after all the tiers without one; the tiers of a lane one
   * after another.
   */
  readonly lane?: 'qemu' | 'virtualbox';
}

const qemu: readonly Tool[] = [
  { program: 'qemu-system-x86_64', package: 'qemu-system-x86' },
  { program: 'qemu-img', package: 'qemu-utils' },
];
const makingRoots: readonly Tool[] = [
  { program: 'mmdebstrap', package: 'mmdebstrap' },
  { program: 'unshare', package: 'util-linux' },
  { program: 'setpriv', package: 'util-linux' },
];
const ssh: readonly Tool[] = [
  { program: 'ssh', package: 'openssh-client' },
  { program: 'ssh-keygen', package: 'openssh-client' },
];
const isoReaders: readonly Tool[] = [
  { program: 'isoinfo', package: 'genisoimage' },
  { program: 'blkid', package: 'util-linux' },
];
/** What the product asks of a Debian host before it builds a guest image from packages. */
const makingImages: readonly Tool[] = [
  { program: 'mke2fs', package: 'e2fsprogs' },
  { program: 'sfdisk', package: 'fdisk' },
  { program: 'grub-mkimage', package: 'grub-common' },
  { program: '/usr/lib/grub/i386-pc/boot.img', package: 'grub-pc-bin' },
  { program: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' },
];
/** Installation media with GRUB on them. */
const makingMedia: readonly Tool[] = [
  { program: 'grub-mkrescue', package: 'grub-common' },
  { program: '/usr/lib/grub/i386-pc/boot.img', package: 'grub-pc-bin' },
  { program: 'xorriso', package: 'xorriso' },
  { program: 'mformat', package: 'mtools' },
];
/** For unpacking a Debian package beside the system. */
const unpackingPackages: readonly Tool[] = [
  { program: 'apt-get', package: 'apt' },
  { program: 'dpkg-deb', package: 'dpkg' },
  { program: '/usr/bin/python3', package: 'python3-minimal' },
];
const chromium: Tool = { program: 'chromium', package: 'chromium' };
const ansible: readonly Tool[] = [
  { program: 'ansible', package: 'ansible-core' },
  { program: 'ansible-inventory', package: 'ansible-core' },
];
/** What generated scripts and passwords are held against. */
const judges: readonly Tool[] = [
  { program: 'shellcheck', package: 'shellcheck' },
  { program: 'openssl', package: 'openssl' },
  { program: 'ping', package: 'iputils-ping' },
];

/** The emulated laptop, and the guest image that the product builds. */
const laptopWithGuests: TierNeeds = {
  linux: true,
  pc: true,
  root: true,
  memoryGiB: 10,
  tools: [...qemu, ...makingRoots, ...makingImages, ...ssh],
};

/** In the order in which they run: what fails soonest comes first. */
export const tiers: readonly Tier[] = [
  {
    name: 'check',
    what: 'format, lint, layers, types, unused code',
    needs: {},
    run: 'checks',
    limitMinutes: 5,
  },
  {
    name: 'unit',
    what: 'pure functions; no program is started',
    needs: {},
    run: { project: 'unit', files: ['test/unit/'] },
    limitMinutes: 5,
  },
  {
    name: 'fuzz',
    what: 'ten thousand changed inputs for every parser of what others wrote',
    needs: {},
    run: { project: 'fuzz', files: ['test/fuzz/'] },
    limitMinutes: 10,
  },
  {
    name: 'conformance',
    what: 'one suite for every driver: the fake and the replayed recordings',
    needs: {},
    run: { project: 'conformance', files: ['test/conformance/'] },
    limitMinutes: 5,
  },
  {
    name: 'integration',
    what: 'several parts together, with real files and programs, without VMs',
    needs: { welcomeTools: [...qemu, ...ssh, ...isoReaders, ...ansible, ...judges] },
    run: { project: 'integration', files: ['test/integration/'] },
    limitMinutes: 10,
  },
  {
    name: 'cloud-init',
    what: 'the documents of guests before cloud-init itself, unpacked from its Debian package and never installed',
    needs: { linux: true, tools: unpackingPackages },
    run: { project: 'real', files: ['test/real/cloud-init'] },
    limitMinutes: 10,
  },
  {
    name: 'app',
    what: 'the screens in a browser, on invented VMs: wizard, labs, connection, accessibility',
    needs: { tools: [chromium] },
    run: { project: 'e2e', files: ['test/e2e/'] },
    limitMinutes: 15,
  },
  {
    name: 'scan',
    what: 'a scanner for the mistakes of Electron apps; fetched from the package registry the first time',
    needs: {},
    run: { project: 'scan', files: ['test/scan/'] },
    limitMinutes: 10,
  },
  {
    name: 'desktop',
    what: 'the app in a real window of Electron',
    needs: { electron: true },
    run: { project: 'desktop', files: ['test/desktop/'] },
    limitMinutes: 10,
    onlyByName: true,
  },
  {
    name: 'qemu-control',
    what: 'the QEMU driver on real QEMU processes that boot next to nothing',
    needs: { linux: true, pc: true, tools: qemu, welcomeTools: [...makingMedia, ...isoReaders] },
    run: { project: 'real', files: ['test/real/qemu-control'] },
    limitMinutes: 10,
  },
  {
    name: 'virtualbox-control',
    what: 'the VirtualBox driver on the real VBoxManage, which can do everything but start a VM here',
    needs: { linux: true, pc: true, root: true, tools: [...makingRoots, ...qemu] },
    run: {
      project: 'real',
      files: ['test/real/virtualbox-control'],
      wrapper: ['scripts/real-virtualbox', 'run', '--'],
    },
    limitMinutes: 40,
  },
  {
    name: 'debian-image',
    what: 'the guest image built from packages: whole, and cleared up after a cancelled or killed build',
    needs: {
      linux: true,
      pc: true,
      root: true,
      tools: [...qemu, ...makingRoots, ...makingImages, { program: 'debugfs', package: 'e2fsprogs' }],
    },
    run: { project: 'real', files: ['test/real/debian-image'] },
    limitMinutes: 12,
    lane: 'qemu',
  },
  {
    name: 'qemu-lab',
    what: 'whole labs of real QEMU VMs, from the image to the deletion',
    needs: {
      linux: true,
      pc: true,
      root: true,
      memoryGiB: 6,
      tools: [...qemu, ...makingRoots, ...makingImages, ...ssh, ...ansible, { program: 'ip', package: 'iproute2' }],
    },
    run: { project: 'real', files: ['test/real/qemu-lab'], built: true },
    limitMinutes: 38,
    lane: 'qemu',
  },
  {
    name: 'virtualbox-trouble',
    what: 'faults provoked for real around VirtualBox VMs, and mended, in an emulated laptop',
    needs: { linux: true, pc: true, root: true, memoryGiB: 10, tools: [...qemu, ...makingRoots, ...ssh] },
    run: { project: 'real', files: ['test/real/virtualbox-trouble'], built: true },
    limitMinutes: 180,
    slow: true,
    lane: 'virtualbox',
  },
  {
    name: 'virtualbox-power-cut',
    what: 'power cuts of an emulated laptop, while a lab of real VirtualBox VMs is made, runs and is saved',
    needs: laptopWithGuests,
    run: { project: 'real', files: ['test/real/virtualbox-power-cut'], built: true },
    limitMinutes: 180,
    slow: true,
    lane: 'virtualbox',
  },
  {
    name: 'virtualbox-laptop',
    what: 'a whole lab of real VirtualBox VMs, in an emulated laptop',
    needs: laptopWithGuests,
    run: { project: 'real', files: ['test/real/virtualbox-laptop'], built: true },
    limitMinutes: 50,
    lane: 'virtualbox',
  },
];
