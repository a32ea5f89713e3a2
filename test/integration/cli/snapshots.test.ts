import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { bootIds, callsOf, createLab, refOf } from './lab-trial.ts';

describe('snapshot and restore', () => {
  it('puts the whole lab back, memory too, and shows the snapshot', async () => {
    const trial = await createLab();
    const before = await bootIds(trial);
    await trial.ok('snapshot', 'first');
    await trial.ok('stop');
    await trial.ok('start');

    const text = await trial.ok('restore', 'first', '--yes');

    expect(text).toContain('Snapshots: first (2026-');
    expect((await trial.status()).state).toBe('running');
    expect(before).toHaveLength(2);
  });

  it('of a lab that is off brings back a lab that is off', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    await trial.ok('snapshot', 'cold');
    await trial.ok('start');

    await trial.ok('restore', 'cold', '--yes');

    expect((await trial.status()).state).toBe('stopped');
  });

  it('is not recorded and leaves nothing behind when one node fails', async () => {
    const trial = await createLab();
    const error = new LabError('disk-full', 'no', { params: { path: '/x' } });
    trial.driver.failNext({ method: 'takeSnapshot', error, vmId: (await refOf(trial, 'pi-201')).vmId });

    const { exitCode } = await trial.run(['snapshot', 'half']);

    expect(exitCode).toBe(3);
    expect((await trial.status()).snapshots).toEqual([]);
    const signal = new AbortController().signal;
    expect(await trial.driver.listSnapshots(await refOf(trial, 'pi-200'), { signal })).toEqual([]);
    await trial.ok('snapshot', 'half');
    expect((await trial.status()).snapshots.map(({ name }) => name)).toEqual(['half']);
  });

  it('is refused under a name that is taken', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');

    const { exitCode, stderr } = await trial.run(['snapshot', 'first']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Snapshots of this lab: first.');
  });

  it('cannot be restored when there is none of this name, and changes nothing', async () => {
    const trial = await createLab();

    const { exitCode, stderr } = await trial.run(['restore', 'nope', '--yes']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Snapshots of this lab: none.');
    expect((await trial.status()).state).toBe('running');
  });

  it('leaves a node alone that was added since', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');
    await trial.ok('add');

    await trial.ok('restore', 'first', '--yes');

    expect(callsOf(trial, 'restoreSnapshot').toSorted()).toEqual(['restoreSnapshot pi-200', 'restoreSnapshot pi-201']);
    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  it('says so when no node has it any more', async () => {
    const trial = await createLab({}, 1);
    await trial.ok('snapshot', 'first');
    await trial.ok('reset', 'pi-200', '--yes');

    const { exitCode, stderr } = await trial.run(['restore', 'first', '--yes']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no snapshot called "first"');
    expect((await trial.status()).state).toBe('running');
  });
});
