import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { CpuArchitecture } from '../../../src-main/domain/ids.ts';
import type { HypervisorDriver } from '../../../src-main/hypervisors/driver.ts';
import { createVirtualBoxDriver } from '../../../src-main/hypervisors/virtualbox/index.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import type { CommandRunner } from '../../../src-main/process/command.ts';
import { createCommandRunner } from '../../../src-main/process/runner.ts';
import { leavesNothing, releaseBelow } from './virtualbox-registry.ts';

const tier = 'virtualbox-control';

/** `--version` of the VBoxManage in PATH, or null. */
function readVersion(): string | null {
  try {
    return execFileSync('VBoxManage', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

/** Version of the real VBoxManage these tests run on; null where there is none. */
export const virtualBoxVersion = readVersion();

/** `describe` where VBoxManage is, whose list has to be what it was in the end; elsewhere it says so by name, and fails where the tier is required. */
export function describeVirtualBox(name: string, tests: () => void): void {
  if (virtualBoxVersion !== null) {
    describe(name, () => {
      leavesNothing();
      tests();
    });
    return;
  }
  if ((process.env['BDL_REQUIRE_TIERS'] ?? '').split(',').includes(tier))
    throw new Error(`the tier ${tier} is required, and VBoxManage is not in PATH: scripts/real-virtualbox run -- ...`);
  describe.skip(`${name} [left out: no VBoxManage in PATH; scripts/real-virtualbox run -- brings one]`, tests);
}

/** A runner that counts what it starts. */
export interface CountingRunner extends CommandRunner {
  readonly count: () => number;
  /** Arguments of everything started, in order. */
  readonly started: () => readonly (readonly string[])[];
}

/** Real programs, counted. */
export function createCountingRunner(): CountingRunner {
  const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
  const started: (readonly string[])[] = [];
  return {
    run: (spec, options) => {
      started.push(spec.args);
      return runner.run(spec, options);
    },
    startDetached: (spec, logPath) => runner.startDetached(spec, logPath),
    count: () => started.length,
    started: () => [...started],
  };
}

/** The driver on the real VBoxManage, which also defines VMs for the CPU of another computer. Everything of a run lies below `/tmp`. */
export function createRealDriver(
  runner: Pick<CommandRunner, 'run'>,
  architecture: CpuArchitecture = 'amd64',
): HypervisorDriver {
  return createVirtualBoxDriver({
    runner,
    clock: systemClock,
    logger: silentLogger,
    program: 'VBoxManage',
    platform: { id: 'linux', architecture },
    version: virtualBoxVersion ?? '',
    dataDir: '/tmp',
  });
}

/** A folder that the real VBoxManage sees too. Removed with what VirtualBox knows in it, however the tests ended. */
export async function makeRoot(): Promise<{ readonly rootDir: string; readonly remove: () => Promise<void> }> {
  const rootDir = await mkdtemp(join('/tmp', 'bdl-virtualbox-'));
  const remove = async (): Promise<void> => {
    releaseBelow(rootDir);
    await rm(rootDir, { recursive: true, force: true });
  };
  return { rootDir, remove };
}

/** A port that nobody uses right now. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = portOf(server.address());
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function portOf(address: string | AddressInfo | null): { readonly port: number } {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}

/** Listens on a port until the answer is called. */
export function holdPort(port: number): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve(
        () =>
          new Promise(
            (done) =>
              void server.close(() => {
                done();
              }),
          ),
      );
    });
  });
}
