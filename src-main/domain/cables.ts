import { z } from 'zod';

/** The two network adapters of a node by what they lead to: the way out, and the lab's own network. */
export const cableAdapters = ['internal', 'nat'] as const;
export const cableAdapterSchema = z.enum(cableAdapters);
export type CableAdapter = z.infer<typeof cableAdapterSchema>;
