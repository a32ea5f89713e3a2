import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src-main/contract/app-views.ts';
import { createDraftStore } from '../../../src-main/store/draft-store.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const draft: Draft = {
  step: 'lab',
  furthest: 'network',
  // As a person left it in the middle of typing: not yet a name, more nodes than fit.
  spec: { name: '', nodes: 99, sharedDisks: [{ name: 'Daten!', sizeMiB: 0 }] },
  operationId: null,
  labId: null,
};

async function createPath(): Promise<string> {
  return join(await createTestDir(), 'draft.json');
}

describe('the draft', () => {
  it('is null where there is none', async () => {
    expect(await createDraftStore(await createPath()).read()).toBeNull();
  });

  it('comes back as it was written, half-typed words too', async () => {
    const path = await createPath();

    await createDraftStore(path).write(draft);

    expect(await createDraftStore(path).read()).toEqual(draft);
  });

  it('is the last one of several written at once', async () => {
    const store = createDraftStore(await createPath());

    await Promise.all([1, 2, 3].map((nodes) => store.write({ ...draft, spec: { nodes } })));

    expect(await store.read()).toMatchObject({ spec: { nodes: 3 } });
  });

  it('is forgotten, also when it is damaged, and forgetting twice is no failure', async () => {
    const path = await createPath();
    const store = createDraftStore(path);
    await writeFile(path, 'damaged');

    await expect(store.read()).rejects.toMatchObject({ code: 'stored-file-damaged' });
    await store.write(null);
    await store.write(null);

    expect(await store.read()).toBeNull();
    await expect(access(path)).rejects.toThrow();
  });
});
