import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src-main/domain/failure.ts';
import { storeFile, type FileForNode } from '../../../src-main/guest/store-file.ts';
import { createFakeFiles } from '../../fakes/fake-files.ts';

const signal = new AbortController().signal;

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

function file(content: AsyncIterable<Uint8Array>, name = 'data.csv'): FileForNode {
  return { name, partName: '.part', content };
}

describe('storeFile', () => {
  it('writes all pieces and gives the name at the end', async () => {
    const files = createFakeFiles();

    const path = await storeFile(files, 'pi-200', { file: file(pieces('one ', 'two')), signal });

    expect(path).toBe('/home/pi/data.csv');
    expect([...files.contents].map(([name, content]) => [name, content.toString()])).toEqual([
      ['/home/pi/data.csv', 'one two'],
    ]);
  });

  it('makes a file of zero bytes', async () => {
    const files = createFakeFiles();

    await storeFile(files, 'pi-200', { file: file(pieces()), signal });

    expect(files.contents.get('/home/pi/data.csv')?.length).toBe(0);
  });

  it('never overwrites', async () => {
    const files = createFakeFiles();

    const paths = [];
    for (const text of ['a', 'b', 'c']) paths.push(await storeFile(files, 'x', { file: file(pieces(text)), signal }));

    expect(paths).toEqual(['/home/pi/data.csv', '/home/pi/data-2.csv', '/home/pi/data-3.csv']);
    expect(files.contents.get('/home/pi/data.csv')?.toString()).toBe('a');
  });

  it('leaves nothing behind when the node is full, and says why', async () => {
    const files = createFakeFiles();
    files.capacityBytes = 5;

    await expect(storeFile(files, 'pi-200', { file: file(pieces('123', '456')), signal })).rejects.toMatchObject({
      code: 'file-not-copied',
      params: { node: 'pi-200', name: 'data.csv' },
      evidence: ['No space left on device'],
    });
    expect([...files.contents.keys()]).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const files = createFakeFiles();
    const controller = new AbortController();
    async function* content(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('one'));
      controller.abort();
      yield Buffer.from('two');
    }

    const storing = storeFile(files, 'pi-200', { file: file(content()), signal: controller.signal });

    await expect(storing).rejects.toBeInstanceOf(CancelledError);
    expect([...files.contents.keys()]).toEqual([]);
  });

  it('says where a part lies that could not be removed', async () => {
    const files = { ...createFakeFiles(), remove: () => Promise.reject(new Error('gone')) };
    files.capacityBytes = 1;
    const full = createFakeFiles();
    full.capacityBytes = 1;

    await expect(
      storeFile({ ...full, remove: files.remove }, 'x', { file: file(pieces('12')), signal }),
    ).rejects.toMatchObject({ evidence: ['No space left on device', '/home/pi/.part: gone'] });
  });
});
