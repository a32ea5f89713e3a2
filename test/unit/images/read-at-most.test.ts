import { Response } from 'undici';
import { expect, it } from 'vitest';
import { readAtMost } from '../../../src-main/images/read-at-most.ts';

it('reads an answer that is short enough', async () => {
  expect(Buffer.from(await readAtMost(new Response('abc'), 3)).toString()).toBe('abc');
});

it('stops reading an answer without an end', async () => {
  let sent = 0;
  let isCancelled = false;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1000));
    },
    cancel: () => {
      isCancelled = true;
    },
  });

  await expect(readAtMost(new Response(endless), 5000)).rejects.toThrow('longer than 5000 bytes');

  expect(isCancelled).toBe(true);
  expect(sent).toBeLessThan(20);
});
