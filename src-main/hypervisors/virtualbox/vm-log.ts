import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unlessMissing } from '../../store/unless-missing.ts';
import type { GuestExecution } from '../driver.ts';
import { parseVmLog } from './parse-vm-log.ts';

const tailBytes = 16 * 1024;
/** How the guest is run stands behind the listing of all settings, which takes some 60 KiB. */
const headBytes = 512 * 1024;

/** When a file was changed last, in milliseconds since 1970; 0 when it is not there. */
export async function readChangeTime(path: string): Promise<number> {
  return (await unlessMissing(stat(path), null))?.mtimeMs ?? 0;
}

async function readPart(path: string, part: 'head' | 'tail'): Promise<string> {
  const file = await unlessMissing(open(path, 'r'), null);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, part === 'head' ? headBytes : tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, part === 'head' ? 0 : size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The beginning of a log; empty when it is not there. */
export function readLogHead(path: string): Promise<string> {
  return readPart(path, 'head');
}

/** The last lines of a log, or none when it is not there. */
export async function readLogTail(path: string): Promise<readonly string[]> {
  return (await readPart(path, 'tail')).split(/\r?\n/).filter((line) => line !== '');
}

/** The log of the run under way, or of the last one. */
export function vmLogPath({ configPath }: { readonly configPath: string }): string {
  return join(dirname(configPath), 'Logs', 'VBox.log');
}

/** Tells how a running VM is run; null while its log does not say. Each log is read until it has told, and then no more. */
export type ReadExecution = (vm: {
  readonly vmId: string;
  readonly configPath: string;
}) => Promise<GuestExecution | null>;

/** A reader that has read nothing yet. */
export function createExecutionReader(): ReadExecution {
  const told = new Map<string, { readonly log: string; readonly execution: GuestExecution }>();
  return async (vm) => {
    const path = vmLogPath(vm);
    const found = await unlessMissing(stat(path), null);
    if (found === null) return null;
    // Each start begins a new log and renames the old ones.
    const log = `${path} ${found.ino} ${found.birthtimeMs}`;
    const known = told.get(vm.vmId);
    if (known?.log === log) return known.execution;
    const { execution } = parseVmLog(await readLogHead(path));
    if (execution !== null) told.set(vm.vmId, { log, execution });
    return execution;
  };
}
