import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import type { BaseDefinition, HypervisorDriver } from '../../../src-main/hypervisors/driver.ts';
import { detectParallels, openParallelsDriver } from '../../../src-main/hypervisors/parallels/index.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createCommandRunner } from '../../../src-main/process/runner.ts';
import { writeBlankQcow2 } from '../../conformance/blank-qcow2.ts';
import { newWorld } from '../../fakes/parallels/world.ts';
import type { WorldData } from '../../fakes/parallels/world.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const program = fileURLToPath(new URL('../../fakes/parallels/program.ts', import.meta.url));
const call = { signal: new AbortController().signal };

/** A folder with the three programs, as they are on a Mac; the world they share lies beside them. */
async function installParallels(
  changes: Partial<WorldData> = {},
): Promise<{ readonly dir: string; readonly bin: string }> {
  const dir = await createTestDir();
  const bin = join(dir, 'bin');
  await mkdir(bin);
  await mkdir(join(dir, 'world'));
  await writeFile(join(dir, 'world', 'parallels.json'), JSON.stringify({ ...newWorld(), ...changes }));
  for (const tool of ['prlctl', 'prlsrvctl', 'prl_disk_tool']) {
    const path = join(bin, tool);
    await writeFile(path, `#!/bin/sh\nexec "${process.execPath}" "${program}" ${tool} "$@"\n`);
    await chmod(path, 0o755);
  }
  return { dir, bin };
}

function setUp(dir: string, bin: string): Parameters<typeof openParallelsDriver>[0] {
  const baseEnv = { PATH: process.env.PATH, SIMULATED_PARALLELS: join(dir, 'world') };
  const runner = createCommandRunner({ platformId: 'linux', baseEnv });
  const platform = { architecture: 'arm64' } as const;
  return { runner, platform, clock: systemClock, logger: silentLogger, folders: [bin] };
}

async function makeBase(driver: HypervisorDriver, dir: string): Promise<BaseDefinition> {
  const imagePath = join(dir, 'image.qcow2');
  await writeBlankQcow2(imagePath, 64 * 1024 ** 2);
  const seedPath = join(dir, 'seed.iso');
  await writeFile(seedPath, 'seed');
  const definition: BaseDefinition = {
    ref: { vmId: vmIdSchema.parse('3f0c2a52-6f0e-4a3b-9a31-0d3f7b1c9e55'), name: 'base', dir: join(dir, 'base') },
    architecture: 'arm64',
    source: { kind: 'disk-image', imagePath },
    diskBytes: 128 * 1024 ** 2,
    cpus: 1,
    memoryMiB: 1024,
    natMac: '00:1c:42:00:00:01',
    seedPath,
    serialLogPath: join(dir, 'serial.log'),
  };
  await driver.createBase(definition, call);
  return definition;
}

// The programs are shell scripts.
describe.skipIf(process.platform === 'win32')('Parallels as programs that are really started', () => {
  it('is found with its version and its licence', async () => {
    const { dir, bin } = await installParallels();

    const finding = await detectParallels({ ...setUp(dir, bin), signal: call.signal });

    expect(finding).toMatchObject({ kind: 'usable', id: 'parallels', version: '26.1.0', acceleration: 'native' });
  });

  it('is not usable in an edition without a command line', async () => {
    const { dir, bin } = await installParallels({ license: { edition: 'standard', status: 'ACTIVE' } });

    const finding = await detectParallels({ ...setUp(dir, bin), signal: call.signal });

    expect(finding).toMatchObject({ kind: 'unusable', code: 'parallels-edition', version: '26.1.0' });
  });

  it('makes, starts, suspends and deletes a VM', async () => {
    const { dir, bin } = await installParallels();
    const driver = await openParallelsDriver(setUp(dir, bin));

    const { ref, serialLogPath } = await makeBase(driver, dir);
    await driver.start(ref, call);

    expect(await driver.inspect(ref, call)).toMatchObject({ state: 'running', memoryMiB: 1024 });
    expect(await readFile(serialLogPath, 'utf8')).toBe('');
    await driver.saveState(ref, call);
    expect((await driver.inspect(ref, call)).state).toBe('suspended');
    await driver.forceStop(ref, call);
    await driver.deleteVm(ref, call);
    expect((await driver.inspect(ref, call)).state).toBe('absent');
  });

  it('makes the VM anew after the app ended between a call and its note', async () => {
    const { dir, bin } = await installParallels();
    const driver = await openParallelsDriver(setUp(dir, bin));
    const controller = new AbortController();
    const { ref } = await makeBase(driver, dir);
    await driver.deleteVm(ref, call);
    const setup = setUp(dir, bin);
    const dying = await openParallelsDriver({
      ...setup,
      runner: {
        run: async (spec, options) => {
          const result = await setup.runner.run(spec, options);
          if (spec.args[0] === 'create') controller.abort();
          return result;
        },
      },
    });
    const definition = {
      ref,
      architecture: 'arm64',
      source: { kind: 'disk-image', imagePath: join(dir, 'image.qcow2') },
      diskBytes: 128 * 1024 ** 2,
      cpus: 1,
      memoryMiB: 1024,
      natMac: '00:1c:42:00:00:01',
      seedPath: join(dir, 'seed.iso'),
      serialLogPath: join(dir, 'serial.log'),
    } as const;
    await expect(dying.createBase(definition, { signal: controller.signal })).rejects.toMatchObject({
      name: 'CancelledError',
    });

    await driver.createBase(definition, call);

    expect(await driver.inspect(ref, call)).toMatchObject({ state: 'stopped', memoryMiB: 1024 });
    await driver.deleteVm(ref, call);
  });

  it('takes a silent program for no answer, never for an absent VM', async () => {
    const { dir, bin } = await installParallels();
    const driver = await openParallelsDriver(setUp(dir, bin));
    const { ref } = await makeBase(driver, dir);
    await rm(join(bin, 'prlctl'));

    expect((await driver.inspect(ref, call)).state).toBe('unknown');
    await expect(driver.deleteVm(ref, call)).rejects.toMatchObject({ code: 'hypervisor-missing' });
  });
});
