import { z } from 'zod';

const errorSchema = z.object({ class: z.string(), desc: z.string() });

const messageSchema = z.union([
  z.object({ QMP: z.object({ version: z.object({ qemu: z.object({ major: z.int(), minor: z.int() }) }) }) }),
  z.object({ event: z.string(), data: z.record(z.string(), z.unknown()).optional() }),
  z.object({ error: errorSchema, id: z.int().optional() }),
  z.object({ return: z.unknown(), id: z.int().optional() }),
]);

/** Something that happened in QEMU, told without being asked. */
export interface QmpEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One line that QEMU sends. `id` is null when the line belongs to no command of ours. */
export type QmpMessage =
  | { readonly kind: 'greeting'; readonly version: string }
  | { readonly kind: 'event'; readonly event: QmpEvent }
  | { readonly kind: 'error'; readonly id: number | null; readonly errorClass: string; readonly description: string }
  | { readonly kind: 'return'; readonly id: number | null; readonly value: unknown };

/** Reads one line of the QEMU Machine Protocol (docs/interop/qmp-spec of QEMU). Throws when it is none. */
export function parseQmpLine(line: string): QmpMessage {
  const message = messageSchema.parse(JSON.parse(line));
  if ('QMP' in message) {
    const { major, minor } = message.QMP.version.qemu;
    return { kind: 'greeting', version: `${major}.${minor}` };
  }
  if ('event' in message) return { kind: 'event', event: { name: message.event, data: message.data ?? {} } };
  const id = message.id ?? null;
  if ('error' in message) {
    return { kind: 'error', id, errorClass: message.error.class, description: message.error.desc };
  }
  return { kind: 'return', id, value: message.return };
}

export interface SplitLines {
  readonly lines: readonly string[];
  /** What follows the last line end. */
  readonly rest: string;
}

/** Cuts text that arrives in pieces into whole lines; empty ones are dropped. */
export function splitLines(text: string): SplitLines {
  const parts = text.split('\n').map((part) => part.trim());
  const rest = text.slice(text.lastIndexOf('\n') + 1);
  return { lines: parts.slice(0, -1).filter((line) => line !== ''), rest };
}
