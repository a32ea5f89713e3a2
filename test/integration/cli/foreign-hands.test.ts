import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import { callsOf, createLab, refOf } from './lab-trial.ts';
import type { Trial } from './trial.ts';

const call = { signal: new AbortController().signal };

/** A lab that is off, with something said about it in both languages. */
async function createStopped(): Promise<{ readonly trial: Trial; readonly ref: VmRef }> {
  const trial = await createLab();
  await trial.ok('stop');
  return { trial, ref: await refOf(trial, 'pi-200') };
}

async function handledOf(trial: Trial): Promise<unknown> {
  return (await trial.status()).nodes[0]?.handled;
}

describe('a VM that somebody changed in the window of the hypervisor', () => {
  it('was renamed: it is said, it works on, and repair gives it its name back', async () => {
    const { trial, ref } = await createStopped();
    trial.driver.byHand(ref, { name: 'Meine Maschine' });

    expect(await trial.ok('status')).toContain('In the hypervisor its virtual machine is now called "Meine Maschine".');
    const german = await trial.restart({ language: 'de' }).ok('status');
    expect(german).toContain('Im Hypervisor heißt seine virtuelle Maschine jetzt „Meine Maschine“.');
    await trial.ok('start');
    expect((await trial.status()).state).toBe('running');
    await trial.ok('repair');
    expect(callsOf(trial, 'bringBack')).toEqual([]);

    await trial.ok('stop');
    await trial.ok('repair');

    expect(callsOf(trial, 'bringBack')).toEqual(['bringBack pi-200']);
    expect(await handledOf(trial)).toBeUndefined();
  });

  it('was moved: nothing is done to it there, and repair brings it back', async () => {
    const { trial, ref } = await createStopped();
    trial.driver.byHand(ref, { movedTo: '/home/anna/elsewhere/pi-200.vbox' });

    const shown = await trial.ok('status');
    expect(shown).toContain('was moved to /home/anna/elsewhere/pi-200.vbox');
    for (const words of [['reset', 'pi-200'], ['remove', 'pi-200'], ['start'], ['delete', '--purge']]) {
      const { exitCode, stderr } = await trial.run(
        [...words, '--yes'].filter((w) => w !== '--yes' || words[0] !== 'start'),
      );
      expect({ words, exitCode }).toEqual({ words, exitCode: 4 });
      expect(stderr).toContain('"bdl repair" brings it back');
    }

    await trial.ok('repair');

    expect(await handledOf(trial)).toBeUndefined();
    await trial.ok('start');
  });

  it('is not known any more, nor is its base, as the hypervisor has lost its list: repair makes all known again', async () => {
    const { trial } = await createStopped();
    const { plan, base } = await trial.deps.store.findLab('Labor');
    for (const { name } of plan.nodes) await trial.driver.releaseVm(await refOf(trial, name), call);
    if (base === null) throw new Error('a lab without a base');
    await trial.driver.releaseVm(base, call);

    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(plan.nodes.map(() => 'absent'));
    await trial.ok('repair');

    expect((await trial.status()).state).toBe('stopped');
    await trial.driver.releaseVm(base, call);
    await trial.ok('add');
    await trial.ok('start');
    expect((await trial.status()).nodes).toHaveLength(plan.nodes.length + 1);
  });

  it('was started: the lab goes on from there', async () => {
    const { trial, ref } = await createStopped();
    const { plan } = await trial.deps.store.findLab('Labor');
    const members = await Promise.all(plan.nodes.map(({ name }) => refOf(trial, name)));
    const dir = trial.paths.networkDir(plan.labId);
    await trial.driver.ensureNetwork({ name: plan.network.name, dir, members }, call);
    await trial.driver.start(ref, call);
    expect((await trial.status()).state).toBe('partly-running');

    await trial.ok('start');

    expect((await trial.status()).state).toBe('running');
  });

  it('was deleted with its files: it is gone, and made anew only when that is wanted', async () => {
    const { trial, ref } = await createStopped();
    await trial.driver.deleteVm(ref, call);
    await rm(ref.dir, { recursive: true, force: true });

    const { state, nodes } = await trial.status();
    expect([state, nodes[0]?.state, nodes[0]?.handled]).toEqual(['broken', 'absent', [{ kind: 'gone' }]]);
    expect(await trial.ok('status')).toContain('and with it what was on its disk');
    const refused = await trial.run(['repair'], { answers: ['n'] });
    expect(refused.stderr).toContain('What was on the disk of pi-200 was deleted.');
    expect(callsOf(trial, 'createNode')).toHaveLength(2);
    const { labId } = await trial.status();
    await trial.api['lab.repair']({ lab: labId }, call);
    expect(await handledOf(trial)).toEqual([{ kind: 'gone' }]);

    await trial.ok('repair', '--yes');

    expect(callsOf(trial, 'createNode')).toHaveLength(3);
    expect((await trial.status()).state).toBe('stopped');
  });

  it('was deleted: remove takes it off the lab', async () => {
    const { trial, ref } = await createStopped();
    await trial.driver.deleteVm(ref, call);

    await trial.ok('remove', 'pi-200', '--yes');

    expect((await trial.status()).nodes.map(({ name }) => name)).toEqual(['pi-201']);
  });

  it('got a snapshot: it is named before it goes with its node, and kept by everything else', async () => {
    const { trial, ref } = await createStopped();
    await trial.ok('snapshot', 'ours');
    const { snapshotId } = await trial.driver.takeSnapshot(ref, 'vor dem Test', call);

    for (const words of [
      ['remove', 'pi-200'],
      ['reset', 'pi-200'],
      ['delete', '--purge'],
    ]) {
      const { stderr } = await trial.run(words, { answers: ['n'] });
      expect(stderr).toContain('Snapshots that are not of Big Data Lab go along: pi-200: vor dem Test.');
    }
    await trial.ok('restore', 'ours', '--yes');
    await trial.ok('repair');

    const kept = await trial.driver.listSnapshots(ref, call);
    expect(kept.map((snapshot) => snapshot.snapshotId)).toContain(snapshotId);
  });
});

