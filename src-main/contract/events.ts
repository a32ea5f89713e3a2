import { z } from 'zod';
import { operationRecordSchema, settingsSchema } from './app-views.ts';

/**
 * What the core tells every screen by itself. A screen that has just connected gets `welcome` first, with everything that
 * later events change; one that was away and comes back starts over from there.
 */
export const coreEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    /** As in `app.info`. */
    coreId: z.string(),
    operations: z.array(operationRecordSchema),
    settings: settingsSchema,
    /** Screens that are connected to this core, this one included. */
    screens: z.int().min(1),
  }),
  /** A new operation, or one that changed: the whole of it. */
  z.object({ type: z.literal('operation'), operation: operationRecordSchema }),
  /** Labs, trash, images or bases are not what they were: ask again for what is shown. */
  z.object({ type: z.literal('labs-changed') }),
  z.object({ type: z.literal('settings-changed'), settings: settingsSchema }),
  /** One was opened, closed, or has ended. */
  z.object({ type: z.literal('terminals-changed') }),
  z.object({ type: z.literal('screens-changed'), screens: z.int().min(1) }),
  /** The core ends on purpose; nothing is lost, and nothing comes after this. */
  z.object({ type: z.literal('goodbye') }),
]);
export type CoreEvent = z.infer<typeof coreEventSchema>;
