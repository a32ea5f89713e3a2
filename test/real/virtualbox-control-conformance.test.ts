import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { virtualBoxCapabilities } from '../../src-main/hypervisors/virtualbox/index.ts';
import { CommandError } from '../../src-main/process/command.ts';
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
} from './support/real-virtualbox.ts';

const imageBytes = 64 * 1024 ** 2;

/** Takes the disk of a VM away, as a user who tidies up would. */
async function removeDisks({ dir }: VmRef): Promise<void> {
  const files = await readdir(dir, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.vdi'))) await rm(join(dir, file));
}

async function createHarness(): Promise<DriverHarness> {
  const { rootDir, remove } = await makeRoot();
  const imagePath = join(rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const runner = createCountingRunner();
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
    processCount: runner.count,
    dispose: remove,
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
  });
});