describe('a hypervisor that is not what it was', () => {
  it('was uninstalled: every node is unknown, why is said with the way out, and nothing is deleted', async () => {
    const { trial } = await createStopped();
    const before = await trial.tree();
    const drivers = { ...trial.deps.drivers };
    const gone = new LabError('hypervisor-missing', 'gone', { params: { hypervisor: 'qemu' } });
    Object.assign(trial.deps.drivers, { driver: () => Promise.reject(gone) });

    const shown = await trial.status();
    const text = await trial.ok('status');
    const repaired = await trial.run(['repair']);
    const deleted = await trial.run(['delete', '--purge', '--yes']);

    expect(shown.nodes.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    expect(shown.problem?.code).toBe('hypervisor-missing');
    expect(text).toContain('Install VirtualBox or QEMU');
    expect([repaired.exitCode, deleted.exitCode]).toEqual([3, 3]);
    expect(await trial.tree()).toEqual(before);
    Object.assign(trial.deps.drivers, drivers);
    expect((await trial.status()).state).toBe('stopped');
  });
});

describe('lab.json that was edited by hand', () => {
  type Edit = (text: string, trial: Trial, other: VmRef) => Promise<string> | string;
  const otherLab = 'Zweites';
  const edits: readonly (readonly [string, string, Edit])[] = [
    ['the id of a VM of the user', 'vm-not-ours', (text) => swapFirstId(text, 'aaaaaaaa-0000-4000-8000-000000000001')],
    ["the id of another lab's node", 'vm-not-ours', (text, _trial, other) => swapFirstId(text, other.vmId)],
    [
      'the id of the base',
      'vm-not-ours',
      async (text, trial) => swapFirstId(text, (await trial.deps.store.listBases())[0]?.vmId ?? ''),
    ],
    ['the same id twice', 'stored-file-damaged', (text) => swapFirstId(text, idsIn(text)[1] ?? '')],
    [
      'a way out of its folder',
      'stored-file-damaged',
      (text) => text.replace('"pi-200"', '"../../zweites/nodes/pi-202"'),
    ],
    ['the parent folder', 'stored-file-damaged', (text) => text.replace('"pi-200"', '".."')],
    [
      'the folder of another lab',
      'stored-file-damaged',
      (text) => text.replace('"labId": "labor"', '"labId": "zweites"'),
    ],
  ];

  it.each(edits)('names %s: everything is refused with %s, and nobody loses anything', async (_what, code, edit) => {
    const trial = await createLab();
    await trial.ok('snapshot', 'ours');
    await trial.ok('stop');
    await trial.ok('up', '--name', otherLab, '--nodes', '1');
    const otherPlan = (await trial.deps.store.findLab(otherLab)).plan;
    const node = otherPlan.nodes[0];
    if (node === undefined) throw new Error('no node');
    const other: VmRef = { vmId: node.vmId, name: node.name, dir: trial.paths.nodeDir(otherPlan.labId, node.name) };
    const path = join(trial.paths.labsDir, 'labor', 'lab.json');
    await writeFile(path, await edit(await readFile(path, 'utf8'), trial, other));
    const before = await trial.tree();
    const edited = await readFile(path, 'utf8');
    const calls = trial.driver.calls.length;

    for (const words of [
      ['remove', 'pi-200', '--yes'],
      ['reset', 'pi-200', '--yes'],
      ['restore', 'ours', '--lab', 'labor', '--yes'],
      ['repair', 'labor'],
      ['delete', 'labor', '--purge', '--yes'],
      ['delete', 'labor', '--yes'],
      ['start', 'labor'],
    ]) {
      const { exitCode, stdout, stderr } = await trial.run([...words, '--json']);
      expect({ words, ok: exitCode === 0 }).toEqual({ words, ok: false });
      expect(stdout + stderr).toMatch(new RegExp(`${code}|lab-not-found|node-not-found|lab-not-named|lab-deleting`));
    }

    const harmful = /^(?:forceStop|deleteVm|releaseVm|restoreSnapshot|createNode|bringBack)$/;
    const targets = trial.driver.calls.slice(calls).filter(({ method }) => harmful.test(method));
    expect(targets.filter(({ vmId }) => vmId === other.vmId)).toEqual([]);
    expect((await trial.driver.inspect(other, call)).state).toBe('running');
    expect((await trial.tree()).filter((file) => before.includes(file))).toEqual(before);
    expect((await readFile(path, 'utf8')).length).toBeGreaterThanOrEqual(edited.length - 20);
  });
});

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/"vmId": "([0-9a-f-]{36})"/g)].map(([, vmId]) => vmId ?? '');
}

function swapFirstId(text: string, vmId: string): string {
  return text.replace(/"vmId": "[0-9a-f-]{36}"/, `"vmId": "${vmId}"`);
}
