import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DriverCapabilities } from '../../src-main/hypervisors/driver.ts';
import { allCapabilities, createFakeDriver, type FakeDriver } from '../fakes/fake-driver.ts';
import { fakeVmFileName } from '../fakes/fake-vm-store.ts';
import { writeBlankQcow2 } from './blank-qcow2.ts';
import { describeDriver, type DriverAbilities, type DriverHarness } from './driver-suite.ts';

const noCapabilities: DriverCapabilities = {
  savedState: false,
  snapshots: false,
  groups: false,
  sharedDisk: false,
  cable: false,
  linkedClone: false,
  console: false,
  exportAppliance: false,
};

const abilities: DriverAbilities = {
  power: true,
  gracefulStop: true,
  // Nothing listens for a VM that does not exist, and no program is started for it.
  forward: false,
  processCount: false,
  damage: true,
  silence: true,
};

/** Before, within and after what the fake takes for a call. */
const cancelAfterMs = [0, 2, 20];
const imageBytes = 64 * 1024 ** 2;

async function createHarness(capabilities: DriverCapabilities): Promise<DriverHarness> {
  const rootDir = await mkdtemp(path.join(tmpdir(), 'bdl-fake-'));
  const imagePath = path.join(rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const drivers: FakeDriver[] = [];
  const delaysMs = { createBase: 5, createNode: 5, start: 5, saveState: 5, setSshPort: 2, setCable: 2 };
  const ports = Array.from({ length: 1000 }, (_, index) => 22_000 + index);

  function createDriver(): FakeDriver {
    const driver = createFakeDriver({ capabilities, delaysMs, stopDelayMs: 20 });
    drivers.push(driver);
    return driver;
  }

  return {
    rootDir,
    imagePath,
    imageBytes,
    memoryMiB: 128,
    architecture: 'amd64',
    createDriver,
    freePort: () => {
      const port = ports.shift();
      return port === undefined ? Promise.reject(new Error('no port left')) : Promise.resolve(port);
    },
    holdPort: (port) => {
      const releases = drivers.map((driver) => driver.holdPort(port));
      return Promise.resolve(() => {
        for (const release of releases) release();
        return Promise.resolve();
      });
    },
    damageVm: (ref) => writeFile(path.join(ref.dir, fakeVmFileName), '{"schemaVersion":1,'),
    createSilentDriver: () => {
      const driver = createDriver();
      driver.setSilent(true);
      return driver;
    },
    dispose: () => rm(rootDir, { recursive: true }),
  };
}

describeDriver('fake driver', {
  capabilities: allCapabilities,
  abilities,
  cancelAfterMs,
  createHarness: () => createHarness(allCapabilities),
});

describeDriver('fake driver that can only do what every hypervisor can', {
  capabilities: noCapabilities,
  abilities,
  cancelAfterMs,
  createHarness: () => createHarness(noCapabilities),
});
