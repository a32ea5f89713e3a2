import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { createLab, namesAndStates } from './lab-trial.ts';
import type { FakeMethod } from '../../fakes/fake-driver.ts';
import { createTrial, parseFailure, type Trial } from './trial.ts';

/** Runs `add` and lets the process stop for good, without a word, when the driver is about to do something. */
async function crash(trial: Trial, wanted: FakeMethod): Promise<void> {
  let hasStopped = false;
  trial.driver.onCall(({ method }) => {
    if (method !== wanted) return undefined;
    hasStopped = true;
    return new Promise<never>(() => undefined);
  });
  trial.run(['add']).catch(() => undefined);
  await vi.waitUntil(() => hasStopped, { timeout: 20_000 });
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

  it.each<[string, FakeMethod]>([
    ['at the clone', 'createNode'],
    ['at the network', 'ensureNetwork'],
    ['at the start', 'start'],
  ])('killed %s is finished by the next add, which adds no further node', async (_title, method) => {
    const trial = await createLab();
    await crash(trial, method);

    const next = trial.restart();
    await next.ok('add');

    expect(await namesAndStates(next)).toEqual(['pi-200 running', 'pi-201 running', 'pi-202 running']);
    await next.ok('add');
    expect(await namesAndStates(next)).toHaveLength(4);
  });

  it('killed is finished by repair, and the next add adds a node', async () => {
    const trial = await createLab();
    await crash(trial, 'createNode');

    const next = trial.restart();
    await next.ok('repair');
    await next.ok('add');

    expect(await namesAndStates(next)).toEqual([
      ...['pi-200 running', 'pi-201 running', 'pi-202 stopped', 'pi-203 running'],
    ]);
  });

  it('killed, and cancelled when it is gone on with, takes back both', async () => {
    const trial = await createLab();
    const before = await trial.tree();
    await crash(trial, 'start');
    const next = trial.restart();
    const cancel = new AbortController();
    next.driver.onCall(({ method }) => {
      if (method === 'start') cancel.abort();
    });

    await next.run(['add', '--count', '2'], { signal: cancel.signal });

    expect(await namesAndStates(next)).toEqual(['pi-200 running', 'pi-201 running']);
    expect((await next.tree()).filter((path) => !before.includes(path))).toEqual([]);
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
