import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { baseViewSchema, imageViewSchema, trashViewSchema } from '../../../src-main/contract/lab-views.ts';
import { LabError } from '../../../src-main/domain/failure.ts';
import { createTrial, parseFailure, parseOk, type Trial, type TrialOptions } from './trial.ts';

async function createLab(options: TrialOptions = {}, nodes = 2): Promise<Trial> {
  const trial = await createTrial(options);
  await trial.ok('up', '--name', 'Labor', '--nodes', String(nodes));
  return trial;
}

async function namesAndStates(trial: Trial): Promise<readonly string[]> {
  return (await trial.status()).nodes.map(({ name, state }) => `${name} ${state}`);
}

describe('add', () => {
  it('makes nodes that every other reaches, while the lab runs', async () => {
    const trial = await createLab();

    await trial.ok('add', '--count', '2');

    const { nodes, sshConfigPath } = await trial.status();
    expect(nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'pi-200 running',
      'pi-201 running',
      'pi-202 running',
      'pi-203 running',
    ]);
    for (const { proof } of nodes) expect(proof?.peers.map(({ reachable }) => reachable)).toEqual([true, true, true]);
    expect(await readFile(sshConfigPath, 'utf8')).toContain('Host pi-203');
  });

  it('leaves new nodes off in a lab that is off', async () => {
    const trial = await createLab();
    await trial.ok('stop');

    await trial.ok('add');

    expect(await namesAndStates(trial)).toEqual(['pi-200 stopped', 'pi-201 stopped', 'pi-202 stopped']);
  });

  it('cancelled takes back the new nodes and nothing else', async () => {
    const trial = await createLab();
    const before = await trial.tree();
    const cancel = new AbortController();
    trial.driver.onCall(({ method, target }) => {
      if (method === 'start' && target === 'pi-202') cancel.abort();
    });

    const { exitCode } = await trial.run(['add', '--count', '2'], { signal: cancel.signal });

    expect(exitCode).toBe(130);
    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running']);
    expect((await trial.tree()).filter((path) => !before.includes(path))).toEqual([]);
  });

  it('that fails is finished by repair and start', async () => {
    const trial = await createLab();
    trial.driver.onCall(({ method, target }) => {
      if (method === 'createNode' && target === 'pi-202')
        throw new LabError('disk-full', 'no', { params: { path: '/x' } });
    });

    const failed = await trial.run(['add']);
    const next = trial.restart();
    await next.ok('repair');
    await next.ok('start');

    expect(failed.exitCode).toBe(3);
    expect(await namesAndStates(next)).toEqual(['pi-200 running', 'pi-201 running', 'pi-202 running']);
  });

  it.each(['0', '55', '1.5', 'zwei', '-1'])('refuses the count %s', async (count) => {
    const trial = await createLab({}, 1);

    const ran = await trial.run(['add', `--count=${count}`, '--json']);

    expect(ran.exitCode).toBe(2);
    expect(parseFailure(ran.stdout).error.message).toContain('1–54');
  });

  it('refuses more nodes than numbers are left', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--nodes', '1', '--first-number', '250');

    const { exitCode, stderr } = await trial.run(['add', '--count', '5']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('the number of new nodes (--count)');
  });
});

describe('remove', () => {
  it('shuts the node down, deletes its disk, and the others forget it', async () => {
    const trial = await createLab({}, 3);

    await trial.ok('remove', 'pi-201', '--yes');

    const { nodes, sshConfigPath } = await trial.status();
    expect(nodes.map(({ name, proof }) => [name, proof?.peers.map((peer) => peer.name)])).toEqual([
      ['pi-200', ['pi-202']],
      ['pi-202', ['pi-200']],
    ]);
    expect((await trial.tree()).filter((path) => path.includes('pi-201'))).toEqual([]);
    expect(await readFile(sshConfigPath, 'utf8')).not.toContain('pi-201');
  });

  it('keeps the last node, and says what else there is', async () => {
    const trial = await createLab({}, 1);

    const { exitCode, stderr } = await trial.run(['remove', 'pi-200', '--yes']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('bdl delete');
    expect(await namesAndStates(trial)).toEqual(['pi-200 running']);
  });

  it('gives the number free: the next node takes it, with keys of its own', async () => {
    const trial = await createLab();
    const keyPath = join(trial.paths.dataDir, 'labs/labor/ssh/host_keys/pi-201.pub');
    const before = await readFile(keyPath, 'utf8');

    await trial.ok('remove', 'pi-201', '--yes');
    await trial.ok('add');

    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running']);
    expect(await readFile(keyPath, 'utf8')).not.toBe(before);
  });
});

describe('reset', () => {
  it('makes one node anew with its name, address and keys, and leaves the others alone', async () => {
    const trial = await createLab();
    const before = await trial.status();
    const key = await readFile(join(trial.paths.dataDir, 'labs/labor/ssh/host_keys/pi-200.pub'), 'utf8');

    await trial.ok('reset', 'pi-200', '--yes');

    const after = await trial.status();
    expect(after.nodes.map(({ name, address, state }) => [name, address, state])).toEqual(
      before.nodes.map(({ name, address }) => [name, address, 'running']),
    );
    expect(after.nodes[1]?.proof?.bootId).toBe(before.nodes[1]?.proof?.bootId);
    expect(await readFile(join(trial.paths.dataDir, 'labs/labor/ssh/host_keys/pi-200.pub'), 'utf8')).toBe(key);
    expect(trial.driver.calls.filter(({ method, target }) => method === 'deleteVm' && target === 'pi-201')).toEqual([]);
  });

  it('cancelled in the middle is finished by repair', async () => {
    const trial = await createLab();
    const cancel = new AbortController();
    const off = trial.driver.onCall(({ method }) => {
      if (method === 'createNode') cancel.abort();
    });

    const { exitCode } = await trial.run(['reset', 'pi-200', '--yes'], { signal: cancel.signal });
    off();
    await trial.ok('repair');
    await trial.ok('start');

    expect(exitCode).toBe(130);
    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running']);
  });

  it('mends a damaged node', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    const { plan } = await trial.deps.store.findLab('Labor');
    const [node] = plan.nodes;
    if (node === undefined) throw new Error('no node');
    trial.driver.breakVm(
      { vmId: node.vmId, name: node.name, dir: trial.paths.nodeDir(plan.labId, node.name) },
      'broken',
    );

    await trial.ok('reset', 'pi-200', '--yes');
    await trial.ok('start');

    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running']);
  });
});

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

const imagesSchema = z.object({ images: z.array(imageViewSchema), bases: z.array(baseViewSchema) });

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

describe('doctor', () => {
  it('shows what the hypervisor can do, where the log is, and how full the trash is', async () => {
    const trial = await createLab({ driver: { capabilities: { sharedDisk: false } } });
    await trial.ok('delete', '--yes');

    const text = await trial.ok('doctor');

    expect(text).toContain(`Log: ${trial.paths.logFile}`);
    expect(text).toContain('QEMU can do here: save and resume, snapshots,');
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

    const text = await trial.ok('doctor');

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

  it('gives no names, keys or passwords away', async () => {
    const trial = await createLab();

    const text = `${await trial.ok('doctor')}${await trial.ok('doctor', '--json')}`;

    expect(text).not.toMatch(/PRIVATE KEY|ssh-ed25519|\$6\$/);
  });
});
