import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { createDiskBrake } from '../../../src-main/labs/disk-brake.ts';
import { callsOf, createLab } from './lab-trial.ts';
import { createTrial, roomyHost } from './trial.ts';

const gibBytes = 1024 ** 3;
const mibBytes = 1024 ** 2;

describe('the brake at the floor of the disk', () => {
  it('refuses a lab that would fill the disk, before anything is made', async () => {
    const trial = await createTrial({ host: { ...roomyHost, diskFreeBytes: 6.5 * gibBytes } });

    const { exitCode, stderr } = await trial.run(['up', '--name', 'Labor']);

    expect(exitCode).toBe(3);
    // Base, three clones; and the floor.
    expect(stderr).toContain('needs about 5 GiB of disk, and 2 GiB stay with your computer; 6.5 GiB are free');
    expect(callsOf(trial, 'createNode')).toEqual([]);
  });

  it('adds no node that would fill it', async () => {
    const trial = (await createLab()).restart({ host: { ...roomyHost, diskFreeBytes: 2.5 * gibBytes } });

    const { exitCode, stderr } = await trial.run(['add']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('Only 2.5 GiB are free');
    expect((await trial.status()).nodes).toHaveLength(2);
  });

  it('puts no lab to sleep whose memory might not fit, and leaves it running', async () => {
    const trial = (await createLab()).restart({ host: { ...roomyHost, diskFreeBytes: 5 * gibBytes } });

    const { exitCode } = await trial.run(['save']);

    expect(exitCode).toBe(3);
    expect((await trial.status()).state).toBe('running');
  });

  it('stops what writes for long as soon as it is reached, and looks once a second', async () => {
    const trial = await createTrial();
    const free = { bytes: 10 * gibBytes, looks: 0 };
    const host = {
      ...trial.deps.host,
      readFreeDiskBytes: () => {
        free.looks += 1;
        return free.bytes;
      },
    };
    const brake = createDiskBrake({ ...trial.deps, host });

    for (let chunk = 0; chunk < 100; chunk += 1) brake.check();
    expect(free.looks).toBe(1);
    free.bytes = gibBytes;
    trial.clock.advance(1000);
    expect(() => {
      brake.check();
    }).toThrow(LabError);
  });
});

describe('status', () => {
  it('says that the disk is getting full and what may go', async () => {
    const trial = await createLab();
    await trial.ok('delete', '--yes');
    await trial.ok('up', '--name', 'Zweites', '--nodes', '1');
    await mkdir(join(trial.paths.imagesDir, 'work'), { recursive: true });
    await writeFile(join(trial.paths.imagesDir, 'work', 'abc.part'), Buffer.alloc(2 * mibBytes, 1));
    const tight = trial.restart({ host: { ...roomyHost, diskFreeBytes: 3 * gibBytes } });

    const text = await tight.ok('status');

    expect(text).toContain('! Only 3.0 GiB are free on the disk of your labs.');
    expect(text).toMatch(/What may go without a loss: trash .+, begun downloads 2 MiB\./);
    expect(await trial.ok('status')).not.toContain('are free on the disk');
  });
});

describe('the budget of memory', () => {
  const host = { ...roomyHost, memoryTotalMiB: 8192, memoryAvailableMiB: 6144 };

  it('counts what runs in other labs, whether their guests use it yet or not', async () => {
    const trial = await createTrial({ host });
    await trial.ok('up', '--name', 'Erstes', '--nodes', '2', '--memory', '2048');
    await trial.ok('stop', 'Erstes');
    await trial.ok('up', '--name', 'Zweites', '--nodes', '2', '--memory', '1536');

    const { exitCode, stderr } = await trial.run(['start', 'Erstes']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('too little free memory');
    expect(stderr).toContain('pi-202: 1536 MiB');
    await trial.ok('stop', 'Zweites');
    await trial.ok('start', 'Erstes');
  });

  it('adds no node that could never run with the others', async () => {
    const trial = await createTrial({ host });
    await trial.ok('up', '--name', 'Erstes', '--nodes', '3', '--memory', '2048');

    const { exitCode, stderr } = await trial.run(['add']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('3 nodes');
    expect((await trial.status()).nodes).toHaveLength(3);
  });
});
