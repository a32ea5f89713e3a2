import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src-main/contract/app-views.ts';
import { createDraftStore } from '../../../src-main/store/draft-store.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const draft: Draft = {
  step: 'lab',
  furthest: 'network',
  // As a person left it in the middle of typing: not yet a name, more nodes than fit.
  spec: { name: '', nodes: 99, sharedDisks: [{ name: 'Daten!', sizeMiB: 0 }] },
  operationId: null,
  labId: null,
};

async function createFiles(): Promise<{ readonly draftFile: string; readonly draftPasswordFile: string }> {
  const { draftFile, draftPasswordFile } = createPaths(await createTestDir());
  return { draftFile, draftPasswordFile };
}

describe('the draft', () => {
  it('is null where there is none', async () => {
    expect(await createDraftStore(await createFiles()).read()).toBeNull();
  });

  it('comes back as it was written, half-typed words too', async () => {
    const files = await createFiles();

    await createDraftStore(files).write(draft);

    expect(await createDraftStore(files).read()).toEqual(draft);
  });

  it('is the last one of several written at once', async () => {
    const store = createDraftStore(await createFiles());

    await Promise.all([1, 2, 3].map((nodes) => store.write({ ...draft, spec: { nodes } })));

    expect(await store.read()).toMatchObject({ spec: { nodes: 3 } });
  });

  it('is forgotten, also when it is damaged, and forgetting twice is no failure', async () => {
    const files = await createFiles();
    const store = createDraftStore(files);
    await writeFile(files.draftFile, 'damaged');

    await expect(store.read()).rejects.toMatchObject({ code: 'stored-file-damaged' });
    await store.write(null);
    await store.write(null);

    expect(await store.read()).toBeNull();
    await expect(access(files.draftFile)).rejects.toThrow();
  });
});

describe('the password of the draft', () => {
  it('lies in a file of its own that only its user can read', async () => {
    const files = await createFiles();
    const store = createDraftStore(files);
    await writeFile(files.draftPasswordFile, '{"schemaVersion":1,"password":"older"}', { mode: 0o644 });

    await store.write(draft);
    await store.writePassword('Grüner Apfel 7');

    expect(await store.readPassword()).toBe('Grüner Apfel 7');
    expect((await stat(files.draftPasswordFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(files.draftFile, 'utf8')).not.toContain('Apfel');
  });

  it('is forgotten with the draft, also when it is damaged', async () => {
    const files = await createFiles();
    const store = createDraftStore(files);
    await store.write(draft);
    await writeFile(files.draftPasswordFile, '{"schemaVersion":1,"password":"half');

    await store.write(null);

    expect(await store.readPassword()).toBeNull();
    await expect(access(files.draftPasswordFile)).rejects.toThrow();
  });

  it('can be taken back while the draft stays', async () => {
    const store = createDraftStore(await createFiles());
    await store.write(draft);
    await store.writePassword('Grüner Apfel 7');

    await store.writePassword(null);

    expect(await store.readPassword()).toBeNull();
    expect(await store.read()).toEqual(draft);
  });

  it('is not shown by the failure when its file is damaged', async () => {
    const files = await createFiles();
    await writeFile(files.draftPasswordFile, '{"schemaVersion":1,"password":"Apfel\\u0007"}');

    const failure: unknown = await createDraftStore(files)
      .readPassword()
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'stored-file-damaged' });
    expect(JSON.stringify(failure)).not.toContain('Apfel');
  });
});
