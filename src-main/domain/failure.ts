/** Every expected failure a user can meet. Texts live in `locales/<language>/errors`, keyed by these codes. */
export const errorCodes = [
  // how the command line was used
  'unknown-command',
  'unknown-option',
  'missing-argument',
  'missing-option-value',
  'too-many-arguments',
  // how a screen spoke to the core
  'not-signed-in',
  'foreign-request',
  'unknown-method',
  'malformed-request',
  'request-too-large',
  'operation-not-found',
  'transfer-not-known',
  'screens-not-built',
  // what the user asked for
  'invalid-input',
  'invalid-lab-name',
  'draft-building',
  'no-labs',
  'lab-not-named',
  'lab-not-found',
  'lab-name-taken',
  'node-not-found',
  'node-name-taken',
  'network-name-taken',
  'last-node',
  'snapshot-not-found',
  'snapshot-name-taken',
  'not-in-trash',
  'leftover-kept',
  'not-enough-memory',
  'not-enough-disk',
  'subnet-overlaps',
  'port-taken',
  'lab-busy',
  'lab-incomplete',
  'lab-deleting',
  'wrong-state',
  'base-in-use',
  'base-changed',
  'confirmation-needed',
  // this computer
  'data-folder-not-writable',
  'disk-full',
  'disk-nearly-full',
  'stored-file-damaged',
  'stored-file-too-new',
  'hypervisor-missing',
  'hypervisor-unusable',
  'tool-missing',
  'ssh-missing',
  'terminals-missing',
  'needs-root',
  'installation-by-hand',
  'installation-declined',
  'installation-forbidden',
  'installation-failed',
  'installation-not-proved',
  'installer-busy',
  'installer-offline',
  'installer-disk-full',
  'restart-needed',
  'update-list-unusable',
  'needs-administrator',
  'firmware-restart-impossible',
  'labs-running',
  // programs and hypervisors
  'command-failed',
  'command-timeout',
  'vm-not-found',
  'vm-not-ours',
  'vm-busy',
  'vm-start-failed',
  'vm-broken',
  'vm-driver-missing',
  'virtualization-off',
  'trial-silent',
  'trial-busy',
  'virtualization-unsupported',
  'virtualization-held-by-kvm',
  'virtualization-held-by-windows',
  'vm-driver-not-permitted',
  'vm-driver-mismatch',
  'vm-start-blocked',
  'host-memory-short',
  'vm-paused-disk-full',
  'medium-missing',
  'medium-in-use',
  'medium-uuid-taken',
  'file-in-the-way',
  'forward-exists',
  'network-of-another-user',
  'vm-network-failed',
  'saved-state-unusable',
  'wrong-text-encoding',
  'kvm-missing',
  'kvm-not-permitted',
  'hvf-not-permitted',
  'whpx-off',
  'accelerator-not-built',
  'parallels-edition',
  'parallels-licence-missing',
  'parallels-licence-expired',
  'parallels-password',
  'parallels-starting',
  'parallels-network-off',
  'not-supported',
  // images
  'image-unreachable',
  'image-not-known',
  'image-damaged',
  'image-not-usable',
  'folder-not-readable',
  'signature-invalid',
  'download-failed',
  // guests
  'node-not-ready',
  'guest-command-failed',
  'host-key-mismatch',
  'guest-setup-failed',
  'file-not-copied',
] as const;

/** Stable identifier of an expected failure; part of `--json` output and never renamed. */
export type ErrorCode = (typeof errorCodes)[number];

/** Plain values that fill the gaps of a text; never secrets. */
export type FailureParams = Readonly<Record<string, string | number>>;

/** What an expected failure carries besides its code. */
export interface FailureDetails {
  readonly params?: FailureParams;
  /** Lines that let an expert judge: the last command, the end of a log. Never secrets. */
  readonly evidence?: readonly string[];
  readonly cause?: unknown;
}

/**
 * An expected failure: something a user can meet and do something about. Bugs stay plain `Error`.
 * `message` is a short English fragment for logs; what the user reads comes from `locales/` by `code` and `params`.
 */
export class LabError extends Error {
  readonly code: ErrorCode;
  readonly params: FailureParams;
  readonly evidence: readonly string[];

  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LabError';
    this.code = code;
    this.params = details.params ?? {};
    this.evidence = details.evidence ?? [];
  }
}

/** The user (or a shutdown) asked to stop. Cancelled is not failed: nothing went wrong. */
export class CancelledError extends Error {
  constructor(message = 'cancelled') {
    super(message);
    this.name = 'CancelledError';
  }
}

/** True when `error` means that somebody asked to stop, whichever library reports it. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof Error && error.name === 'AbortError');
}

/** Throws `CancelledError` when `signal` is aborted; call it before each piece of work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}
