import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { virtualBoxCapabilities } from '../../src-main/hypervisors/virtualbox/index.ts';
import { CommandError } from '../../src-main/process/command.ts';
import { createRecordingRunner } from '../fakes/recording-runner.ts';
import { writeBlankQcow2 } from '../conformance/blank-qcow2.ts';
import { describeDriver } from '../conformance/driver-suite.ts';
import type { DriverHarness } from '../conformance/driver-suite.ts';
import {
  createCountingRunner,
  createRealDriver,
  describeVirtualBox,
  findFreePort,
  holdPort,
  makeRoot,
  virtualBoxVersion,
} from './support/real-virtualbox.ts';

const imageBytes = 64 * 1024 ** 2;

/** BDL_RECORD_REPLAY names a file: what VBoxManage answers is kept there, for `test/conformance/virtualbox-replay.test.ts`. */
const recordPath = process.env['BDL_RECORD_REPLAY'];
const origin =
  'recorded by test/real/virtualbox-control-conformance.test.ts on the real VBoxManage, without a kernel driver';

/** Takes the disk of a VM away, as a user who tidies up would. */
async function removeDisks({ dir }: VmRef): Promise<void> {
  const files = await readdir(dir, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.vdi'))) await rm(join(dir, file));
}

async function createHarness(): Promise<DriverHarness> {
  const { rootDir, remove } = await makeRoot();
  const imagePath = join(rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const counting = createCountingRunner();
  const recording = recordPath === undefined ? null : createRecordingRunner(counting, rootDir);
  const runner = recording ?? counting;
  return {
    rootDir,
    imagePath,
    imageBytes,
    memoryMiB: 128,
    architecture: 'amd64',
    createDriver: () => createRealDriver(runner),
    freePort: findFreePort,
    holdPort,
    damageVm: removeDisks,
    createSilentDriver: () =>
      createRealDriver({
        run: ({ program, args }) =>
          Promise.reject(
            new CommandError('timeout', { command: { program, args }, exitCode: null, stdout: '', stderr: '' }),
          ),
      }),
    processCount: counting.count,
    dispose: async () => {
      if (recordPath !== undefined) await recording?.save(recordPath, { origin, version: virtualBoxVersion ?? '' });
      await remove();
    },
  };
}

describeVirtualBox('VirtualBox', () => {
  describeDriver('control side of the real VBoxManage', {
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
    timeoutMs: 5 * 60_000,
    // What is cancelled on the way answers differently each time.
    ...(recordPath === undefined ? {} : { cancelAfterMs: [] }),
  });
});
