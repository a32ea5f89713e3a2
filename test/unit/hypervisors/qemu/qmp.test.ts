import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { QmpJobError, runSnapshotJob } from '../../../../src-main/hypervisors/qemu/jobs.ts';
import { connectQmp, withQmp } from '../../../../src-main/hypervisors/qemu/qmp.ts';
import type { QmpAddress, QmpClient } from '../../../../src-main/hypervisors/qemu/qmp.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const greeting = '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}}\r\n';
const signal = new AbortController().signal;

interface Request {
  readonly execute: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly id: number;
}

/** What a server of a test does; the defaults are those of QEMU. */
interface Script {
  readonly greet?: (socket: Socket) => void;
  readonly answer?: (request: Request, socket: Socket) => void;
}

function isRequest(value: unknown): value is Request {
  return typeof value === 'object' && value !== null && 'execute' in value && 'id' in value;
}

function send(socket: Socket, message: unknown): void {
  socket.write(`${JSON.stringify(message)}\r\n`);
}

/** A server that speaks the protocol as the script says. */
async function listen({ greet, answer }: Script = {}): Promise<QmpAddress> {
  const address = { kind: 'unix', path: join(await createTestDir(), 'q') } as const;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (greet === undefined) socket.write(greeting);
    else greet(socket);
    socket.on('data', (data) => {
      for (const line of data
        .toString()
        .split('\r\n')
        .filter((text) => text !== '')) {
        const request: unknown = JSON.parse(line);
        if (!isRequest(request)) throw new Error(`no request: ${line}`);
        if (request.execute === 'qmp_capabilities' || answer === undefined)
          send(socket, { return: {}, id: request.id });
        else answer(request, socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(address.path, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return address;
}

async function open(script: Script = {}): Promise<QmpClient> {
  const client = await connectQmp(await listen(script), { clock: systemClock, signal, timeoutMs: 5_000 });
  onTestFinished(() => client.close());
  return client;
}

describe('connectQmp', () => {
  it('is ready when greeting and capabilities are done', async () => {
    const client = await open();

    expect(client.version).toBe('7.2');
    expect(await client.execute('query-name', {}, { signal })).toEqual({});
  });

  it('says that nobody listens', async () => {
    const address = { kind: 'unix', path: join(await createTestDir(), 'nobody') } as const;

    await expect(connectQmp(address, { clock: systemClock, signal, timeoutMs: 5_000 })).rejects.toMatchObject({
      name: 'QmpUnreachableError',
      reason: 'refused',
    });
  });

  it.each([
    { title: 'says nothing', greet: () => undefined, reason: 'silent', timeoutMs: 50 },
    { title: 'ends the connection', greet: (socket: Socket) => socket.end(), reason: 'lost', timeoutMs: 60_000 },
    {
      title: 'speaks another protocol',
      greet: (socket: Socket) => socket.write('SSH-2.0-OpenSSH\r\n'),
      reason: 'lost',
      timeoutMs: 60_000,
    },
  ])('gives up on a server that $title', async ({ greet, reason, timeoutMs }) => {
    const address = await listen({ greet });

    await expect(connectQmp(address, { clock: systemClock, signal, timeoutMs })).rejects.toMatchObject({ reason });
  });

  it('stops waiting when it is cancelled', async () => {
    const controller = new AbortController();
    const address = await listen({ greet: () => setImmediate(() => controller.abort()) });

    const connecting = connectQmp(address, { clock: systemClock, signal: controller.signal, timeoutMs: 60_000 });

    await expect(connecting).rejects.toMatchObject({ name: 'CancelledError' });
  });

  it('understands a greeting that arrives in pieces', async () => {
    const client = await open({
      greet: (socket) => {
        socket.write(greeting.slice(0, 10));
        setImmediate(() => socket.write(greeting.slice(10)));
      },
    });

    expect(client.version).toBe('7.2');
  });
});

describe('a connection', () => {
  it('is given up when an answer never ends its line', async () => {
    const client = await open({
      answer: (_request, socket) => {
        const send = (): void => {
          while (!socket.destroyed && socket.write('x'.repeat(64 * 1024)));
        };
        socket.on('drain', send);
        send();
      },
    });

    await expect(client.execute('query-name', {}, { signal, timeoutMs: null })).rejects.toMatchObject({
      reason: 'lost',
    });
    await client.closed;
  });

  it('gives each command its own answer, in whatever order they come', async () => {
    const waiting: Request[] = [];
    const client = await open({
      answer: (request, socket) => {
        waiting.push(request);
        if (waiting.length < 3) return;
        for (const { id, execute } of waiting.toReversed()) send(socket, { return: execute, id });
      },
    });

    const answers = await Promise.all(['a', 'b', 'c'].map((command) => client.execute(command, {}, { signal })));

    expect(answers).toEqual(['a', 'b', 'c']);
  });

  it('sends the arguments and passes on what QEMU refuses', async () => {
    const client = await open({
      answer: (request, socket) => {
        const desc = JSON.stringify(request.arguments);
        send(socket, { error: { class: 'GenericError', desc }, id: request.id });
      },
    });

    await expect(client.execute('set_link', { name: 'nat0', up: false }, { signal })).rejects.toMatchObject({
      name: 'QmpError',
      errorClass: 'GenericError',
      description: '{"name":"nat0","up":false}',
    });
  });

  it('gives up on a command that is not answered, and still serves the next one', async () => {
    const client = await open({
      answer: (request, socket) => {
        if (request.execute !== 'slow') send(socket, { return: 1, id: request.id });
      },
    });

    await expect(client.execute('slow', {}, { signal, timeoutMs: 20 })).rejects.toMatchObject({ reason: 'silent' });

    expect(await client.execute('quick', {}, { signal })).toBe(1);
  });

  it('fails every command under way when QEMU ends, and those after', async () => {
    const client = await open({ answer: (_request, socket) => socket.destroy() });

    const both = await Promise.allSettled([
      client.execute('quit', {}, { signal, timeoutMs: null }),
      client.execute('query-status', {}, { signal, timeoutMs: null }),
    ]);

    expect(both).toMatchObject([{ reason: { reason: 'lost' } }, { reason: { reason: 'lost' } }]);
    await client.closed;
    await expect(client.execute('query-status', {}, { signal })).rejects.toMatchObject({ reason: 'lost' });
  });

  it('stops waiting for an answer when it is cancelled', async () => {
    const controller = new AbortController();
    const client = await open({ answer: () => controller.abort() });

    await expect(client.execute('slow', {}, { signal: controller.signal })).rejects.toMatchObject({
      name: 'CancelledError',
    });
  });

  it('sends nothing under a signal that was aborted before', async () => {
    const seen: string[] = [];
    const client = await open({ answer: ({ execute }) => seen.push(execute) });

    const call = client.execute('quit', {}, { signal: AbortSignal.abort() });

    await expect(call).rejects.toMatchObject({ name: 'CancelledError' });
    expect(seen).toEqual([]);
  });

  it('tells events to whoever listens, until they do not', async () => {
    const client = await open({
      answer: ({ id }, socket) => {
        send(socket, { event: 'STOP', timestamp: { seconds: 1, microseconds: 1 } });
        send(socket, { return: {}, id });
      },
    });
    const seen: string[] = [];
    const unsubscribe = client.onEvent(({ name }) => seen.push(name));

    await client.execute('stop', {}, { signal });
    unsubscribe();
    await client.execute('stop', {}, { signal });

    expect(seen).toEqual(['STOP']);
  });

  it('is closed when the work on it has ended, well or not', async () => {
    const ended: string[] = [];
    const address = await listen({
      greet: (socket) => {
        socket.write(greeting);
        socket.once('close', () => ended.push('closed'));
      },
    });
    const options = { clock: systemClock, signal, timeoutMs: 5_000 };

    expect(await withQmp(address, options, () => Promise.resolve('done'))).toBe('done');
    await expect(withQmp(address, options, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');

    await expect.poll(() => ended).toEqual(['closed', 'closed']);
  });
});

describe('runSnapshotJob', () => {
  /** Answers as QEMU does: the job is accepted, then ends, and tells its error only when asked. */
  function jobServer(error: string | null, seen: string[] = []): Script {
    return {
      answer: ({ execute, id, arguments: args }, socket) => {
        seen.push(execute);
        const job = { id: 'snapshot-save-bdl-1', status: 'concluded', ...(error === null ? {} : { error }) };
        send(socket, { return: execute === 'query-jobs' ? [job] : {}, id });
        if (execute !== 'snapshot-save') return;
        for (const status of ['running', 'concluded']) {
          send(socket, { event: 'JOB_STATUS_CHANGE', data: { id: args['job-id'], status } });
        }
      },
    };
  }

  it('waits for the end of the job and takes it off the list', async () => {
    const seen: string[] = [];
    const client = await open(jobServer(null, seen));

    await runSnapshotJob(client, 'snapshot-save', 'bdl-1');

    expect(seen).toEqual(['snapshot-save', 'query-jobs', 'job-dismiss']);
  });

  it('tells why a job failed, and takes it off the list all the same', async () => {
    const seen: string[] = [];
    const client = await open(jobServer("Snapshot 'bdl-1' already exists", seen));

    const job = runSnapshotJob(client, 'snapshot-save', 'bdl-1');

    await expect(job).rejects.toThrow(new QmpJobError('snapshot-save', "Snapshot 'bdl-1' already exists"));
    expect(seen.at(-1)).toBe('job-dismiss');
  });

  it('does not wait for a job whose QEMU has ended', async () => {
    const client = await open({ answer: (_request, socket) => socket.destroy() });

    await expect(runSnapshotJob(client, 'snapshot-save', 'bdl-1')).rejects.toMatchObject({ reason: 'lost' });
  });
});
