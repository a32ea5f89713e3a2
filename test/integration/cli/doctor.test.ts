import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLab } from './lab-trial.ts';

describe('doctor', () => {
  it('shows what the hypervisor can do, where the log is, and how full the trash is', async () => {
    const trial = await createLab({ driver: { capabilities: { sharedDisk: false } } });
    await trial.ok('delete', '--yes');

    const text = await trial.ok('doctor');

    expect(text).toContain(`Log: ${trial.paths.logFile}`);
    expect(text).toContain('QEMU can do here: put to sleep and wake up, snapshots,');
    expect(text).toContain('QEMU cannot do here: shared disks.');
    expect(text).toMatch(/Trash: 1 lab, \d+ KiB/);
    expect(text).toContain('Nothing is left over in the data folder.');
  });

  it('finds what no record names, with its size, and touches none of it', async () => {
    const trial = await createLab();
    const { dataDir, labsDir, basesDir, trashDir } = trial.paths;
    const folders = [
      join(labsDir, 'vergessen'),
      join(labsDir, 'labor', 'nodes', 'pi-999'),
      join(basesDir, 'ohne-eintrag'),
      join(trashDir, 'fremd'),
    ];
    for (const folder of folders) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'disk.img'), 'x'.repeat(5000));
    }
    const [base] = await trial.deps.store.listBases();
    if (base === undefined) throw new Error('no base');
    await trial.deps.store.writeBase({ ...base, snapshotId: null });
    const before = await trial.tree();

    const text = (await trial.ok('doctor')).replaceAll(/, \d{4}-\d\d-\d\d \d\d:\d\d\)/g, ')');

    expect(text).toContain(`! Folder without the record of a lab (8 KiB): ${dataDir}/labs/vergessen`);
    expect(text).toContain(`! Folder of a node that its lab does not know (8 KiB): ${dataDir}/labs/labor/nodes/pi-999`);
    expect(text).toContain(`! Folder without the record of a base (8 KiB): ${dataDir}/bases/ohne-eintrag`);
    expect(text).toContain('! Base that is not finished');
    expect(text).toContain(`! Folder in the trash without a record (8 KiB): ${dataDir}/trash/fremd`);
    expect(text).toContain('Nothing of this is deleted by itself.');
    expect(await trial.tree()).toEqual(before);
  });

  it('names a base whose record is damaged, and still shows the rest', async () => {
    const trial = await createLab();
    const [base] = await trial.deps.store.listBases();
    await writeFile(trial.paths.baseFile(base?.baseId ?? (undefined as never)), '{');

    const text = await trial.ok('doctor');

    expect(text).toContain('! Base whose record cannot be read');
    expect(text).toContain('Labor');
  });

  it('is only missed by what needs a damaged base: other labs go on', async () => {
    const trial = await createLab();
    const [base] = await trial.deps.store.listBases();
    const file = trial.paths.baseFile(base?.baseId ?? (undefined as never));
    await writeFile(file, '{');

    const same = await trial.run(['up', '--name', 'Zweites', '--nodes', '1']);
    await trial.ok('up', '--name', 'Drittes', '--nodes', '1', '--disk', '20');
    const removed = await trial.run(['images', '--remove', base?.baseId ?? '', '--yes']);

    for (const { exitCode, stderr } of [same, removed]) {
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain(`The file ${file} is damaged and was left as it is.`);
    }
    expect(await readFile(file, 'utf8')).toBe('{');
  });

  it('gives no names, keys or passwords away', async () => {
    const trial = await createLab();

    const text = `${await trial.ok('doctor')}${await trial.ok('doctor', '--json')}`;

    expect(text).not.toMatch(/PRIVATE KEY|ssh-ed25519|\$6\$/);
  });
});
