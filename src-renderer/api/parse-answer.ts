import {
  screenResponseSchema,
  type ScreenMethodName,
  type ScreenResponseOf,
} from '../../src-main/contract/app-methods.ts';
import { envelopeSchema } from '../../src-main/contract/envelope.ts';
import { ApiFailure } from './failures.ts';

/** The value of an answer, checked against its method's shape. Throws `ApiFailure` for a failure, and what zod throws for nonsense. */
export function parseAnswer<M extends ScreenMethodName>(method: M, answer: unknown): ScreenResponseOf<M> {
  const envelope = envelopeSchema.parse(answer);
  if (!envelope.ok) throw new ApiFailure(envelope.error);
  return screenResponseSchema(method).parse(envelope.value) as ScreenResponseOf<M>;
}
