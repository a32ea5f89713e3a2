import { createServer } from 'node:net';

/** Taken by another program, or kept back by the system (below 1024; reserved ranges of Windows). */
const takenCodes: readonly string[] = ['EADDRINUSE', 'EACCES'];

/** True when a program could listen on the TCP port right now; found out by listening for a moment. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && takenCodes.includes(String(error.code))) resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Those of `candidates` that are taken on 127.0.0.1, in the same order. */
export async function busyPortsIn(candidates: readonly number[]): Promise<readonly number[]> {
  const busy: number[] = [];
  for (const port of candidates) {
    if (!(await isPortFree(port))) busy.push(port);
  }
  return busy;
}
