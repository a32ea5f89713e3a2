import type { FailureInfo } from '../../domain/operation.ts';

/** Exit codes of `bdl`; documented in docs/exit-codes.md. */
export const exitCodes = {
  ok: 0,
  /** A bug: please report. */
  unexpected: 1,
  /** What was asked for cannot be: wrong option, unknown name, missing confirmation. */
  input: 2,
  /** This computer lacks something: memory, disk, a hypervisor, a tool, a right. */
  host: 3,
  /** An operation failed on the way; it can be gone on with. */
  failed: 4,
  /** Something else is at it, or the lab is in another state. */
  busy: 5,
  /** An image could not be had or is not usable. */
  image: 6,
  /** Cancelled by the user (128 + SIGINT). */
  cancelled: 130,
} as const;

const byCode: Readonly<Record<FailureInfo['code'], number>> = {
  'unknown-command': exitCodes.input,
  'unknown-option': exitCodes.input,
  'missing-argument': exitCodes.input,
  'missing-option-value': exitCodes.input,
  'too-many-arguments': exitCodes.input,
  'not-signed-in': exitCodes.input,
  'foreign-request': exitCodes.input,
  'unknown-method': exitCodes.input,
  'malformed-request': exitCodes.input,
  'request-too-large': exitCodes.input,
  'operation-not-found': exitCodes.input,
  'transfer-not-known': exitCodes.input,
  'screens-not-built': exitCodes.host,
  'invalid-input': exitCodes.input,
  'invalid-lab-name': exitCodes.input,
  'draft-building': exitCodes.input,
  'no-labs': exitCodes.input,
  'lab-not-named': exitCodes.input,
  'lab-not-found': exitCodes.input,
  'lab-name-taken': exitCodes.input,
  'node-not-found': exitCodes.input,
  'node-name-taken': exitCodes.input,
  'last-node': exitCodes.input,
  'snapshot-not-found': exitCodes.input,
  'snapshot-name-taken': exitCodes.input,
  'not-in-trash': exitCodes.input,
  'confirmation-needed': exitCodes.input,
  'not-supported': exitCodes.input,
  'subnet-overlaps': exitCodes.input,
  'port-taken': exitCodes.input,
  'not-enough-memory': exitCodes.host,
  'not-enough-disk': exitCodes.host,
  'data-folder-not-writable': exitCodes.host,
  'disk-full': exitCodes.host,
  'stored-file-damaged': exitCodes.host,
  'stored-file-too-new': exitCodes.host,
  'hypervisor-missing': exitCodes.host,
  'hypervisor-unusable': exitCodes.host,
  'tool-missing': exitCodes.host,
  'ssh-missing': exitCodes.host,
  'terminals-missing': exitCodes.host,
  'needs-root': exitCodes.host,
  'needs-administrator': exitCodes.host,
  'firmware-restart-impossible': exitCodes.host,
  'vm-driver-missing': exitCodes.host,
  'virtualization-off': exitCodes.host,
  'trial-silent': exitCodes.host,
  'trial-busy': exitCodes.busy,
  'lab-busy': exitCodes.busy,
  'labs-running': exitCodes.busy,
  'lab-incomplete': exitCodes.busy,
  'lab-deleting': exitCodes.busy,
  'wrong-state': exitCodes.busy,
  'base-in-use': exitCodes.busy,
  'vm-busy': exitCodes.busy,
  'command-failed': exitCodes.failed,
  'command-timeout': exitCodes.failed,
  'vm-not-found': exitCodes.failed,
  'vm-start-failed': exitCodes.failed,
  'vm-broken': exitCodes.failed,
  'node-not-ready': exitCodes.failed,
  'guest-command-failed': exitCodes.failed,
  'host-key-mismatch': exitCodes.failed,
  'guest-setup-failed': exitCodes.failed,
  'file-not-copied': exitCodes.failed,
  'image-unreachable': exitCodes.image,
  'image-not-known': exitCodes.image,
  'image-damaged': exitCodes.image,
  'image-not-usable': exitCodes.image,
  'folder-not-readable': exitCodes.image,
  'signature-invalid': exitCodes.image,
  'download-failed': exitCodes.image,
  unexpected: exitCodes.unexpected,
};

/** The exit code that stands for a failure. */
export function exitCodeOf(code: FailureInfo['code']): number {
  return byCode[code];
}
