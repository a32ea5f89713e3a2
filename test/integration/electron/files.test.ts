import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filePartBytes } from '../../../src-main/contract/desktop-bridge.ts';
import { envelopeSchema } from '../../../src-main/contract/envelope.ts';
import { transferReceiptSchema } from '../../../src-main/contract/file-views.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { createElectronTransport } from '../../../src-renderer/api/transport-electron.ts';
import { createElectronTrial, runPreload, usePreload, type ElectronTrial } from './set-up.ts';

usePreload();

const { signal } = new AbortController();

async function withLab(): Promise<ElectronTrial> {
  const trial = await createElectronTrial();
  await trial.api['lab.create'](labSpecSchema.parse({ name: 'Labor', nodes: 2 }), { signal });
  return trial;
}

async function announce(trial: ElectronTrial, sizeBytes: number): Promise<string> {
  const request = { lab: 'Labor', nodes: ['pi-200', 'pi-201'], name: 'Größe.csv', sizeBytes };
  return z.object({ transferId: z.string() }).parse(await trial.call('files.begin', request)).transferId;
}

/** Sends it as the page does, through the preload script as built. */
async function upload(trial: ElectronTrial, transferId: string, file: Blob): Promise<unknown> {
  return createElectronTransport(trial.page.bridge).upload(transferId, file, { signal });
}

function codeIn(answer: unknown): string {
  const envelope = envelopeSchema.parse(answer);
  return envelope.ok ? 'ok' : envelope.error.code;
}

function homeOf(trial: ElectronTrial, node: string): readonly (readonly [string, number])[] {
  return [...trial.guests.files(node).contents].map(([path, content]) => [path, content.length]);
}

describe('a file from the window', () => {
  it.each([0, 3, filePartBytes, 3 * filePartBytes + 7])('of %i bytes lies on every node', async (size) => {
    const trial = await withLab();

    const answer = await upload(trial, await announce(trial, size), new Blob([new Uint8Array(size).fill(65)]));

    const envelope = envelopeSchema.parse(answer);
    expect(envelope.ok).toBe(true);
    const { operation, places } = transferReceiptSchema.parse(envelope.ok ? envelope.value : null);
    expect(operation).toMatchObject({ kind: 'copy-file', state: 'succeeded' });
    expect(places.map(({ path }) => path)).toEqual(['/home/pi/Größe.csv', '/home/pi/Größe.csv']);
    for (const node of ['pi-200', 'pi-201']) expect(homeOf(trial, node)).toEqual([['/home/pi/Größe.csv', size]]);
  });

  it('that nobody announced, or that was sent already, is refused', async () => {
    const trial = await withLab();
    const transferId = await announce(trial, 3);
    await upload(trial, transferId, new Blob(['abc']));

    expect(codeIn(await upload(trial, transferId, new Blob(['abc'])))).toBe('transfer-not-known');
    const unheardOf = '00000000-0000-4000-8000-000000000000';
    expect(codeIn(await upload(trial, unheardOf, new Blob([new Uint8Array(2 * filePartBytes)])))).toBe(
      'transfer-not-known',
    );
    expect(homeOf(trial, 'pi-200')).toEqual([['/home/pi/Größe.csv', 3]]);
  });

  it('that is dropped half way, or whose page is gone, leaves nothing on the nodes', async () => {
    const trial = await withLab();
    const bytes = new Uint8Array(10);
    const dropped = await announce(trial, 2 * filePartBytes);
    expect(await trial.page.bridge.sendFilePart({ transferId: dropped, bytes, end: 'more' })).toBe(null);
    const answer = await trial.page.bridge.sendFilePart({ transferId: dropped, bytes, end: 'dropped' });
    expect(answer).toMatchObject({ ok: true, value: { operation: { state: 'cancelled' }, places: [] } });

    const left = await announce(trial, 2 * filePartBytes);
    expect(await trial.page.bridge.sendFilePart({ transferId: left, bytes, end: 'more' })).toBe(null);
    trial.window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await expect.poll(() => trial.core.operations.list().every(({ endedAt }) => endedAt !== null)).toBe(true);

    expect(homeOf(trial, 'pi-200')).toEqual([]);
  });

  it.each([
    ['too much at once', { bytes: new Uint8Array(filePartBytes + 1), end: 'more' }],
    ['no bytes', { bytes: 'abc', end: 'more' }],
    ['no such end', { bytes: new Uint8Array(1), end: 'soon' }],
    ['more than that', { bytes: new Uint8Array(1), end: 'last', path: '/etc/passwd' }],
  ])('with %s is refused without effect', async (_, part) => {
    const trial = await withLab();
    const send: unknown = trial.page.bridge.sendFilePart;
    const transferId = await announce(trial, 3);

    const answer = await (send as (part: unknown) => Promise<unknown>)({ transferId, ...part });

    expect(codeIn(answer)).toBe('malformed-request');
    expect(homeOf(trial, 'pi-200')).toEqual([]);
  });

  it('from a page that is not ours is refused', async () => {
    const trial = await withLab();
    const transferId = await announce(trial, 3);
    const foreign = runPreload(trial.electron.ipc, trial.window.webContents, () => ({
      url: 'https://app/',
      parent: null,
    }));

    const answer = await foreign.bridge.sendFilePart({ transferId, bytes: new Uint8Array(3), end: 'last' });

    expect(codeIn(answer)).toBe('foreign-request');
    expect(homeOf(trial, 'pi-200')).toEqual([]);
  });
});
