import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationRecordSchema, type OperationRecord } from '../../../src-main/contract/app-views.ts';
import type { CoreEvent } from '../../../src-main/contract/events.ts';
import { LabError } from '../../../src-main/domain/failure.ts';
import { createWebTrial, type WebTrial } from './set-up.ts';

const spec = { name: 'Labor', nodes: 2, image: 'debian-packages' };

function isOperation(state: OperationRecord['state']): (event: CoreEvent) => boolean {
  return (event) => event.type === 'operation' && event.operation.state === state;
}

/** Nothing about VMs goes on before `release` is called. */
async function createHeldTrial(): Promise<WebTrial & { readonly release: () => void }> {
  const held = Promise.withResolvers<undefined>();
  const trial = await createWebTrial();
  trial.driver.onCall(() => held.promise);
  return {
    ...trial,
    release: () => {
      held.resolve(undefined);
    },
  };
}

async function callOperation(
  trial: WebTrial,
  method: 'lab.create' | 'lab.stop',
  body: unknown,
): Promise<OperationRecord> {
  return operationRecordSchema.parse(await trial.call(method, body));
}

describe('a method that starts something long', () => {
  it('is answered while it runs; the rest comes as events', async () => {
    const trial = await createHeldTrial();
    const screen = await trial.listen();

    const answer = await callOperation(trial, 'lab.create', spec);
    trial.release();
    await screen.until(isOperation('succeeded'));

    expect(answer).toMatchObject({ kind: 'create', target: 'labor', state: 'running', endedAt: null });
    expect(screen.heard).toContainEqual({ type: 'labs-changed' });
    expect(await trial.call('lab.status', { lab: 'Labor' })).toMatchObject({ state: 'running' });
  });

  it('goes on when the browser goes away, and who comes back is told how it stands', async () => {
    const trial = await createHeldTrial();
    const gone = await trial.listen();
    const { id } = await callOperation(trial, 'lab.create', spec);
    gone.socket.terminate();
    await gone.closed;

    const back = await trial.listen();
    trial.release();
    await back.until(isOperation('succeeded'));

    expect(back.heard[0]).toMatchObject({ type: 'welcome', operations: [{ id, state: 'running' }], screens: 1 });
    expect(await trial.call('operations.list')).toMatchObject([{ id, state: 'succeeded' }]);
  });

  it('can be cancelled from another screen; that is no failure', async () => {
    const trial = await createHeldTrial();
    const { id } = await callOperation(trial, 'lab.create', spec);
    const other = await trial.listen();

    const answer = await trial.call('operations.cancel', { operationId: id });
    trial.release();
    const ended = await other.until(isOperation('cancelled'));

    expect(answer).toMatchObject({ id, state: 'cancelling' });
    expect(ended).toMatchObject({ operation: { id, error: null, leftBehind: [] } });
    expect(await trial.call('lab.list')).toMatchObject({ labs: [] });
  });

  it('tells every screen why it failed', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    trial.driver.failNext({
      method: 'createNode',
      error: new LabError('disk-full', 'full', { params: { path: '/x' } }),
    });

    await callOperation(trial, 'lab.create', spec);
    const failed = await screen.until(isOperation('failed'));

    expect(failed).toMatchObject({ operation: { error: { code: 'disk-full', params: { path: '/x' } } } });
  });

  it('that cannot begin is answered with every reason, each beside its field', async () => {
    const trial = await createWebTrial();

    const unreadable = await trial.callFailing('lab.create', { name: '', nodes: 0 });
    const impossible = await trial.callFailing('lab.create', { ...spec, memoryMiB: 900_000, diskGiB: 2000 });

    expect(unreadable.problems?.map(({ field }) => field)).toEqual(['name', 'nodes']);
    expect(impossible).toMatchObject({ code: 'not-enough-memory' });
    // On a screen the next step is a button, not an option of a command.
    expect(JSON.stringify([unreadable, impossible])).not.toMatch(/ --[a-z]|"bdl /);
  });
});

describe('what others change', () => {
  it('is noticed by the lock that every process leaves beside a lab', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    const lockPath = join(trial.paths.labsDir, 'labor.lock');

    await writeFile(lockPath, '{}');
    await screen.until(({ type }) => type === 'labs-changed');
    await rm(lockPath);

    expect(screen.heard.map(({ type }) => type)).toEqual(expect.arrayContaining(['welcome', 'labs-changed']));
  });

  it('in the settings reaches every screen', async () => {
    const trial = await createWebTrial();
    const [first, second] = [await trial.listen(), await trial.listen()];

    await trial.call('settings.set', { theme: 'contrast' });

    for (const screen of [first, second]) {
      const event = await screen.until(({ type }) => type === 'settings-changed');
      expect(event).toMatchObject({ settings: { theme: 'contrast', language: 'system' } });
    }
    expect(first.heard).toContainEqual({ type: 'screens-changed', screens: 2 });
  });
});

describe('the draft of the wizard', () => {
  it('outlives the server', async () => {
    const trial = await createWebTrial();
    const draft = { step: 'lab', furthest: 'lab', spec: { name: 'Lab', nodes: 3 }, operationId: null, labId: null };

    await trial.call('draft.set', { draft });
    const kept = await trial.call('draft.get');
    await trial.call('draft.set', { draft: null });

    expect(kept).toEqual({ draft });
    expect(await trial.call('draft.get')).toEqual({ draft: null });
  });
});
