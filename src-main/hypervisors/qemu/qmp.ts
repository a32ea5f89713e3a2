import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { CancelledError, throwIfCancelled } from '../../domain/failure.ts';
import type { Clock } from '../../platform/clock.ts';
import { waitFor } from '../../platform/wait-for.ts';
import { parseQmpLine, splitLines } from './parse-qmp.ts';
import type { QmpEvent, QmpMessage } from './parse-qmp.ts';

/** Where a QEMU process listens for its control connection. */
export type QmpAddress =
  { readonly kind: 'unix'; readonly path: string } | { readonly kind: 'tcp'; readonly port: number };

/** QEMU understood the command and refused it. */
export class QmpError extends Error {
  readonly errorClass: string;
  readonly description: string;

  constructor(command: string, errorClass: string, description: string) {
    super(`${command}: ${description}`);
    this.name = 'QmpError';
    this.errorClass = errorClass;
    this.description = description;
  }
}

/**
 * No answer. `refused`: nobody listens there; `silent`: somebody does and says nothing (busy, or another connection is open:
 * QEMU serves one at a time); `lost`: the connection ended before the answer.
 */
export class QmpUnreachableError extends Error {
  readonly reason: 'refused' | 'silent' | 'lost';

  constructor(reason: 'refused' | 'silent' | 'lost', message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'QmpUnreachableError';
    this.reason = reason;
  }
}

export interface QmpCallOptions {
  /** Aborting rejects with `CancelledError`; QEMU carries the command out all the same. */
  readonly signal: AbortSignal;
  /** Default 10 000; `null`: as long as it takes (then only the end of the process ends the wait). */
  readonly timeoutMs?: number | null;
}

/** An open control connection. Close it soon: QEMU lets others wait meanwhile. */
export interface QmpClient {
  /** Version of the QEMU process, `7.2`. */
  readonly version: string;
  /** Runs one command. Throws `QmpError`, `QmpUnreachableError`, `CancelledError`. */
  execute(command: string, args: Readonly<Record<string, unknown>>, options: QmpCallOptions): Promise<unknown>;
  /** Calls `listener` for every event from now on; answers how to end that. */
  onEvent(listener: (event: QmpEvent) => void): () => void;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
}

/** What is asked here is answered in a few KiB; a line that never ends must not fill the memory. */
const maxLineLength = 4 * 1024 * 1024;
const defaultCallTimeoutMs = 10_000;
const retryConnectMs = 20;

export interface ConnectOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the whole handshake. */
  readonly timeoutMs: number;
}

/** Opens a control connection: greeting and capabilities are done when it resolves. Throws `QmpUnreachableError`. */
export async function connectQmp(address: QmpAddress, options: ConnectOptions): Promise<QmpClient> {
  const { clock, signal, timeoutMs } = options;
  const start = clock.now();
  // The queue of waiting connections is one long; a full one answers EAGAIN.
  const socket = await waitFor(() => openSocket(address, signal), {
    timeoutMs,
    intervalMs: retryConnectMs,
    signal,
    clock,
  });
  if (socket === undefined) throw new QmpUnreachableError('silent', 'the control socket is busy');
  const conversation = new Conversation(socket, clock);
  try {
    const leftMs = Math.max(1, timeoutMs - (clock.now() - start));
    await withinTime(conversation.greeting, { clock, signal, timeoutMs: leftMs, what: 'greeting' });
    await conversation.execute('qmp_capabilities', {}, { signal, timeoutMs: leftMs });
    return conversation;
  } catch (error) {
    conversation.close();
    throw error;
  }
}

