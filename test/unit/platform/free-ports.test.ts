import { once } from 'node:events';
import { createServer } from 'node:net';

import { describe, expect, onTestFinished, test } from 'vitest';

import { busyPortsIn, isPortFree } from '../../../src-main/platform/free-ports.ts';

/** Listens on a port the system chose. */
async function listen(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  async function close(): Promise<void> {
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  }
  onTestFinished(close);
  return { port: address.port, close };
}

describe('isPortFree', () => {
  test('says no while somebody listens and yes afterwards', async () => {
    const server = await listen();

    expect(await isPortFree(server.port)).toBe(false);
    await server.close();
    expect(await isPortFree(server.port)).toBe(true);
  });

  test('leaves the port free', async () => {
    const server = await listen();
    await server.close();

    expect(await isPortFree(server.port)).toBe(true);
    expect(await isPortFree(server.port)).toBe(true);
  });

  test('does not guess when the address is not of this computer', async () => {
    await expect(isPortFree(2222, '192.0.2.1')).rejects.toThrow('EADDRNOTAVAIL');
  });
});

describe('busyPortsIn', () => {
  test('gives the taken ports in the order asked', async () => {
    const [first, free, second] = [await listen(), await listen(), await listen()];
    await free.close();

    expect(await busyPortsIn([second.port, free.port, first.port])).toEqual([second.port, first.port]);
  });
});
