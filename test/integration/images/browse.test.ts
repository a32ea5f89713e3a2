import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { methods } from '../../../src-main/contract/methods.ts';
import type { BrowseAnswer } from '../../../src-main/contract/browse-views.ts';
import { createBrowseHandlers } from '../../../src-main/images/browse.ts';
import { createListVolumes, listFoldersOf, type Volume } from '../../../src-main/images/volumes.ts';
import { toPlatformId } from '../../../src-main/platform/platform-id.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const id = toPlatformId(process.platform);
const { signal } = new AbortController();

async function browse(homeDir: string, path: string | null, volumes: readonly Volume[] = []): Promise<BrowseAnswer> {
  const platform = { id, homeDir, language: 'de' as const };
  const handlers = createBrowseHandlers({ platform, listVolumes: () => Promise.resolve(volumes) });
  return methods['images.browse'].response.parse(await handlers['images.browse']({ path }, { signal }));
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return (await browse(dir, dir)).entries.map(({ name }) => name);
}

describe('a folder', () => {
  it('shows folders first, then images with their size, in the order of the language', async () => {
    const dir = await createTestDir();
    await Promise.all(['zuletzt', 'Ärger', 'aal', 'Mit Leer Zeichen'].map((name) => mkdir(join(dir, name))));
    await writeFile(join(dir, 'übung 2.IMG'), '12345');
    await writeFile(join(dir, 'übung 10.qcow2'), '');
    await mkdir(join(dir, 'folder.img'));

    const answer = await browse(dir, dir);

    expect(answer.entries).toEqual([
      { name: 'aal', path: join(dir, 'aal'), kind: 'folder', sizeBytes: null },
      { name: 'Ärger', path: join(dir, 'Ärger'), kind: 'folder', sizeBytes: null },
      { name: 'folder.img', path: join(dir, 'folder.img'), kind: 'folder', sizeBytes: null },
      { name: 'Mit Leer Zeichen', path: join(dir, 'Mit Leer Zeichen'), kind: 'folder', sizeBytes: null },
      { name: 'zuletzt', path: join(dir, 'zuletzt'), kind: 'folder', sizeBytes: null },
      { name: 'übung 2.IMG', path: join(dir, 'übung 2.IMG'), kind: 'image', sizeBytes: 5 },
      { name: 'übung 10.qcow2', path: join(dir, 'übung 10.qcow2'), kind: 'image', sizeBytes: 0 },
    ]);
    expect(answer).toMatchObject({ path: dir, parent: dirname(dir), isCut: false });
  });

  it('shows no other files, nothing hidden and nothing of the system', async () => {
    const dir = await createTestDir();
    for (const name of ['secret.txt', 'id_ed25519', 'noble.iso', '.hidden.img', 'img', 'disk.raw']) {
      await writeFile(join(dir, name), 'x');
    }
    for (const name of ['.ssh', '$RECYCLE.BIN', 'System Volume Information', 'lost+found'])
      await mkdir(join(dir, name));

    await writeFile(join(dir, '.ssh', 'id_ed25519'), 'key');

    expect(await namesIn(dir)).toEqual(['disk.raw', 'noble.iso']);
    expect(await namesIn(join(dir, '.ssh'))).toEqual([]);
  });

  it('shows links as what they lead to, and none that lead nowhere', async () => {
    const dir = await createTestDir();
    const target = await createTestDir();
    await writeFile(join(target, 'real.vdi'), '123');
    await symlink(target, join(dir, 'to folder'));
    await symlink(join(target, 'real.vdi'), join(dir, 'link.vdi'));
    await symlink(join(target, 'gone.vdi'), join(dir, 'broken.vdi'));
    await symlink('circle.img', join(dir, 'circle.img'));

    expect((await browse(dir, dir)).entries).toEqual([
      { name: 'to folder', path: join(dir, 'to folder'), kind: 'folder', sizeBytes: null },
      { name: 'link.vdi', path: join(dir, 'link.vdi'), kind: 'image', sizeBytes: 3 },
    ]);
  });

  it('is cut after 500 entries and says so', async () => {
    const dir = await createTestDir();
    const numbers = Array.from({ length: 501 }, (_, number) => number);
    await Promise.all(numbers.map((number) => writeFile(join(dir, `disk ${String(number)}.img`), '')));

    const cut = await browse(dir, dir);
    await rm(join(dir, 'disk 0.img'));
    const whole = await browse(dir, dir);

    expect(cut.entries.map(({ name }) => name)).toEqual(numbers.slice(0, 500).map((n) => `disk ${String(n)}.img`));
    expect(cut.isCut).toBe(true);
    expect(whole.entries).toHaveLength(500);
    expect(whole.isCut).toBe(false);
  });

  it('that is named in a roundabout way is named plainly', async () => {
    const dir = await createTestDir();
    await mkdir(join(dir, 'inner'));

    expect(await browse(dir, `${dir}/inner/../inner/`)).toMatchObject({ path: join(dir, 'inner'), parent: dir });
  });

  it('at the top has no parent', async () => {
    const dir = await createTestDir();

    expect(await browse(dir, '/')).toMatchObject({ parent: null });
  });

  it('is read only: nothing in it changes', async () => {
    const dir = await createTestDir();
    await writeFile(join(dir, 'a.img'), 'x');

    await browse(dir, dir);

    expect(await readdir(dir)).toEqual(['a.img']);
  });

  test.each([
    ['that is not there', (dir: string) => join(dir, 'stick'), 'folder-missing'],
    ['that is a file', (dir: string) => join(dir, 'a.img'), 'no-folder'],
    ['that is relative', () => 'Downloads', 'no-path'],
    ['that is empty', () => '', 'no-path'],
    ['with a zero byte', (dir: string) => `${dir}\0/etc`, 'no-path'],
    ['with a name no system takes', (dir: string) => join(dir, 'x'.repeat(300)), 'folder-broken'],
  ])('%s is refused with its reason', async (_, choose, reason) => {
    const dir = await createTestDir();
    await writeFile(join(dir, 'a.img'), 'x');

    await expect(browse(dir, choose(dir))).rejects.toMatchObject({ code: 'folder-not-readable', params: { reason } });
  });
});

