import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationRecordSchema } from '../../../src-main/contract/app-views.ts';
import { LabError } from '../../../src-main/domain/failure.ts';
import type { CoreEvent } from '../../../src-main/contract/events.ts';
import { hashPassword } from '../../../src-main/guest/password.ts';
import { createWebTrial, type WebTrial } from './set-up.ts';

const password = 'Grüner Apfel 7';
const spec = { name: 'Labor', nodes: 2, image: 'ubuntu-24.04' };
const draft = { step: 'review', furthest: 'review', spec, operationId: null, labId: null };

function hasEndedAs(state: string): (event: CoreEvent) => boolean {
  return (event) => event.type === 'operation' && event.operation.state === state;
}

async function hashOf({ paths }: WebTrial): Promise<string> {
  return (await readFile(join(paths.labsDir, 'labor', 'ssh', 'password.hash'), 'utf8')).trim();
}

function verifies(hash: string, typed: string): boolean {
  return hashPassword(typed, hash.split('$')[2] ?? '') === hash;
}

/** Files below the data folder that hold the password as it was typed. */
async function filesWithPassword({ paths }: WebTrial): Promise<readonly string[]> {
  const entries = await readdir(paths.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(password) ? [file] : [])));
  return found.flat();
}

async function choose(trial: WebTrial): Promise<void> {
  await trial.call('draft.set', { draft });
  await trial.call('draft.setPassword', { password });
}

describe('a password chosen in the wizard', () => {
  it('is that of the lab made next, and is nowhere any more once the lab is ready', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    await choose(trial);
    expect(await trial.call('draft.hasPassword')).toEqual({ isSet: true });
    expect(await filesWithPassword(trial)).toEqual([trial.paths.draftPasswordFile]);

    await trial.call('lab.create', spec);
    await screen.until(hasEndedAs('succeeded'));

    expect(verifies(await hashOf(trial), password)).toBe(true);
    await expect.poll(() => trial.call('draft.hasPassword')).toEqual({ isSet: false });
    expect(await filesWithPassword(trial)).toEqual([]);
    await expect(access(trial.paths.draftPasswordFile)).rejects.toThrow();
    expect(await trial.call('lab.password', { lab: 'labor' })).toEqual({ user: 'pi', password: null });
    expect(JSON.stringify([trial.logged, screen.heard])).not.toContain(password);
  });

  it('is used again after a build that failed', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    await choose(trial);
    trial.driver.failNext({
      method: 'createNode',
      error: new LabError('disk-full', 'full', { params: { path: '/x' } }),
    });
    await trial.call('lab.create', spec);
    await screen.until(hasEndedAs('failed'));
    const before = await hashOf(trial);

    await trial.call('lab.create', spec);
    await screen.until(hasEndedAs('succeeded'));

    expect(await hashOf(trial)).toBe(before);
    expect(verifies(before, password)).toBe(true);
    await expect.poll(() => filesWithPassword(trial)).toEqual([]);
  });

  it('outlives a build that was cancelled, which undoes what it made of it', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    const held = Promise.withResolvers<undefined>();
    trial.driver.onCall(() => held.promise);
    await choose(trial);
    const { id } = operationRecordSchema.parse(await trial.call('lab.create', spec));
    await trial.call('operations.cancel', { operationId: id });
    held.resolve(undefined);
    await screen.until(hasEndedAs('cancelled'));
    await expect(hashOf(trial)).rejects.toThrow();

    await trial.call('lab.create', spec);
    await screen.until(hasEndedAs('succeeded'));

    expect(verifies(await hashOf(trial), password)).toBe(true);
  });

  it('stays out of a lab when the draft was forgotten', async () => {
    const trial = await createWebTrial();
    const screen = await trial.listen();
    await choose(trial);

    await trial.call('draft.set', { draft: null });
    expect(await filesWithPassword(trial)).toEqual([]);
    await trial.call('lab.create', spec);
    await screen.until(hasEndedAs('succeeded'));

    expect(verifies(await hashOf(trial), password)).toBe(false);
    expect(await trial.call('lab.password', { lab: 'labor' })).toMatchObject({
      password: expect.stringMatching(/^\S{15}$/),
    });
  });

  it.each(['', '   ', 'a\nb', 'x'.repeat(201)])(
    'that nobody could type (%j) is refused and not kept',
    async (unusable) => {
      const trial = await createWebTrial();

      const failure = await trial.callFailing('draft.setPassword', { password: unusable });

      expect(failure).toMatchObject({
        code: 'invalid-input',
        problems: expect.arrayContaining([{ field: 'password', message: expect.any(String) as string }]) as unknown[],
      });
      // The answer stands on the screen, which nobody else may look at while a password is typed into it.
      expect(JSON.stringify(failure)).not.toMatch(/a\\+nb|xxx/);

      expect(await trial.call('draft.hasPassword')).toEqual({ isSet: false });
      expect(trial.logged.filter((line) => line.includes('a\\nb') || line.includes('xxx'))).toEqual([]);
    },
  );
});
