import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeEvent } from '../../fakes/fake-electron-objects.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { click } from './menus.ts';
import { createElectronTrial, usePreload } from './set-up.ts';

usePreload();

async function writeSpec(
  content: string,
  name = 'kurs.bdlab',
): Promise<{ readonly dir: string; readonly path: string }> {
  const dir = await createTestDir();
  await writeFile(join(dir, name), content);
  return { dir, path: join(dir, name) };
}

const spec = 'name: Kurs\nnodes: 4\nmemoryMiB: 1024\n';

describe('the description of a lab', () => {
  const opened = { draft: { step: 'host-check', furthest: 'review', spec: { name: 'Kurs', nodes: 4 } } };

  it('that the program is started with opens in the wizard', async () => {
    const { path } = await writeSpec(spec);
    const { call, window } = await createElectronTrial({ args: ['--no-sandbox', path] });

    await expect.poll(() => call('draft.get')).toMatchObject(opened);
    await expect.poll(() => window.loaded.at(-1)).toMatch(/^bdl:\/\/app\/\?visit=\d+#\/new$/);
  });

  it('that a second start is given opens, also by a path from where that was', async () => {
    const { dir } = await writeSpec(spec, 'Kurs.BDLAB');
    const { call, electron } = await createElectronTrial();

    electron.app.emit('second-instance', {}, ['bdl', 'Kurs.BDLAB'], dir);

    await expect.poll(() => call('draft.get')).toMatchObject(opened);
  });

  it('that macOS opens before or after the window is there opens', async () => {
    const { path } = await writeSpec(spec);
    const { call, electron } = await createElectronTrial({ platformId: 'macos' });
    const event = fakeEvent({});

    electron.app.emit('open-file', event, path);

    expect(event.defaultPrevented).toBe(true);
    await expect.poll(() => call('draft.get')).toMatchObject(opened);
  });

  it('can be chosen from the menu', async () => {
    const { path } = await writeSpec(spec);
    const { call, electron } = await createElectronTrial();
    electron.chosenFiles.push(path);

    click(electron.menu(), 'Open the description of a lab …');

    await expect.poll(() => call('draft.get')).toMatchObject(opened);
  });

  it.each([
    [0, 'Kurs'],
    [1, 'Begonnen'],
  ])('replaces what was begun only when the user agrees (button %i)', async (button, name) => {
    const { path } = await writeSpec(spec);
    const { call, electron } = await createElectronTrial();
    const begun = { step: 'lab', furthest: 'lab', spec: { name: 'Begonnen' }, operationId: null, labId: null };
    await call('draft.set', { draft: begun });
    electron.answers.push(button);

    electron.app.emit('open-file', fakeEvent({}), path);

    await expect.poll(() => electron.boxes.length).toBe(1);
    await expect.poll(() => call('draft.get')).toMatchObject({ draft: { spec: { name } } });
  });

  it('never replaces what a build follows, whatever the user would answer', async () => {
    const { path } = await writeSpec(spec);
    const { call, electron } = await createElectronTrial();
    const operationId = '0c5bd1b2-1111-4222-8333-444455556666';
    const building = { step: 'build', furthest: 'build', spec: { name: 'Begonnen' }, operationId, labId: 'begonnen' };
    await call('draft.set', { draft: building });
    electron.answers.push(0, 0);

    electron.app.emit('open-file', fakeEvent({}), path);

    await expect.poll(() => electron.boxes.length).toBe(1);
    expect(electron.boxes[0]?.message).not.toContain('?');
    expect(await call('draft.get')).toMatchObject({ draft: { step: 'build', spec: { name: 'Begonnen' } } });
  });

  it('is read up to the size of a description, and no further', async () => {
    const { path } = await writeSpec(`${spec}#${'x'.repeat(64 * 1024)}\n`);
    const { call, electron } = await createElectronTrial();

    electron.app.emit('open-file', fakeEvent({}), path);

    await expect.poll(() => electron.boxes.length).toBe(1);
    expect(await call('draft.get')).toEqual({ draft: null });
  });

  it.each([
    ['is no YAML', '{{{'],
    ['holds what no lab has', 'name: Kurs\ncommand: reboot\n'],
    ['is larger than any', `name: "${'x'.repeat(300_000)}"\n`],
    ['is a bomb of references', bomb()],
  ])('that %s is refused with words', async (_, content) => {
    const { path } = await writeSpec(content);
    const { call, electron } = await createElectronTrial();

    electron.app.emit('open-file', fakeEvent({}), path);

    await expect.poll(() => electron.boxes.length).toBe(1);
    expect(electron.boxes[0]?.message).not.toBe('');
    expect(await call('draft.get')).toEqual({ draft: null });
  });
});

/** YAML whose parts refer to each other, and which would fill the memory. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 12; depth += 1) {
    const parts = Array.from({ length: 10 }, () => `*a${String(depth - 1)}`);
    lines.push(`a${String(depth)}: &a${String(depth)} [${parts.join(', ')}]`);
  }
  return lines.join('\n');
}
