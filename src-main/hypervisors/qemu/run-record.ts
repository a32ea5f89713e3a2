import { z } from 'zod';
import type { ProcessIdentity } from '../../process/command.ts';
import type { QmpAddress } from './qmp.ts';

const addressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unix'), path: z.string() }),
  z.object({ kind: z.literal('tcp'), port: z.int() }),
]);

/** `pid.json`: the process of a VM or a network, and where it listens. */
export const runRecordSchema = z.object({
  schemaVersion: z.literal(1),
  pid: z.int(),
  startTime: z.string(),
  control: addressSchema,
});

export type RunRecord = z.infer<typeof runRecordSchema>;

export function newRunRecord({ pid, startTime }: ProcessIdentity, control: QmpAddress): RunRecord {
  return { schemaVersion: 1, pid, startTime, control };
}
