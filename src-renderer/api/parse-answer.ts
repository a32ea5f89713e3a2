import {
  screenResponseSchema,
  type ScreenMethodName,
  type ScreenResponseOf,
} from '../../src-main/contract/app-methods.ts';
import { transferReceiptSchema, type TransferReceipt } from '../../src-main/contract/file-views.ts';
import { envelopeSchema } from '../../src-main/contract/envelope.ts';
import { ApiFailure } from './failures.ts';

/** The value of an answer, checked against its method's shape. Throws `ApiFailure` for a failure, and what zod throws for nonsense. */
export function parseAnswer<M extends ScreenMethodName>(method: M, answer: unknown): ScreenResponseOf<M> {
  const envelope = envelopeSchema.parse(answer);
  if (!envelope.ok) throw new ApiFailure(envelope.error);
  return screenResponseSchema(method).parse(envelope.value) as ScreenResponseOf<M>;
}

/** What became of a file that was sent. Throws as `parseAnswer` does. */
export function parseReceipt(answer: unknown): TransferReceipt {
  const envelope = envelopeSchema.parse(answer);
  if (!envelope.ok) throw new ApiFailure(envelope.error);
  return transferReceiptSchema.parse(envelope.value);
}
