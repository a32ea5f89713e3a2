import { z } from 'zod';

const statusSchema = z.object({ status: z.string(), running: z.boolean() });
const uuidSchema = z.object({ UUID: z.string() });
const jobsSchema = z.array(z.object({ id: z.string(), status: z.string(), error: z.string().optional() }));

/** Answer of `query-status`: QEMU's own word for what the VM does. */
export function parseStatus(answer: unknown): string {
  return statusSchema.parse(answer).status;
}

const blockSchema = z.array(z.object({ 'io-status': z.string().optional() }));

/** Answer of `query-block`: true when a disk waits for room on the host (`BlockDeviceIoStatus`, QEMU 7.2 to 10). */
export function parseWaitsForRoom(answer: unknown): boolean {
  return blockSchema.parse(answer).some((device) => device['io-status'] === 'nospace');
}

/** Answer of `query-uuid`, lower case. */
export function parseUuid(answer: unknown): string {
  return uuidSchema.parse(answer).UUID.toLowerCase();
}

const driveSchema = z.array(
  z.looseObject({ inserted: z.looseObject({ image: z.looseObject({ filename: z.string() }) }).optional() }),
);

/** Answer of `query-block`: the files that drives of the VM are in. */
export function parseDiskFiles(answer: unknown): readonly string[] {
  return driveSchema.parse(answer).flatMap(({ inserted }) => inserted?.image.filename ?? []);
}

export interface QmpJob {
  readonly id: string;
  readonly status: string;
  /** Why it failed; null when it did not. */
  readonly error: string | null;
}

/** Answer of `query-jobs`. */
export function parseJobs(answer: unknown): readonly QmpJob[] {
  return jobsSchema.parse(answer).map(({ id, status, error }) => ({ id, status, error: error ?? null }));
}

/** Versioned machine type in the answer of `qom-get /machine type`: `pc-q35-7.2-machine` is `pc-q35-7.2`. */
export function parseMachineType(answer: unknown): string {
  return z
    .string()
    .parse(answer)
    .replace(/-machine$/, '');
}

/** Text of a monitor command for people, whose failures come as text too; empty when all is well. */
export function parseMonitorText(answer: unknown): string {
  return z.string().parse(answer).trim();
}
