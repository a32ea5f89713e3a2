import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Client, ClientChannel, ConnectConfig } from 'ssh2';
import { CancelledError, LabError, throwIfCancelled } from '../domain/failure.ts';
import { openRemoteFiles, type RemoteFiles } from './remote-files.ts';

/** Where a node's SSH answers and how to know that it is the node. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Private key in OpenSSH form. */
  readonly privateKey: string;
  /** The only host key that is accepted, as a public key line `ssh-ed25519 AAAA...`. */
  readonly hostKey: string;
}

export interface ConnectOptions {
  readonly signal: AbortSignal;
  /** For the whole way from the first packet to a logged-in session. */
  readonly timeoutMs: number;
  /** Shorter limit for the first sign of life: a forward accepts connections long before its guest does. */
  readonly greetingTimeoutMs?: number;
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  /** No limit when left out; then only `signal` ends it. */
  readonly timeoutMs?: number;
  /** Written to the command's standard input, which is closed then. */
  readonly input?: string;
}

export interface ExecResult {
  /** 128 when the command was ended by a signal. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FollowOptions {
  /** Aborted: the command is left alone and its channel closed. */
  readonly signal: AbortSignal;
  /** Written to the command's standard input, which is closed then. */
  readonly input: string;
  /** Each piece of standard output as it comes. */
  readonly onOutput: (text: string) => void;
}

/** One logged-in connection; commands may run one after another or side by side. */
export interface SshSession {
  /**
   * Runs a command in the user's shell. A non-zero exit code is a result, not an error. Throws `SshConnectError` when the
   * connection breaks or `timeoutMs` is over, `CancelledError` when `signal` is aborted.
   */
  exec(command: string, options: ExecOptions): Promise<ExecResult>;
  /** Runs a command that goes on and on, and keeps nothing of its output. Answers its exit code; throws as `exec` does. */
  follow(command: string, options: FollowOptions): Promise<number>;
  /** The files of the user, over SFTP. Throws `SshConnectError` when the node offers none. */
  openFiles(): Promise<RemoteFiles>;
  /** False once its end was noticed. */
  isOpen(): boolean;
  close(): void;
}

/**
 * Why there is no session. `silent`: nothing listens, or no SSH greeting yet; `broken`: it began and broke off or took too long;
 * `refused`: the node knows the key or the user not (yet). All may pass while a guest boots: until its first boot is over it
 * refuses every login.
 */
export type SshConnectReason = 'silent' | 'broken' | 'refused';

/** A connection that did not come about or did not last; trying again later may help. */
export class SshConnectError extends Error {
  readonly reason: SshConnectReason;

  constructor(reason: SshConnectReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SshConnectError';
    this.reason = reason;
  }
}

/** More output than this is dropped: a runaway command must not fill the app's memory. */
const maxOutputBytes = 16 * 1024 * 1024;
/** A node under software emulation may be deaf for many seconds. */
const keepAlive = { keepaliveInterval: 20_000, keepaliveCountMax: 6 } as const;

interface Handshake {
  /** The other side has shown a host key: from here on it is a real SSH server. */
  sawHostKey: boolean;
  mismatch: boolean;
}

function openSocket(target: SshTarget, greetingTimeoutMs: number | undefined): Socket {
  const socket = connect({ host: target.host, port: target.port });
  if (greetingTimeoutMs !== undefined) {
    const limit = setTimeout(() => socket.destroy(), greetingTimeoutMs);
    for (const sign of ['data', 'close']) socket.once(sign, () => clearTimeout(limit));
  }
  return socket;
}

function connectConfig(target: SshTarget, timeoutMs: number, handshake: Handshake): ConnectConfig {
  const expected = Buffer.from(target.hostKey.trim().split(/\s+/)[1] ?? '', 'base64');
  return {
    username: target.user,
    privateKey: target.privateKey,
    readyTimeout: timeoutMs,
    ...keepAlive,
    hostVerifier: (key: Buffer) => {
      handshake.sawHostKey = true;
      handshake.mismatch = !key.equals(expected);
      return !handshake.mismatch;
    },
  };
}

function toConnectFailure(error: Error & { readonly level?: string }, target: SshTarget, handshake: Handshake): Error {
  const { port } = target;
  if (handshake.mismatch) {
    return new LabError('host-key-mismatch', `unexpected host key at port ${port}`, { params: { port }, cause: error });
  }
  if (error.level === 'client-authentication') {
    return new SshConnectError('refused', `login as ${target.user} refused at port ${port}`, error);
  }
  const reason = handshake.sawHostKey ? 'broken' : 'silent';
  return new SshConnectError(reason, `no SSH session at port ${port}: ${error.message}`, error);
}

/** A client, the promise that rejects when its connection has ended, and whether it has. */
interface Connection {
  readonly client: Client;
  readonly ended: Promise<never>;
  readonly isOpen: () => boolean;
}