describe('where to begin', () => {
  it('is the downloads, and names home, what is plugged in and the whole computer', async () => {
    const home = await createTestDir();
    const stick: Volume = { kind: 'removable', path: '/media/anna/STICK', label: 'STICK' };
    await mkdir(join(home, 'Downloads'));

    const answer = await browse(home, null, [stick]);

    expect(answer.path).toBe(join(home, 'Downloads'));
    expect(answer.places.filter(({ kind }) => kind !== 'root')).toEqual([
      { kind: 'downloads', path: join(home, 'Downloads'), label: 'Downloads' },
      { kind: 'home', path: home, label: basename(home) },
      stick,
    ]);
  });

  it('is home where there are no downloads, and the top where home is gone', async () => {
    const home = await createTestDir();

    expect((await browse(home, null)).path).toBe(home);
    expect((await browse(join(home, 'gone'), null)).parent).toBeNull();
  });
});

describe('volumes', () => {
  it('are the folders of the places where systems mount; files, links and hidden ones are none', async () => {
    const media = await createTestDir();
    await mkdir(join(media, 'STICK 1'));
    await mkdir(join(media, '.hidden'));
    await writeFile(join(media, 'note'), '');
    await symlink('/', join(media, 'Macintosh HD'));

    expect(await listFoldersOf([join(media, 'nowhere'), media])).toEqual([
      { kind: 'removable', path: join(media, 'STICK 1'), label: 'STICK 1' },
    ]);
  });

  it.each(['linux', 'macos', 'windows'] as const)('can be asked for on any system (%s)', async (platformId) => {
    await expect(createListVolumes({ id: platformId, userName: 'anna' })()).resolves.toBeInstanceOf(Array);
  });
});
