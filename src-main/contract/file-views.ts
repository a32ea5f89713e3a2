import { z } from 'zod';
import { operationRecordSchema } from './app-views.ts';

/** Names one file that is about to come; nobody can guess it, and it is good once, for a minute. */
export const transferIdSchema = z.uuid();

/** What is to come: who gets it, what it is called here, and how much it is. */
export const transferRequestSchema = z.object({
  lab: z.string(),
  nodes: z.array(z.string()).min(1).max(60),
  /** Any name at all; what it becomes on the nodes is in the receipt. */
  name: z.string().max(4096),
  sizeBytes: z.int().min(0),
});
export type TransferRequest = z.infer<typeof transferRequestSchema>;

export const transferReceiptSchema = z.object({
  operation: operationRecordSchema,
  /** Where it lies on each node that has it whole. */
  places: z.array(z.object({ node: z.string(), path: z.string() })),
});
export type TransferReceipt = z.infer<typeof transferReceiptSchema>;
