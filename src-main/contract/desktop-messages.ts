import { z } from 'zod';
import { filePartBytes } from './desktop-bridge.ts';

/** What a page may send over the channels of `desktop-bridge.ts`; anything else is refused. */

const counted = z.int().min(0);

export const desktopCallSchema = z.strictObject({ callId: counted, method: z.string(), body: z.string() });
export const desktopCallIdSchema = counted;
/** True: begin to listen, or begin anew. False: stop. */
export const desktopListenSchema = z.boolean();
/** The id of the terminal is judged by who knows the terminals. */
export const openLineSchema = z.strictObject({ lineId: counted, terminalId: z.string().max(100) });
export const sendLineSchema = z.strictObject({
  lineId: counted,
  data: z.union([z.string(), z.instanceof(Uint8Array)]),
});
export const closeLineSchema = z.strictObject({ lineId: counted });
export const desktopFilePartSchema = z.strictObject({
  transferId: z.uuid(),
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= filePartBytes),
  end: z.enum(['more', 'last', 'dropped']),
});
