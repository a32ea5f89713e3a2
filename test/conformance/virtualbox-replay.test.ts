import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { createVirtualBoxDriver, virtualBoxCapabilities } from '../../src-main/hypervisors/virtualbox/index.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { CommandError } from '../../src-main/process/command.ts';
import type { CommandRunner } from '../../src-main/process/command.ts';
import { createReplayRunner, readReplay } from '../fakes/replay-runner.ts';
import { writeBlankQcow2 } from './blank-qcow2.ts';
import { describeDriver } from './driver-suite.ts';
import type { DriverHarness } from './driver-suite.ts';

/** Made again with: BDL_RECORD_REPLAY=FILE scripts/real-virtualbox run -- npx vitest run test/real/virtualbox-control-conformance */
const replay = readReplay(join(import.meta.dirname, '../fixtures/virtualbox/replay-7.2.22.json'));
const imageBytes = 64 * 1024 ** 2;

const silent: Pick<CommandRunner, 'run'> = {
  run: ({ program, args }) =>
    Promise.reject(new CommandError('timeout', { command: { program, args }, exitCode: null, stdout: '', stderr: '' })),
};

async function removeDisks({ dir }: VmRef): Promise<void> {
  const files = await readdir(dir, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.vdi'))) await rm(join(dir, file));
}

async function createHarness(): Promise<DriverHarness> {
  const rootDir = await mkdtemp(join(tmpdir(), 'bdl-replay-'));
  const imagePath = join(rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const runner = createReplayRunner(replay, rootDir);
  let port = 30_000;

  const createDriver = (answers: Pick<CommandRunner, 'run'>): ReturnType<DriverHarness['createDriver']> =>
    createVirtualBoxDriver({
      runner: answers,
      clock: systemClock,
      logger: silentLogger,
      platform: { id: 'linux', architecture: 'amd64' },
      program: 'VBoxManage',
      version: replay.version,
      keepsServer: false,
      isPortFree: () => Promise.resolve(true),
    });

  return {
    rootDir,
    imagePath,
    imageBytes,
    memoryMiB: 128,
    architecture: 'amd64',
    createDriver: () => createDriver(runner),
    freePort: () => Promise.resolve((port += 1)),
    holdPort: () => Promise.reject(new Error('a replay holds no port')),
    damageVm: removeDisks,
    createSilentDriver: () => createDriver(silent),
    processCount: runner.count,
    dispose: () => rm(rootDir, { recursive: true }),
  };
}

describeDriver('replayed VirtualBox 7.2.22', {
  capabilities: virtualBoxCapabilities,
  abilities: {
    power: false,
    gracefulStop: false,
    forward: false,
    damage: true,
    silence: true,
    processCount: true,
  },
  createHarness,
  cancelAfterMs: [],
  leaveOut: {
    'makes four nodes of one base at once': 'parallel calls change places from run to run',
  },
});