/** An open socket; undefined when it has to be tried again. */
async function openSocket(address: QmpAddress, signal: AbortSignal): Promise<Socket | undefined> {
  throwIfCancelled(signal);
  const socket = address.kind === 'unix' ? connect(address.path) : connect(address.port, '127.0.0.1');
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const isBusy = 'code' in error && error.code === 'EAGAIN';
      if (isBusy) resolve(undefined);
      else reject(new QmpUnreachableError('refused', `no control connection: ${error.message}`, error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

interface PendingCommand {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

class Conversation implements QmpClient {
  version = '';
  readonly greeting: Promise<void>;
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly pending = new Map<number, PendingCommand>();
  private readonly listeners = new Set<(event: QmpEvent) => void>();
  private readonly greeted = Promise.withResolvers<undefined>();
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private nextId = 1;
  private ended: Error | null = null;

  constructor(socket: Socket, clock: Clock) {
    this.socket = socket;
    this.clock = clock;
    this.greeting = this.greeted.promise;
    // A greeting nobody waits for any more is no failure.
    this.greeting.catch(() => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.end(new QmpUnreachableError('lost', 'the control connection ended'));
        resolve();
      });
    });
    socket.on('error', (error) => this.end(new QmpUnreachableError('lost', error.message, error)));
    socket.on('data', (chunk) => this.receive(chunk));
  }

  async execute(
    command: string,
    args: Readonly<Record<string, unknown>>,
    { signal, timeoutMs = defaultCallTimeoutMs }: QmpCallOptions,
  ): Promise<unknown> {
    throwIfCancelled(signal);
    if (this.ended !== null) throw this.ended;
    const id = this.nextId;
    this.nextId += 1;
    const answer = new Promise<unknown>((resolve, reject) => this.pending.set(id, { command, resolve, reject }));
    this.socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\r\n`);
    try {
      return await withinTime(answer, { clock: this.clock, signal, timeoutMs, what: command });
    } finally {
      this.pending.delete(id);
    }
  }

  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.end(new QmpUnreachableError('lost', 'the control connection was closed'));
    this.socket.destroy();
  }

  private receive(chunk: Buffer | string): void {
    const { lines, rest } = splitLines(this.text + (typeof chunk === 'string' ? chunk : this.decoder.write(chunk)));
    this.text = rest;
    try {
      if (rest.length > maxLineLength) throw new Error(`a line is longer than ${maxLineLength} characters`);
      for (const line of lines) this.handle(parseQmpLine(line));
    } catch (error) {
      this.end(new QmpUnreachableError('lost', 'no control protocol is spoken there', error));
      this.socket.destroy();
    }
  }

  private handle(message: QmpMessage): void {
    switch (message.kind) {
      case 'greeting':
        this.version = message.version;
        this.greeted.resolve(undefined);
        return;
      case 'event':
        for (const listener of this.listeners) listener(message.event);
        return;
      case 'return':
        this.take(message.id)?.resolve(message.value);
        return;
      case 'error': {
        const command = this.take(message.id);
        command?.reject(new QmpError(command.command, message.errorClass, message.description));
      }
    }
  }

  private take(id: number | null): PendingCommand | undefined {
    return id === null ? undefined : this.pending.get(id);
  }

  private end(error: Error): void {
    if (this.ended !== null) return;
    this.ended = error;
    this.greeted.reject(error);
    for (const { reject } of this.pending.values()) reject(error);
  }
}

interface TimeLimit {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | null;
  readonly what: string;
}

/** The outcome of `work`, or `silent` after `timeoutMs`, or `CancelledError` when `signal` is aborted: whichever is first. */
async function withinTime<T>(work: Promise<T>, { clock, signal, timeoutMs, what }: TimeLimit): Promise<T> {
  const over = new AbortController();
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const cancel = (): void => reject(new CancelledError());
  signal.addEventListener('abort', cancel, { once: true });
  const limits = timeoutMs === null ? [] : [refuseAfter(timeoutMs, { clock, signal: over.signal, what })];
  try {
    throwIfCancelled(signal);
    return await Promise.race([work, cancelled, ...limits]);
  } finally {
    signal.removeEventListener('abort', cancel);
    over.abort();
    // The losers of the race reject unseen.
    Promise.allSettled([work, ...limits]).catch(() => undefined);
  }
}

async function refuseAfter(
  timeoutMs: number,
  { clock, signal, what }: Pick<TimeLimit, 'clock' | 'signal' | 'what'>,
): Promise<never> {
  await clock.sleep(timeoutMs, signal);
  throw new QmpUnreachableError('silent', `no answer to ${what} within ${timeoutMs} ms`);
}

/** Opens a connection, does `work` with it and closes it. */
export async function withQmp<T>(
  address: QmpAddress,
  options: ConnectOptions,
  work: (client: QmpClient) => Promise<T>,
): Promise<T> {
  const client = await connectQmp(address, options);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
