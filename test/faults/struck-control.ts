import { syncBuiltinESMExports } from 'node:module';
import net, { type Socket } from 'node:net';
import type { FaultId } from './faults.ts';
import { layerFor } from './file-points.ts';
import { AppEnded, type Injector } from './injector.ts';

/** Commands of QEMU's control protocol that only ask. */
const asking = /^(query-|qom-get|human-monitor-command|qmp_capabilities|job-)/;

/** Jobs of QEMU that the product waits for as long as they take: they cannot hang for it, only last. */
const lastsMs = 1_000;
const endless = /^(snapshot-|query-jobs|job-dismiss)/;

/** Every control connection of an app whose data folder is `dataDir`: QEMU serves one at a time, and an app that ends lets go of its own. */
export interface StruckControl {
  readonly letGo: () => void;
}

interface Said {
  readonly execute: string;
  readonly id: number;
}

function parseSaid(line: unknown): Said | null {
  if (typeof line !== 'string') return null;
  const said: unknown = JSON.parse(line);
  if (typeof said !== 'object' || said === null || !('execute' in said) || !('id' in said)) return null;
  return { execute: String(said.execute), id: Number(said.id) };
}

/** Has each command that an app in `dataDir` sends to a QEMU be a point. */
export function installStruckControl(dataDir: string): StruckControl {
  const open = new Set<Socket>();
  const original = net.connect;
  const connect = (...args: Parameters<typeof net.connect>): Socket => {
    const socket = original(...args);
    const found = layerFor(dataDir);
    if (found === null || !args[0].endsWith('.qmp')) return socket;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    strike(socket, found.layer.injector);
    return socket;
  };
  Object.assign(net, { connect });
  syncBuiltinESMExports();
  return {
    letGo: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

type Write = (line: unknown) => boolean;

/** Lets faults strike at commands on their way, and at answers on theirs. */
function strike(socket: Socket, injector: Injector): void {
  const muted = new Set<number>();
  const send: Write = socket.write.bind(socket) as Write;
  const emit = socket.emit.bind(socket);
  const answer = (text: string): void => {
    setImmediate(() => emit('data', Buffer.from(text)));
  };
  const write: Write = (line) => {
    const said = parseSaid(line);
    if (said === null) return send(line);
    const fault = reachCommand(injector, said);
    if (fault === 'ended') {
      socket.destroy();
      return true;
    }
    if (fault === 'cancelled') injector.user.abort();
    if (endless.test(said.execute) && (fault === 'hangs' || fault === 'late' || fault === 'cancelled')) {
      setTimeout(() => send(line), lastsMs);
      return true;
    }
    // It hangs, for the caller: QEMU never hears of it.
    if (fault === 'hangs' || fault === 'cancelled') return true;
    if (fault === 'fails' || fault === 'disk-full') {
      const desc = fault === 'fails' ? 'injected' : 'No space left on device';
      answer(`${JSON.stringify({ error: { class: 'GenericError', desc }, id: said.id })}\r\n`);
      return true;
    }
    if (fault === 'late' || fault === 'rubbish') muted.add(said.id);
    if (fault === 'rubbish') answer('!%&/()=?\r\n');
    return send(line);
  };
  Object.assign(socket, {
    write,
    emit: (event: string, ...rest: readonly unknown[]): boolean => {
      const [data] = rest;
      if (event !== 'data' || muted.size === 0) return emit(event, ...rest);
      const kept = withoutAnswers(String(data), muted);
      return kept === '' ? true : emit('data', Buffer.from(kept));
    },
  });
}

/** An app that has ended sends nothing and hears nothing: its connection is gone with it. */
function reachCommand(injector: Injector, { execute }: Said): FaultId | 'ended' | null {
  try {
    return injector.reach({ kind: asking.test(execute) ? 'ask' : 'act', what: `control ${execute}` });
  } catch (error) {
    if (error instanceof AppEnded) return 'ended';
    throw error;
  }
}

/** Answers come line by line, and mostly whole. */
function withoutAnswers(text: string, muted: ReadonlySet<number>): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => ![...muted].some((id) => line.includes(`"id": ${id}`) && !line.includes('"event"')))
    .join('');
}
