import { createServer } from 'node:net';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { HypervisorDriver, VmRef } from '../../../src-main/hypervisors/driver.ts';
import { controlSocketPath } from '../../../src-main/hypervisors/qemu/files.ts';
import { createQemuDriver } from '../../../src-main/hypervisors/qemu/index.ts';
import { withQmp } from '../../../src-main/hypervisors/qemu/qmp.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { ensureRuntimeDir } from '../../../src-main/platform/runtime-dir.ts';
import type { CommandResult, CommandRunner } from '../../../src-main/process/command.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import { createCommandRunner } from '../../../src-main/process/runner.ts';

/** Real QEMU in a place of its own. */
export interface QemuPlace {
  /** An empty folder for VMs, with a short path. */
  readonly rootDir: string;
  readonly runtimeDir: string;
  readonly createDriver: () => HypervisorDriver;
  /** Programs started so far. */
  readonly processCount: () => number;
  readonly freePort: () => Promise<number>;
  /** Runs `qemu-img`. */
  readonly runImageTool: (args: readonly string[]) => Promise<CommandResult>;
  /** Another program keeps a disk open; answers how to end that. */
  readonly holdDisk: (diskPath: string) => Promise<() => Promise<void>>;
  /** Sends one command to a running VM past the driver. */
  readonly control: (ref: VmRef, command: string) => Promise<unknown>;
  /** Pids of the QEMU processes that work in this place. */
  readonly findProcesses: () => Promise<readonly number[]>;
  /** Ends what is left, removes every file, and fails when a process or a socket had been left. */
  readonly dispose: () => Promise<void>;
}

/** Listens on a port of 127.0.0.1; answers how to stop. */
export function holdPort(port: number): Promise<() => Promise<void>> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve(() => new Promise((done) => server.close(() => done())));
    });
  });
}

function countingRunner(): { readonly runner: CommandRunner; readonly count: () => number } {
  const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
  let count = 0;
  const counted: CommandRunner = {
    run: (spec, options) => {
      count += 1;
      return runner.run(spec, options);
    },
    startDetached: (spec, logPath) => {
      count += 1;
      return runner.startDetached(spec, logPath);
    },
  };
  return { runner: counted, count: () => count };
}

async function findProcessesOf(text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => (lines[index] ?? '').includes('qemu-') && lines[index]?.includes(text)).map(Number);
}

/** Makes such a place. */
export async function createQemuPlace(): Promise<QemuPlace> {
  const placeDir = await mkdtemp('/tmp/bdl-q-');
  const rootDir = path.join(placeDir, 'vms');
  const runtimeDir = path.join(placeDir, 'run');
  const { runner, count } = countingRunner();
  const processes = createProcessTable({ platformId: 'linux', runner, clock: systemClock });
  const prepareRuntimeDir = (): Promise<void> => ensureRuntimeDir(runtimeDir, process.getuid?.() ?? -1);
  const ports = new Set<number>();
  await prepareRuntimeDir();

  async function freePort(): Promise<number> {
    for (let port = 26_000 + (process.pid % 1000) * 4; ; port += 1) {
      if (ports.has(port)) continue;
      ports.add(port);
      const giveBack = await holdPort(port).catch(() => null);
      await giveBack?.();
      if (giveBack !== null) return port;
    }
  }

  async function dispose(): Promise<void> {
    const left = await findProcessesOf(placeDir);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    const sockets = (await readdir(runtimeDir)).filter((name) => name !== 'nets');
    const claims = await readdir(path.join(runtimeDir, 'nets')).catch(() => []);
    await rm(placeDir, { recursive: true });
    const found = [...left.map((pid) => `process ${pid}`), ...sockets, ...claims.map((name) => `ports ${name}`)];
    if (found.length > 0) throw new Error(`left behind: ${found.join(', ')}`);
  }

  const call = { signal: new AbortController().signal };
  const runImageTool = (args: readonly string[]): Promise<CommandResult> =>
    runner.run({ program: 'qemu-img', args }, call);

  async function holdDisk(diskPath: string): Promise<() => Promise<void>> {
    const pidPath = path.join(placeDir, 'holder.pid');
    const disk = { driver: 'qcow2', 'node-name': 'held', file: { driver: 'file', filename: diskPath } };
    const args = ['-machine', 'none', '-nodefaults', '-display', 'none', '-daemonize', '-pidfile', pidPath];
    await runner.run({ program: 'qemu-system-x86_64', args: [...args, '-blockdev', JSON.stringify(disk)] }, call);
    const identity = await processes.identify(Number(await readFile(pidPath, 'utf8')));
    return async () => {
      if (identity !== null) await processes.end(identity, 2_000);
    };
  }

  function control(ref: VmRef, command: string): Promise<unknown> {
    const address = { kind: 'unix', path: controlSocketPath(runtimeDir, ref.vmId) } as const;
    const options = { clock: systemClock, ...call, timeoutMs: 5_000 };
    return withQmp(address, options, (client) => client.execute(command, {}, call));
  }

  return {
    rootDir,
    runtimeDir,
    runImageTool,
    holdDisk,
    control,
    createDriver: () =>
      createQemuDriver({
        runner,
        processes,
        clock: systemClock,
        logger: silentLogger,
        platform: { id: 'linux', architecture: 'amd64', runtimeDir },
        prepareRuntimeDir,
        programs: { system: 'qemu-system-x86_64', img: 'qemu-img' },
        // A guest that does nothing is the same everywhere; what runs its few instructions is not what is tested.
        accelerator: 'tcg',
        version: { major: 7, minor: 2 },
        firmware: null,
      }),
    processCount: count,
    freePort,
    findProcesses: () => findProcessesOf(placeDir),
    dispose,
  };
}
