import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startUrlIn } from './app-journey.ts';

/** The app as it runs in the emulated laptop. */
export interface LaptopApp {
  /** Its start address, which leads there from this computer as well. */
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** A port of 127.0.0.1 that was free a moment ago. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * Starts browser mode in the laptop by `bdl`, a command line there, and forwards its port to the same one here: the app answers
 * nobody who calls it by another. With a terminal, so that it ends with the connection.
 */
export async function startAppInLaptop(runDir: string, bdl: string): Promise<LaptopApp> {
  const port = String(await findPort());
  const forward = ['-o', 'ExitOnForwardFailure=yes', '-L', `127.0.0.1:${port}:127.0.0.1:${port}`];
  const args = ['-F', join(runDir, 'ssh_config'), '-tt', ...forward, 'laptop', `${bdl} serve --port ${port} --json`];
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"url"')) return { url: startUrlIn(line), end };
  }
  throw new Error('the app in the laptop ended before it was ready');
}
