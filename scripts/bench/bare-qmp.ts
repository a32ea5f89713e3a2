import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { untilGone } from './programs.ts';

/** The least that talks to QEMU: no checks, no notes, nothing kept for a crash. The floor for what the driver does with it. */
export interface BareVm {
  /** As the running process was started. */
  readonly argv: readonly string[];
  readonly socketPath: string;
  pid: number;
}

const messageSchema = z.looseObject({
  return: z.unknown().optional(),
  error: z.object({ desc: z.string() }).optional(),
  event: z.string().optional(),
  data: z.object({ status: z.string().optional() }).optional(),
});
type Message = z.infer<typeof messageSchema>;
const jobsSchema = z.array(z.object({ error: z.string().optional() }));
const statusSchema = z.object({ status: z.string() });

const connectEveryMs = 2;
const tag = 'bench';

class Talk {
  private readonly socket: Socket;
  private readonly answers: ((message: Message) => void)[] = [];
  private onConcluded: (() => void) | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    let rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.take(messageSchema.parse(JSON.parse(line)));
    });
  }

  private take(message: Message): void {
    if (message.event === 'JOB_STATUS_CHANGE' && message.data?.status === 'concluded') this.onConcluded?.();
    if (message.event === undefined && !('QMP' in message)) this.answers.shift()?.(message);
  }

  async ask(execute: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const answer = new Promise<Message>((resolve) => this.answers.push(resolve));
    this.socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    const message = await answer;
    if (message.error !== undefined) throw new Error(`${execute}: ${message.error.desc}`);
    return message.return;
  }

  async job(execute: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const id = `${execute}-${tag}`;
    const end = new Promise<void>((resolve) => (this.onConcluded = resolve));
    await this.ask(execute, { 'job-id': id, tag, devices: ['disk0'], ...more });
    await end;
    const error = jobsSchema.parse(await this.ask('query-jobs')).find((job) => job.error !== undefined)?.error;
    if (error !== undefined) throw new Error(`${execute}: ${error}`);
    await this.ask('job-dismiss', { id });
  }

  quit(): void {
    this.socket.write('{"execute":"quit"}\n');
  }

  end(): void {
    this.socket.destroy();
  }
}

async function tryConnect(path: string): Promise<Socket | null> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch {
    // Not listening yet.
    return null;
  }
  // It may end in the middle of the answer to `quit`.
  socket.on('error', () => undefined);
  return socket;
}

async function talkTo({ socketPath }: BareVm): Promise<Talk> {
  for (;;) {
    const socket = await tryConnect(socketPath);
    if (socket !== null) {
      const talk = new Talk(socket);
      await talk.ask('qmp_capabilities');
      return talk;
    }
    await sleep(connectEveryMs);
  }
}

/** Starts a program that stays when this process ends; answers its pid. */
export async function startDetached([program = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  child.unref();
  return child.pid ?? -1;
}

/** Keeps the memory in the disk and ends the VM. */
export async function bareSave(vm: BareVm): Promise<void> {
  const talk = await talkTo(vm);
  await talk.ask('stop');
  await talk.job('snapshot-save', { vmstate: 'disk0' });
  talk.quit();
  await untilGone(vm.pid);
  talk.end();
}

/** Starts it, loads the memory, lets it run, and drops what was saved. */
export async function bareResume(vm: BareVm): Promise<void> {
  vm.pid = await startDetached([...vm.argv, '-S']);
  const talk = await talkTo(vm);
  await talk.job('snapshot-load', { vmstate: 'disk0' });
  await talk.ask('cont');
  await talk.job('snapshot-delete');
  talk.end();
}

/** QEMU's word for what a VM does. */
export async function bareStatus(vm: BareVm): Promise<string> {
  const talk = await talkTo(vm);
  const { status } = statusSchema.parse(await talk.ask('query-status'));
  talk.end();
  return status;
}
