import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { operationInfoSchema } from '../../../src-main/domain/operation.ts';
import { createTrial, parseFailure } from './trial.ts';

describe('an up that fails', () => {
  it('keeps what was finished, says why, and is gone on with by the next up', async () => {
    const trial = await createTrial();
    const broken = new LabError('vm-start-failed', 'no', {
      params: { name: 'pi-201' },
      evidence: ['the tool said no'],
    });
    trial.driver.onCall((call) => {
      if (call.method === 'start' && call.target === 'pi-201') throw broken;
    });

    const ran = await trial.run(['up', '--nodes', '3']);

    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toContain('✗ The virtual machine "pi-201" did not start.');
    expect(ran.stderr).toContain('    the tool said no');
    expect((await trial.status()).state).toBe('incomplete');

    const next = trial.restart();
    await next.ok('up', '--nodes', '3');

    expect((await next.status()).state).toBe('running');
    expect(next.images.fetched).toEqual([]);
    expect(next.driver.calls.filter(({ method }) => method === 'createBase')).toEqual([]);
  });

  it.each([
    ['the image', 'fetch'],
    ['the disk of the base', 'createBase'],
    ['the sealing of the base', 'sealBase'],
    ['a clone', 'createNode'],
    ['the network', 'ensureNetwork'],
    ['a start', 'start'],
  ] as const)('can be finished after a failure of %s', async (_title, method) => {
    const trial = await createTrial();
    const error = new LabError('command-failed', 'no', { params: { program: 'tool', exitCode: 1 } });
    if (method === 'fetch') {
      const off = trial.images.onFetch(() => {
        off();
        throw error;
      });
    } else trial.driver.failNext({ method, error });

    const failed = await trial.run(['up', '--nodes', '2']);
    const finished = await trial.run(['up', '--nodes', '2']);

    expect(failed.exitCode).toBe(4);
    expect(finished.exitCode).toBe(0);
    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(await trial.ok('doctor')).toContain('Nothing is left over');
  });

  it('can be finished after a guest did not become ready, with the hint what to look at', async () => {
    const trial = await createTrial();
    const params = { node: 'pi-200', requirement: 'ssh' };
    trial.guests.failNext({ method: 'waitUntilReady', error: new LabError('node-not-ready', 'no', { params }) });

    const failed = await trial.run(['up', '--nodes', '1']);

    expect(failed.stderr).toContain('Still missing: SSH answers with the expected host key.');
    expect(failed.stderr).toContain('The console shows whether the guest is still starting or got stuck.');
    expect((await trial.run(['up', '--nodes', '1'])).exitCode).toBe(0);
  });

  it('prepares a base anew whose preparation failed in the guest', async () => {
    const trial = await createTrial();
    const error = new LabError('guest-setup-failed', 'no', {
      params: { step: 'upgrade' },
      evidence: ['E: no network'],
    });
    trial.guests.failNext({ method: 'watchBase', error });

    const failed = await trial.run(['up', '--nodes', '1']);
    const { state } = await trial.status();
    const finished = await trial.run(['up', '--nodes', '1']);

    expect(failed.stderr).toContain('in the step "bringing packages up to date"');
    expect(failed.stderr).toContain('    E: no network');
    expect(state).toBe('incomplete');
    expect(finished.exitCode).toBe(0);
    expect(trial.driver.calls.filter(({ method }) => method === 'createBase')).toHaveLength(2);
  });

  it('prepares a base anew whose snapshot somebody deleted by hand, and says so before', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--name', 'first', '--nodes', '1');
    const error = new LabError('snapshot-not-found', 'no', { params: { name: 'base', node: 'base', known: '' } });
    trial.driver.failNext({ method: 'createNode', error });

    const failed = await trial.run(['up', '--name', 'second', '--nodes', '1']);
    const finished = await trial.run(['up', '--name', 'second', '--nodes', '1']);

    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain('Run the same command again: the base is prepared anew');
    expect(failed.stderr).not.toContain('Not started');
    // Nodes of the first lab stand on the base of this fake: it is not taken away from under them.
    expect(finished.stderr).toContain('cannot be deleted');
  });

  it('answers --json with the error and the operation', async () => {
    const trial = await createTrial();
    const error = new LabError('port-taken', 'no', { params: { port: 2200 } });
    trial.driver.failNext({ method: 'start', error });

    const ran = await trial.run(['up', '--nodes', '1', '--json']);

    const { error: shown, value } = parseFailure(ran.stdout);
    expect(shown).toMatchObject({ code: 'port-taken', message: expect.stringContaining('2200') });
    expect(operationInfoSchema.parse(value)).toMatchObject({ kind: 'create', state: 'failed' });
    expect(ran.stderr).toBe('');
  });
});
