import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { baseViewSchema, imageViewSchema, trashViewSchema } from '../../../src-main/contract/lab-views.ts';
import { LabError } from '../../../src-main/domain/failure.ts';
import { callsOf, createLab } from './lab-trial.ts';
import { createTrial, parseOk } from './trial.ts';

const imagesSchema = z.object({ images: z.array(imageViewSchema), bases: z.array(baseViewSchema) });

describe('delete and the trash', () => {
  it('takes the lab out of the hypervisor and keeps every file of it', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');

    const text = await trial.ok('delete', '--yes');

    expect(text).toContain(`"bdl trash restore 'Labor'" brings it back.`);
    expect(await trial.ok('list')).toContain('There is no lab yet');
    const [entry] = parseOk(z.array(trashViewSchema), await trial.ok('trash', '--json'));
    expect(entry).toMatchObject({ name: 'Labor', sizeBytes: expect.any(Number) });
    expect((await trial.tree()).filter((path) => path.endsWith('fake-disk.img')).length).toBe(3);
  });

  it('gives it back whole: disks, snapshots, keys', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');
    await trial.ok('delete', '--yes');

    const text = await trial.ok('trash', 'restore', 'Labor');

    expect(text).toContain('Snapshots: first');
    expect((await trial.status()).state).toBe('stopped');
    await trial.ok('start');
    await trial.ok('restore', 'first', '--yes');
    expect(await trial.ok('trash')).toContain('The trash is empty.');
  });

  it('does not give it back over another lab with its name or network', async () => {
    const trial = await createLab();
    await trial.ok('delete', '--yes');
    await trial.ok('up', '--name', 'Anderes', '--nodes', '1');

    const { exitCode, stderr } = await trial.run(['trash', 'restore', 'Labor']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('"Anderes" already exists, or uses the same names or network');
    expect(await trial.ok('trash')).toContain('Labor');
  });

  it('does not give it back onto the network of another lab, whatever else that is called', async () => {
    const trial = await createLab();
    await trial.ok('delete', '--yes');
    await trial.ok('up', '--name', 'Anderes', '--nodes', '1', '--prefix', 'x-', '--subnet', '10.88.0.0/24');

    const { exitCode, stderr } = await trial.run(['trash', 'restore', 'Labor']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('"Anderes" already exists, or uses the same names or network');
  });

  it('is emptied for good, and then the base can go', async () => {
    const trial = await createLab();
    await trial.ok('delete', '--yes');
    const { bases } = parseOk(imagesSchema, await trial.ok('images', '--json'));
    const baseId = bases[0]?.baseId ?? '';
    expect(bases[0]?.usedBy).toEqual(['Labor']);

    const refused = await trial.run(['images', '--remove', baseId, '--yes']);
    const freed = await trial.ok('trash', 'empty', '--yes');
    await trial.ok('images', '--remove', baseId, '--yes');

    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain('nodes stand on it (Labor)');
    expect(freed).toMatch(/KiB are free again/);
    expect((await trial.tree()).filter((path) => /^(?:bases|labs|trash)\/./.test(path))).toEqual([]);
  });

  it('with --purge deletes at once, and leaves the base for the next lab', async () => {
    const trial = await createLab();

    await trial.ok('delete', '--purge', '--yes');

    expect((await trial.tree()).filter((path) => /^(?:labs|trash)\/./.test(path))).toEqual([]);
    expect((await trial.run(['up', '--nodes', '1'])).stderr).toContain('✓ Prepare the base (nothing to do)');
  });

  it('ends the network, too, when the base was taken away and no node can tell its state', async () => {
    const trial = await createLab();
    await rm(trial.paths.basesDir, { recursive: true });

    await trial.ok('delete', '--purge', '--yes');

    expect(callsOf(trial, 'releaseNetwork')).toHaveLength(1);
    expect((await trial.tree()).filter((path) => /^(?:labs|trash)\/./.test(path))).toEqual([]);
  });

  it('that was interrupted is told by every other command, and finished or taken back', async () => {
    const trial = await createLab();
    const error = new LabError('vm-busy', 'no', { params: { name: 'pi-200' } });
    trial.driver.failNext({ method: 'releaseVm', error });

    const failed = await trial.run(['delete', '--yes']);
    const refused = await trial.run(['start']);
    await trial.ok('repair');

    expect(failed.exitCode).toBe(5);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain(`"bdl repair 'Labor'"`);
    expect((await trial.status()).state).toBe('stopped');
    await trial.ok('delete', '--yes');
    expect(await trial.ok('list')).toContain('There is no lab yet');
  });

  it('knows nothing of that name', async () => {
    const trial = await createTrial();

    const { exitCode, stderr } = await trial.run(['trash', 'restore', 'Nichts']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('In the trash: none.');
  });
});

describe('images', () => {
  it('are shown with the bases made of them, and fetched before they are needed', async () => {
    const trial = await createTrial();

    expect(await trial.ok('images', '--fetch', 'ubuntu-26.04')).toBe('ubuntu-26.04 is here now.\n');
    const text = await trial.ok('images');

    expect(text).toMatch(/ubuntu-26\.04 +here/);
    expect(text).toMatch(/ubuntu-24\.04 +not here/);
    expect(text).toContain('There is no base yet.');
  });

  it('are removed by their digest', async () => {
    const trial = await createTrial();
    await trial.ok('images', '--fetch', 'ubuntu-26.04');
    const { images } = parseOk(imagesSchema, await trial.ok('images', '--json'));
    const digest = images.find(({ cached }) => cached)?.digest ?? '';

    await trial.ok('images', '--remove', digest, '--yes');

    expect((await trial.tree()).filter((path) => path.startsWith('images/'))).toEqual([]);
  });
});

describe('a record that cannot be read', () => {
  it('is shown, named with its next step, and left as it is', async () => {
    const trial = await createLab();
    const file = join(trial.paths.labsDir, 'kaputt', 'lab.json');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '{ "schemaVersion": 1, "plan": {');

    const list = await trial.ok('list');
    const status = await trial.run(['status', 'kaputt']);
    const removed = await trial.run(['delete', 'kaputt', '--purge', '--yes']);

    expect(list).toContain('Labor');
    expect(list).toContain(`✗ The file ${file} is damaged and was left as it is.`);
    expect([status.exitCode, removed.exitCode]).toEqual([3, 3]);
    expect(await readFile(file, 'utf8')).toBe('{ "schemaVersion": 1, "plan": {');
  });
});
