import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src-main/domain/failure.ts';
import { shareContent } from '../../../src-main/labs/share-content.ts';

function counting(count: number): { content: AsyncIterable<Uint8Array>; read: () => number; isOver: () => boolean } {
  let read = 0;
  let isOver = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (let index = 0; index < count; index += 1) {
        read += 1;
        yield await Promise.resolve(Buffer.from([index]));
      }
    } finally {
      isOver = true;
    }
  }
  return { content: pieces(), read: () => read, isOver: () => isOver };
}

async function readAll(content: AsyncIterable<Uint8Array>): Promise<readonly (number | undefined)[]> {
  const bytes: (number | undefined)[] = [];
  for await (const [byte] of content) bytes.push(byte);
  return bytes;
}

describe('shared content', () => {
  it('gives every reader everything, and reads it once', async () => {
    const { content, read } = counting(5);
    const shared = shareContent(content, 3);

    const all = await Promise.all([0, 1, 2].map((index) => readAll(shared.reader(index))));

    expect(all).toEqual([0, 1, 2].map(() => [0, 1, 2, 3, 4]));
    expect(read()).toBe(5);
  });

  it('goes at the pace of the slowest', async () => {
    const { content, read } = counting(5);
    const shared = shareContent(content, 2);
    const fast = shared.reader(0)[Symbol.asyncIterator]();
    const slow = shared.reader(1)[Symbol.asyncIterator]();

    await Promise.all([fast.next(), slow.next()]);
    const ahead = fast.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(read()).toBe(1);
    await slow.next();
    await ahead;

    expect(read()).toBe(2);
  });

  it('goes on without those who have left', async () => {
    const { content } = counting(3);
    const shared = shareContent(content, 2);
    const all = readAll(shared.reader(0));

    shared.leave(1);

    expect(await all).toEqual([0, 1, 2]);
  });

  it('frees who waits when it leaves, and gives the source up with the last', async () => {
    const { content, isOver } = counting(3);
    const shared = shareContent(content, 2);
    const reader = shared.reader(0)[Symbol.asyncIterator]();
    const other = shared.reader(1)[Symbol.asyncIterator]();
    await Promise.all([reader.next(), other.next()]);
    const waiting = reader.next();

    shared.leave(0);
    await expect(waiting).rejects.toBeInstanceOf(CancelledError);
    shared.leave(1);
    await new Promise((resolve) => setImmediate(resolve));

    expect(isOver()).toBe(true);
  });

  it('tells every reader of a source that fails', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from([1]));
      throw new Error('the browser is gone');
    }
    const shared = shareContent(broken(), 2);

    const all = await Promise.allSettled([0, 1].map((index) => readAll(shared.reader(index))));

    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
