import type { KnownText } from '../known-texts.ts';

/**
 * What VBoxManage prints, and what it means; the first match wins. Recorded with 7.2.22 unless said otherwise. Codes count as
 * numbers: their names differ between systems (E_FAIL, NS_ERROR_FAILURE).
 */
export const knownTexts: readonly KnownText[] = [
  // The C library of another alphabet: asked in UTF-8, this cannot happen.
  { pattern: /VERR_NO_TRANSLATION/, code: 'wrong-text-encoding' },
  { pattern: /Could not find a registered machine/, code: 'vm-not-found' },
  { pattern: /Could not find a snapshot|machine does not have any snapshots/, code: 'snapshot-not-found' },
  {
    pattern: /has more than one child|of the machine '[^']*' cannot be deleted|because it has \d+ child media/,
    code: 'base-in-use',
  },
  { pattern: /DrvVD_DISKFULL/, code: 'vm-paused-disk-full' },
  { pattern: /VERR_DISK_FULL/, code: 'disk-full' },
  { pattern: /The object functionality is limited/, code: 'vm-broken' },
  {
    pattern:
      /Cannot register the hard disk '(?<medium>[^']+)' \{[0-9a-f-]+\} because a hard disk '[^']+' with UUID \{[0-9a-f-]+\} already exists/,
    code: 'medium-uuid-taken',
  },
  { pattern: /Cannot register the hard disk '(?<medium>[^']+)'/, code: 'medium-uuid-taken' },
  {
    pattern: /[Mm]edium '(?<medium>[^']+)' (?:is still|is already|cannot be closed because it is still) attached/,
    code: 'medium-in-use',
  },
  {
    pattern:
      /already locked (?:for|by) a session|is locked for (?:reading|writing)|being unlocked|The object is not ready/,
    code: 'vm-busy',
  },
  { pattern: /settings file '(?<medium>[^']+)' already exists/, code: 'file-in-the-way' },
  { pattern: /cannot create image '(?<medium>[^']+)' \(VERR_ALREADY_EXISTS\)/, code: 'file-in-the-way' },
  {
    pattern: /Could not rename the directory '[^']+' to '(?<medium>[^']+)'.*VERR_ALREADY_EXISTS/,
    code: 'file-in-the-way',
  },
  { pattern: /A NAT rule (?:of this name|for this host port and this host IP) already exists/, code: 'forward-exists' },
  // Internal networks of one name belong to the user whose VM came first (7.2.22, two users of one Linux computer).
  {
    pattern: /internal network '(?<network>[^']+)'[^\n]*\(VERR_PERMISSION_DENIED\)/,
    code: 'network-of-another-user',
  },
  // VirtualBox issue 727 (macOS 26); a user's report.
  {
    pattern: /vmnet_start_interface returned \d+|Failed to attach the network LUN|failed to open \/dev\/vboxnetctl/,
    code: 'vm-network-failed',
  },
  { pattern: /Could not create a directory '(?<path>[^']+)'/, code: 'data-folder-not-writable' },
  { pattern: /VERR_ACCESS_DENIED|VERR_WRITE_PROTECT/, code: 'data-folder-not-writable' },
  // From VirtualBox's sources: memory of a VM that another version or other settings wrote.
  { pattern: /VERR_SSM_\w+/, code: 'saved-state-unusable' },
  { pattern: /VERR_(?:EM_)?NO_MEMORY|HostMemoryLow/, code: 'host-memory-short' },
  {
    pattern:
      /(?:opening image file|[Mm]edium|hard disk|OVA file) '(?<medium>[^']+)'[^']*\(VERR_(?:FILE|PATH)_NOT_FOUND\)/,
    code: 'medium-missing',
  },
  {
    pattern: /Could not get the storage format of the medium|VERR_EOF|VERR_VD_\w*(?:INVALID|CORRUPT)\w*/,
    code: 'vm-broken',
  },
  { pattern: /Runtime error opening '[^']+\.vbox'/, code: 'vm-broken' },
  { pattern: /Could not launch the VM process/, code: 'hypervisor-unusable' },
  // VirtualBox's server ends some seconds after its last client; who calls just then may find none.
  { pattern: /Failed to create the VirtualBox object|COM server is not running/, code: 'hypervisor-unusable' },
  {
    pattern: /is not mutable|is not currently running|is not running \(currently|0x80bb0002/i,
    code: 'wrong-state',
  },
];

/** The same for reading an image. */
export const imageTexts: readonly KnownText[] = [
  { pattern: /VERR_EOF|VERR_VD_\w*(?:INVALID|CORRUPT)\w*/, code: 'image-damaged' },
  { pattern: /Could not get the storage format|unsupported incompatible features/, code: 'image-not-usable' },
  { pattern: /VERR_FILE_NOT_FOUND/, code: 'image-not-usable' },
];

/**
 * Why a VM does not start, in what VBoxManage printed and in the log of the start. From VirtualBox's sources (HM.cpp,
 * SUPR3HardenedMain.cpp) and from logs of users; recorded: the missing driver.
 */
export const startTexts: readonly KnownText[] = [
  { pattern: /VERR_NEM_VM_CREATE_FAILED|WHvSetupPartition|WHvCreatePartition/, code: 'virtualization-held-by-windows' },
  {
    pattern: /VERR_VMX_MSR_\w*DISABLED|VERR_SVM_DISABLED|(?:VT-x|AMD-V) is disabled in the BIOS/,
    code: 'virtualization-off',
  },
  {
    pattern: /VERR_VMX_IN_VMX_ROOT_MODE|VERR_SVM_IN_USE|(?:VT-x|AMD-V) is being used by another hypervisor/,
    code: 'virtualization-held-by-kvm',
  },
  {
    // Recorded: VBoxHeadless without its right to run as root, which only it itself tells.
    pattern: /VERR_VM_DRIVER_NOT_ACCESSIBLE|rc=-1909\b|driver is not accessible|Effective UID is not root/,
    code: 'vm-driver-not-permitted',
  },
  {
    pattern: /VERR_VM_DRIVER_VERSION_MISMATCH|rc=-1912\b|kernel modules? do(?:es)? not match/,
    code: 'vm-driver-mismatch',
  },
  {
    // The wrapper of the Linux packages warns on every call; VBoxHeadless itself reports -1908.
    pattern:
      /(?:rc=|Error )-1908\b|VERR_VM_DRIVER_\w+|[Kk]ernel driver not installed|character device \S+ does not exist|vboxdrv kernel module is not loaded/,
    code: 'vm-driver-missing',
  },
  {
    pattern: /VERR_VMX_NO_VMX|VERR_SVM_NO_SVM|(?:VT-x|AMD-V) is not available/,
    code: 'virtualization-unsupported',
  },
  // VirtualBox's own protection on Windows (VBoxHardening.log; SUPR3HardenedMain.cpp, SUPR3HardenedMain-win.cpp).
  {
    pattern:
      /supR3Hardened\w*:? [^\n]*(?:failed|VERR_)|Error -?\d+ in supR3Hardened|VERR_SUP(?:_VP|LIB)_\w+|VBoxDrvStub\) failed/,
    code: 'vm-start-blocked',
  },
];