async function newConnection(): Promise<Connection> {
  // Loaded when the first node is asked: a status needs none of it.
  const { default: ssh2 } = await import('ssh2');
  const client = new ssh2.Client();
  let isOpen = true;
  const ended = new Promise<never>((_resolve, reject) => {
    const onEnd = (): void => {
      isOpen = false;
      reject(new SshConnectError('broken', 'the connection ended'));
    };
    client.once('end', onEnd).once('close', onEnd);
  });
  // Whoever races against it hears of it; without such a listener a closed session is nobody's failure.
  ended.catch(() => undefined);
  return { client, ended, isOpen: () => isOpen };
}

/** Rejects as soon as `signal` is aborted; `stop` takes the listener away again. */
function whenAborted(signal: AbortSignal): { readonly aborted: Promise<never>; readonly stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new CancelledError());
  signal.addEventListener('abort', onAbort, { once: true });
  return { aborted: promise, stop: () => signal.removeEventListener('abort', onAbort) };
}

/**
 * Opens a session with the node's pinned host key. Throws `LabError` `host-key-mismatch` before anything is sent to a stranger,
 * `SshConnectError` when there is no session (yet), `CancelledError` when `signal` is aborted.
 */
export async function openSshSession(target: SshTarget, options: ConnectOptions): Promise<SshSession> {
  const connection = await newConnection();
  throwIfCancelled(options.signal);
  const { client } = connection;
  const handshake: Handshake = { sawHostKey: false, mismatch: false };
  const { aborted, stop } = whenAborted(options.signal);
  const sock = openSocket(target, options.greetingTimeoutMs);
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    // Stays for the life of the connection: an error event that nobody hears would end the app.
    client.on('error', (error) => reject(toConnectFailure(error, target, handshake)));
    client.once('close', () => reject(new SshConnectError('silent', `port ${target.port} closed the connection`)));
  });
  try {
    client.connect({ ...connectConfig(target, options.timeoutMs, handshake), sock });
    await Promise.race([ready, aborted]);
  } catch (error) {
    client.destroy();
    sock.destroy();
    throw error;
  } finally {
    stop();
  }
  return {
    exec: async (command, execOptions) => exec(connection, command, execOptions),
    follow: async (command, followOptions) => follow(connection, command, followOptions),
    openFiles: async () => openFiles(connection),
    isOpen: connection.isOpen,
    close: () => client.end(),
  };
}

async function openFiles({ client, ended }: Connection): Promise<RemoteFiles> {
  try {
    return await openRemoteFiles(client, ended);
  } catch (error) {
    if (error instanceof SshConnectError) throw error;
    throw new SshConnectError('broken', 'no SFTP session', error);
  }
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < maxOutputBytes) chunks.push(chunk.subarray(0, maxOutputBytes - size));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

async function openChannel(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(new SshConnectError('broken', `the command could not begin: ${error.message}`, error));
    });
  });
}

async function readExit(channel: ClientChannel): Promise<number> {
  return new Promise((resolve, reject) => {
    let exitCode: number | null = null;
    channel.once('exit', (code: number | null) => {
      exitCode = code ?? 128;
    });
    channel.once('close', () => {
      if (exitCode === null) reject(new SshConnectError('broken', 'the command ended without an exit code'));
      else resolve(exitCode);
    });
  });
}

async function exec({ client, ended }: Connection, command: string, options: ExecOptions): Promise<ExecResult> {
  throwIfCancelled(options.signal);
  const limit = options.timeoutMs === undefined ? [] : [AbortSignal.timeout(options.timeoutMs)];
  const { aborted, stop } = whenAborted(AbortSignal.any([options.signal, ...limit]));
  const opening = openChannel(client, command);
  try {
    const channel = await Promise.race([opening, ended, aborted]);
    const stdout = collect(channel);
    const stderr = collect(channel.stderr);
    const exit = readExit(channel);
    channel.end(options.input ?? '');
    return { exitCode: await Promise.race([exit, ended, aborted]), stdout: stdout(), stderr: stderr() };
  } catch (error) {
    opening.then((channel) => channel.close()).catch(() => undefined);
    if (options.signal.aborted || !(error instanceof CancelledError)) throw error;
    throw new SshConnectError('broken', 'the command took too long', error);
  } finally {
    stop();
  }
}

async function follow({ client, ended }: Connection, command: string, options: FollowOptions): Promise<number> {
  throwIfCancelled(options.signal);
  const { aborted, stop } = whenAborted(options.signal);
  const opening = openChannel(client, command);
  try {
    const channel = await Promise.race([opening, ended, aborted]);
    const decoder = new TextDecoder();
    channel.on('data', (chunk: Buffer) => {
      if (!options.signal.aborted) options.onOutput(decoder.decode(chunk, { stream: true }));
    });
    channel.stderr.resume();
    const exit = readExit(channel);
    channel.end(options.input);
    return await Promise.race([exit, ended, aborted]);
  } catch (error) {
    opening.then((channel) => channel.close()).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}
