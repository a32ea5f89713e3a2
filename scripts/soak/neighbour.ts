import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src-main/platform/clock.ts';
import { connectQmp, QmpUnreachableError } from '../../src-main/hypervisors/qemu/qmp.ts';
import { writeCountingGuest } from '../../test/real/support/counting-guest.ts';
import { tool } from '../../test/real/support/host.ts';
import { fingerprint } from './file-tree.ts';
import { killHard, startTimeOf } from './processes.ts';

/** A VM of the user's own that has the name of a node of ours: nothing of it may ever change. */
export interface Neighbour {
  readonly pid: number;
  /** How it differs from what it was; empty when it does not. */
  readonly differences: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

/** Starts it, in a folder of its own. Its guest counts and writes nowhere. */
export async function startNeighbour(dir: string, name: string): Promise<Neighbour> {
  const vmDir = join(dir, name);
  await mkdir(vmDir, { recursive: true });
  const diskPath = join(vmDir, 'disk.qcow2');
  const rawPath = join(vmDir, 'guest.img');
  await writeCountingGuest(rawPath, 4 * 1024 ** 2);
  tool('qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', rawPath, diskPath);
  const socketPath = join(vmDir, 'control.sock');
  const child = spawn(
    'qemu-system-x86_64',
    [
      ...['-name', `guest=${name}`, '-uuid', randomUUID(), '-nodefaults', '-display', 'none', '-serial', 'none'],
      ...['-accel', 'tcg', '-m', 'size=32M', '-drive', `file=${diskPath},if=virtio,format=qcow2`],
      ...[
        '-chardev',
        `socket,id=control,path=${socketPath},server=on,wait=off`,
        '-mon',
        'chardev=control,mode=control',
      ],
    ],
    { stdio: 'ignore', detached: true },
  );
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error("the neighbour's VM did not start");
  while ((await statusOf(socketPath)) !== 'running') await sleep(100);
  const startTime = startTimeOf(pid);
  const before = await fingerprint(dir);
  async function differences(): Promise<readonly string[]> {
    if (startTimeOf(pid ?? -1) !== startTime)
      return [`the user's own VM (process ${String(pid)}) does not run any more`];
    const status = await statusOf(socketPath);
    const now = await fingerprint(dir);
    return [
      ...(status === 'running' ? [] : [`the user's own VM is ${status}`]),
      ...now.filter((line) => !before.includes(line)).map((line) => `of the user's own VM: now ${line}`),
      ...before.filter((line) => !now.includes(line)).map((line) => `of the user's own VM: was ${line}`),
    ];
  }
  return { pid, differences, end: () => killHard(pid) };
}

async function statusOf(path: string): Promise<string> {
  const call = { signal: new AbortController().signal, timeoutMs: 30_000 };
  try {
    const client = await connectQmp({ kind: 'unix', path }, { clock: systemClock, ...call });
    try {
      const answer: unknown = await client.execute('query-status', {}, call);
      return typeof answer === 'object' && answer !== null && 'status' in answer ? String(answer.status) : 'unreadable';
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof QmpUnreachableError) return error.reason;
    throw error;
  }
}
