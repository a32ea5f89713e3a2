import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createParallelsDriver, parallelsCapabilities } from '../../src-main/hypervisors/parallels/index.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import type { HypervisorDriver } from '../../src-main/hypervisors/driver.ts';
import { memoryDir } from '../fakes/memory-dir.ts';
import { createSimulatedParallels } from '../fakes/parallels/simulator.ts';
import type { SimulatedParallels } from '../fakes/parallels/simulator.ts';
import { newWorld, World } from '../fakes/parallels/world.ts';
import type { WorldData } from '../fakes/parallels/world.ts';
import { writeBlankQcow2 } from './blank-qcow2.ts';
import { describeDriver, type DriverAbilities, type DriverHarness } from './driver-suite.ts';

const abilities: DriverAbilities = {
  power: true,
  gracefulStop: true,
  // Nothing listens for a VM that does not exist.
  forward: false,
  damage: true,
  silence: true,
  processCount: true,
};

/** A call takes this long, so that calls can be cancelled before, within and after it. */
const delayMs = 1;
const cancelAfterMs = [0, 2, 10, 25];
const imageBytes = 64 * 1024 ** 2;
const paths = { prlctl: 'prlctl', prlsrvctl: 'prlsrvctl', prl_disk_tool: 'prl_disk_tool' };

async function createHarness(style: WorldData['style']): Promise<DriverHarness> {
  const rootDir = await mkdtemp(path.join(memoryDir(), 'bdl-parallels-'));
  const imagePath = path.join(rootDir, 'blank.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const mac = createSimulatedParallels(new World({ ...newWorld(), style }), delayMs);
  const held = new Set<number>();
  let nextPort = 22_000;

  function createDriver(runner: Pick<SimulatedParallels, 'run'> = mac): HypervisorDriver {
    return createParallelsDriver({
      runner,
      clock: systemClock,
      logger: silentLogger,
      paths,
      architecture: 'arm64',
      isPortFree: (port) => Promise.resolve(!held.has(port)),
    });
  }

  return {
    rootDir,
    imagePath,
    imageBytes,
    memoryMiB: 128,
    architecture: 'arm64',
    createDriver: () => createDriver(),
    freePort: () => Promise.resolve((nextPort += 1)),
    holdPort: (port) => {
      held.add(port);
      return Promise.resolve(() => {
        held.delete(port);
        return Promise.resolve();
      });
    },
    damageVm: async (ref) => {
      const [bundle] = (await readdir(ref.dir)).filter((name) => name.endsWith('.pvm'));
      if (bundle === undefined) throw new Error(`${ref.dir} holds no bundle`);
      await rm(path.join(ref.dir, bundle, 'base.hdd'), { recursive: true });
    },
    createSilentDriver: () => {
      const silent = createSimulatedParallels(mac.world);
      silent.inject({ matches: () => true, mode: 'hangs' });
      return createDriver(silent);
    },
    processCount: () => mac.calls.length,
    dispose: async () => {
      const { homes, rules, networks } = mac.world.data;
      await rm(rootDir, { recursive: true });
      const left = [...homes, ...rules.map(({ name }) => name), ...networks.slice(2).map(({ id }) => id)];
      if (left.length > 0) throw new Error(`left in Parallels: ${left.join(', ')}`);
    },
  };
}

const common = { capabilities: parallelsCapabilities, abilities, cancelAfterMs };

describeDriver('simulated Parallels Desktop 27', { ...common, createHarness: () => createHarness('27') });
describeDriver('simulated older Parallels Desktop', {
  ...common,
  cancelAfterMs: [2],
  createHarness: () => createHarness('older'),
});
