import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { callsOf, createLab, namesAndStates } from './lab-trial.ts';
import { createTrial, parseFailure, type Trial } from './trial.ts';

/** Starts and proofs in the order in which they happened. */
function watchStarts(trial: Trial): () => readonly string[] {
  const before = trial.driver.calls.length;
  return () =>
    trial.driver.calls
      .slice(before)
      .filter(({ method }) => method === 'start' || method === 'requestStop')
      .map(({ method, target }) => `${method} ${target}`);
}

describe('the start order', () => {
  it('is all together until somebody chooses', async () => {
    const trial = await createLab();

    expect(await trial.ok('start-order')).toBe('All nodes start together.\n');
  });

  it('starts a stage when all nodes of the one before are ready, and stops the other way round', async () => {
    const trial = await createLab({}, 3);
    await trial.ok('start-order', 'pi-202', 'pi-200,pi-201');
    const calls = watchStarts(trial);

    await trial.ok('stop');
    await trial.ok('start');

    const [first, second, last, start, ...others] = calls();
    expect([first, second].toSorted()).toEqual(['requestStop pi-200', 'requestStop pi-201']);
    expect([last, start]).toEqual(['requestStop pi-202', 'start pi-202']);
    expect(others.toSorted()).toEqual(['start pi-200', 'start pi-201']);
    expect(await trial.ok('start-order')).toBe('Stage 1: pi-202\nStage 2: pi-200, pi-201\n');
  });

  it('is minded when a saved lab goes on', async () => {
    const trial = await createLab();
    await trial.ok('start-order', 'pi-201', 'pi-200');
    await trial.ok('save');
    const calls = watchStarts(trial);

    await trial.ok('start');

    expect(calls()).toEqual(['start pi-201', 'start pi-200']);
  });

  it('leaves later stages off when an earlier one does not become ready, and says so', async () => {
    const trial = await createLab({}, 3);
    await trial.ok('start-order', 'pi-200', 'pi-201,pi-202');
    await trial.ok('stop');
    const params = { node: 'pi-200', requirement: 'ssh' };
    const error = new LabError('node-not-ready', 'not ready', { params });
    trial.guests.failNext({ method: 'waitUntilReady', node: 'pi-200', error });

    const { exitCode, stderr } = await trial.run(['start']);

    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('Not started, because a node before them did not become ready: pi-201, pi-202.');
    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 stopped', 'pi-202 stopped']);
  });

  it('takes new nodes into the last stage, and forgets removed ones', async () => {
    const trial = await createLab();
    await trial.ok('start-order', 'pi-200', 'pi-201');

    await trial.ok('add');
    expect((await trial.status()).startStages).toEqual([['pi-200'], ['pi-201', 'pi-202']]);
    await trial.ok('remove', 'pi-200', '--yes');

    expect((await trial.status()).startStages).toEqual([['pi-201', 'pi-202']]);
  });

  it('is part of the spec that is exported, and of the lab that is made from it', async () => {
    const trial = await createLab();
    await trial.ok('start-order', 'pi-201', 'pi-200');
    const specPath = trial.paths.specFile((await trial.status()).labId);
    expect(await readFile(specPath, 'utf8')).toContain('startStages:');

    const other = await createTrial();
    await other.ok('up', '--spec', specPath, '--yes');

    expect((await other.status()).startStages).toEqual([['pi-201'], ['pi-200']]);
    expect(callsOf(other, 'start')).toEqual(['start pi-201', 'start pi-200']);
  });

  it.each([
    ['a node that is not there', ['pi-200', 'pi-999'], 'node-not-found'],
    ['a node that is named twice', ['pi-200', 'pi-201,pi-200'], 'invalid-input'],
  ])('refuses %s', async (_, stages, code) => {
    const trial = await createLab();

    const { stdout } = await trial.run(['start-order', ...stages, '--json']);

    expect(parseFailure(stdout).error.code).toBe(code);
    expect((await trial.status()).startStages).toEqual([['pi-200', 'pi-201']]);
  });
});
