import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { tool } from './support/host.ts';
import { createQemuBench, eventually } from './support/qemu-bench.ts';
import { makeTinyGuest } from './support/tiny-guest.ts';

const mibBytes = 1024 ** 2;

it('a guest on a full disk is halted, recognised, and goes on without having noticed once there is room', async () => {
  const bench = await createQemuBench(async (imagePath) => {
    await makeTinyGuest(`${imagePath}.qcow2`, { prepared: true });
    await rename(`${imagePath}.qcow2`, imagePath);
  });
  const volume = path.join(bench.place.rootDir, 'volume');
  const fillerPath = path.join(volume, 'filler');
  const serialLogPath = path.join(bench.place.rootDir, 'serial-pi-200.log');
  const node: VmRef = { vmId: vmIdSchema.parse(randomUUID()), name: 'pi-200', dir: path.join(volume, 'pi-200') };
  await mkdir(volume);
  tool('mount', '-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', volume);
  onTestFinished(async () => {
    // Its QEMU holds files on the volume.
    await bench.driver.forceStop(node, bench.call);
    await bench.driver.deleteVm(node, bench.call);
    tool('umount', volume);
  });
  await bench.createNode('pi-200', { ref: node, serialLogPath });
  const saysWrote = async (): Promise<number> =>
    (await readFile(serialLogPath, 'latin1').catch(() => '')).split('wrote').length - 1;
  await writeFile(fillerPath, Buffer.alloc(79 * mibBytes));

  await bench.start(node);
  await eventually(async () => (await bench.driver.inspect(node, bench.call)).state === 'paused');
  const halted = await bench.driver.inspect(node, bench.call);
  expect(halted).toMatchObject({ state: 'paused', isPausedByDisk: true, reasons: ['QEMU says "io-error"'] });
  await expect(bench.driver.start(node, bench.call)).rejects.toMatchObject({ code: 'vm-paused-disk-full' });
  expect(await bench.stateOf(node)).toBe('paused');

  const before = await saysWrote();
  await rm(fillerPath);
  await bench.driver.start(node, bench.call);
  await eventually(async () => (await saysWrote()) >= before + 3);

  expect(await bench.driver.inspect(node, bench.call)).not.toHaveProperty('isPausedByDisk');
  expect(await readFile(serialLogPath, 'latin1')).not.toContain('write failed');
});
