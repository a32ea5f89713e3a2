import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { typeInto, type WayIn } from '../../../src-main/terminals/type-into.ts';
import { createFakePty } from '../../fakes/fake-pty.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A console whose pauses end when the test says so. */
function setUp(openings: readonly ('open' | 'off')[] = ['open', 'open']) {
  const said: string[] = [];
  let opened = 0;
  let wake: () => void = () => undefined;
  const clock = {
    now: () => 0,
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        wake = resolve;
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }),
  };
  const open = (): Promise<WayIn> => {
    opened += 1;
    const way = opened;
    if (openings[way - 1] !== 'open') return Promise.reject(new Error('off'));
    return Promise.resolve({
      write: (typed) => said.push(`${String(way)}: ${new TextDecoder().decode(typed)}`),
      close: () => said.push(`${String(way)} closed`),
    });
  };
  const pty = createFakePty();
  return { said, console: typeInto(pty, open, { clock, logger: silentLogger }), pause: () => wake() };
}

describe('a console with a keyboard', () => {
  it('opens its way in with the first key, and keeps the order', async () => {
    const { said, console } = setUp();
    expect(said).toEqual([]);

    console.write(bytes('a'));
    console.write(bytes('b'));
    await settled();

    expect(said).toEqual(['1: a', '1: b']);
  });

  it('leaves it to others after a pause, and opens it again', async () => {
    const { said, console, pause } = setUp();
    console.write(bytes('a'));
    await settled();
    pause();
    await settled();
    console.write(bytes('b'));
    await settled();

    expect(said).toEqual(['1: a', '1 closed', '2: b']);
  });

  it('says nothing while the node is off, and tries again with the next key', async () => {
    const { said, console } = setUp(['off', 'open']);
    console.write(bytes('lost'));
    await settled();
    console.write(bytes('heard'));
    await settled();

    expect(said).toEqual(['2: heard']);
  });

  it('closes its way in with the console', async () => {
    const { said, console } = setUp();
    console.write(bytes('a'));
    await settled();
    console.kill(false);
    await settled();

    expect(said).toEqual(['1: a', '1 closed']);
  });
});
