import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CancelledError } from '../../../src-main/domain/failure.ts';
import { createKeyPair } from '../../../src-main/guest/keys.ts';
import { openSshSession } from '../../../src-main/guest/ssh-session.ts';
import type { SshTarget } from '../../../src-main/guest/ssh-session.ts';
import { finish, startFakeSshd } from './fake-sshd.ts';
import type { CommandHandler, FakeSshd } from './fake-sshd.ts';

const never = new AbortController().signal;
const options = { signal: never, timeoutMs: 20_000 };

function targetOf(sshd: FakeSshd, changes: Partial<SshTarget> = {}): SshTarget {
  const { port, privateKey, hostKey } = sshd;
  return { host: '127.0.0.1', port, user: 'pi', privateKey, hostKey, ...changes };
}

async function connect(handle: CommandHandler) {
  const sshd = await startFakeSshd(handle);
  const session = await openSshSession(targetOf(sshd), options);
  onTestFinished(() => session.close());
  return { sshd, session };
}

/** A port that accepts and does with the connection what a forward does whose guest is not up. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const echo: CommandHandler = (command, input, channel) => finish(channel, `${command}|${input}`);

describe('openSshSession', () => {
  it('runs commands one after another and side by side', async () => {
    const { session } = await connect(echo);

    const outputs = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => (await session.exec(String(index), { signal: never })).stdout),
    );

    expect(outputs).toEqual(Array.from({ length: 8 }, (_, index) => `${String(index)}|`));
    expect(await session.exec('cat', { signal: never, input: 'Größe' })).toEqual({
      exitCode: 0,
      stdout: 'cat|Größe',
      stderr: '',
    });
  });

  it('gives exit code and stderr of a command that fails', async () => {
    const { session } = await connect((_command, _input, channel) => {
      channel.stderr.write('no such file');
      finish(channel, '', 2);
    });

    expect(await session.exec('ls', { signal: never })).toEqual({ exitCode: 2, stdout: '', stderr: 'no such file' });
  });

  it('sends nothing to a server with another host key', async () => {
    const sshd = await startFakeSshd(echo);
    const target = targetOf(sshd, { hostKey: createKeyPair('other').public });

    await expect(openSshSession(target, options)).rejects.toMatchObject({
      code: 'host-key-mismatch',
      params: { port: sshd.port },
    });
    expect(sshd.commands).toEqual([]);
  });

  it.each([
    ['key', { privateKey: createKeyPair('stranger').private }],
    ['user', { user: 'root' }],
  ])('tells a refused %s from a node that is not up', async (_, changes) => {
    const sshd = await startFakeSshd(echo);

    await expect(openSshSession(targetOf(sshd, changes), options)).rejects.toMatchObject({ reason: 'refused' });
  });

  it.each([
    ['nothing listens', async () => 1],
    ['the forward closes at once', async () => listen((socket) => socket.end())],
    ['the forward resets', async () => listen((socket) => socket.resetAndDestroy())],
    ['no greeting comes', async () => listen(() => undefined)],
  ])('is silent when %s', async (_, open) => {
    const sshd = await startFakeSshd(echo);
    const target = targetOf(sshd, { port: await open() });

    await expect(openSshSession(target, { ...options, greetingTimeoutMs: 300 })).rejects.toMatchObject({
      name: 'SshConnectError',
      reason: 'silent',
    });
  });

  it('gives a server that has greeted its full time', async () => {
    const port = await listen((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    const sshd = await startFakeSshd(echo);
    const startedAt = Date.now();

    await expect(
      openSshSession(targetOf(sshd, { port }), { signal: never, timeoutMs: 1500, greetingTimeoutMs: 300 }),
    ).rejects.toMatchObject({ name: 'SshConnectError' });
    expect(Date.now() - startedAt).toBeGreaterThan(1200);
  });

  it('ends as cancelled while it waits for a greeting', async () => {
    const port = await listen(() => undefined);
    const sshd = await startFakeSshd(echo);
    const controller = new AbortController();
    const opening = openSshSession(targetOf(sshd, { port }), { signal: controller.signal, timeoutMs: 20_000 });

    controller.abort();

    await expect(opening).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('exec', () => {
  it('ends as cancelled while a command runs', async () => {
    const { session } = await connect(() => undefined);
    const controller = new AbortController();
    const running = session.exec('sleep 1000', { signal: controller.signal });

    controller.abort();

    await expect(running).rejects.toBeInstanceOf(CancelledError);
  });

  it('gives up a command after its limit', async () => {
    const { session } = await connect(() => undefined);

    await expect(session.exec('sleep 1000', { signal: never, timeoutMs: 200 })).rejects.toMatchObject({
      reason: 'broken',
      message: expect.stringContaining('too long'),
    });
  });

  it('notices that the connection broke', async () => {
    const { session, sshd } = await connect(() => sshd.hangUp());

    await expect(session.exec('sleep 1000', { signal: never })).rejects.toMatchObject({ reason: 'broken' });
    await expect(session.exec('true', { signal: never })).rejects.toMatchObject({ name: 'SshConnectError' });
  });

  it('keeps 16 MiB of a flood and drops the rest', async () => {
    const { session } = await connect((_command, _input, channel) => {
      channel.write(Buffer.alloc(20 * 1024 * 1024, 'x'), () => finish(channel, ''));
    });

    const { stdout } = await session.exec('yes', { signal: never });

    expect(stdout).toHaveLength(16 * 1024 * 1024);
  });
});
