import { once } from 'node:events';
import ssh2 from 'ssh2';
import type { ServerChannel } from 'ssh2';
import { onTestFinished } from 'vitest';
import { serveFiles } from './fake-sftp.ts';
import { createKeyPair } from '../../../src-main/guest/keys.ts';

const { Server, utils } = ssh2;

/** What the server does with one command; `input` is all of its standard input. */
export type CommandHandler = (command: string, input: string, channel: ServerChannel) => void;

export interface FakeSshd {
  readonly port: number;
  /** Public key line of the server. */
  readonly hostKey: string;
  /** Key of the one user who may enter. */
  readonly privateKey: string;
  readonly commands: readonly string[];
  /** How many connections there were. */
  readonly connections: () => number;
  /** What was written over SFTP. */
  readonly files: Map<string, Buffer>;
  /** Breaks every connection. */
  hangUp(): void;
}

function serve(channel: ServerChannel, answer: (input: string) => void): void {
  const chunks: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => chunks.push(chunk));
  channel.once('end', () => answer(Buffer.concat(chunks).toString('utf8')));
}

/** A real SSH server of ssh2 on 127.0.0.1, for one user with one key; gone when the test is over. */
export async function startFakeSshd(handle: CommandHandler): Promise<FakeSshd> {
  const host = createKeyPair('host');
  const user = createKeyPair('user');
  const allowed = utils.parseKey(user.public);
  if (allowed instanceof Error) throw allowed;
  const commands: string[] = [];
  const files = new Map<string, Buffer>();
  const connections = new Set<{ end: () => void }>();
  let connected = 0;
  const server = new Server({ hostKeys: [host.private] }, (client) => {
    connected += 1;
    connections.add(client);
    client.on('error', () => connections.delete(client));
    client.on('authentication', (context) => {
      const known = context.method === 'publickey' && context.key.data.equals(allowed.getPublicSSH());
      if (known && context.username === 'pi') context.accept();
      else context.reject(['publickey']);
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('sftp', (acceptSftp) => {
        serveFiles(acceptSftp(), files);
      });
      session.on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        commands.push(command);
        serve(channel, (input) => handle(command, input, channel));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const connection of connections) connection.end();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    hostKey: host.public,
    privateKey: user.private,
    commands,
    connections: () => connected,
    files,
    hangUp: () => {
      for (const connection of connections) connection.end();
    },
  };
}

/** Answers a command and ends it. */
export function finish(channel: ServerChannel, stdout: string, exitCode = 0): void {
  channel.write(stdout);
  channel.exit(exitCode);
  channel.end();
}
