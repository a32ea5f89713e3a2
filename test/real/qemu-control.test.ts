import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeBlankQcow2 } from '../conformance/blank-qcow2.ts';
import { describeDriver } from '../conformance/driver-suite.ts';
import type { DriverHarness } from '../conformance/driver-suite.ts';
import { createQemuPlace, holdPort } from './support/qemu-control.ts';

const imageBytes = 64 * 1024 ** 2;

async function createHarness(): Promise<DriverHarness> {
  const place = await createQemuPlace();
  await mkdir(place.rootDir);
  const imagePath = path.join(place.rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  return {
    rootDir: place.rootDir,
    imagePath,
    imageBytes,
    memoryMiB: 128,
    architecture: 'amd64',
    createDriver: place.createDriver,
    freePort: place.freePort,
    holdPort,
    damageVm: (ref) => rm(path.join(ref.dir, 'disk.qcow2')),
    processCount: place.processCount,
    dispose: place.dispose,
  };
}

describeDriver('QEMU without a guest system', {
  capabilities: {
    savedState: true,
    snapshots: true,
    groups: false,
    sharedDisk: true,
    cable: true,
    linkedClone: true,
    console: true,
    exportAppliance: false,
  },
  abilities: { power: true, gracefulStop: false, forward: true, damage: true, silence: false, processCount: true },
  createHarness,
});
