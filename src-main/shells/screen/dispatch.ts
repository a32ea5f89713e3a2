import {
  isOperationMethod,
  isScreenMethod,
  screenResponseSchema,
  type ScreenMethodName,
} from '../../contract/app-methods.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { isCancelled, LabError } from '../../domain/failure.ts';
import { operationInfoSchema } from '../../domain/operation.ts';
import type { Translate } from '../../locales/translate.ts';
import type { OperationRegistry } from '../../operations/registry.ts';
import type { Logger } from '../../platform/logger.ts';
import { viewOfError } from '../failure-view.ts';
import { parseCall, type ScreenHandlers } from './parse-request.ts';

/** One request of a screen, whichever way it came. */
export interface ScreenRequest {
  /** As the screen wrote it; anything at all. */
  readonly method: string;
  readonly body: unknown;
  /** Aborted when the screen does not wait for the answer any more. Operations go on all the same. */
  readonly signal: AbortSignal;
}

/** Answers requests; never throws. */
export type Dispatch = (request: ScreenRequest) => Promise<Envelope>;

export interface DispatchParts {
  readonly handlers: ScreenHandlers;
  readonly operations: Pick<OperationRegistry, 'start'>;
  readonly logger: Logger;
  /** Words in the language of the moment. */
  readonly words: () => Translate;
  /** Called after a method that changes something without being an operation. */
  readonly onChanged: () => void;
}

/** Methods after which lists of labs, images or trash are stale although no operation told so. */
const changing: readonly ScreenMethodName[] = ['trash.empty', 'images.remove', 'data.tidy'];

/** Parse, one call, envelope: the same for every method and every shell. */
export function createDispatch(parts: DispatchParts): Dispatch {
  return async (request) => {
    try {
      return { ok: true, value: await answer(parts, request) };
    } catch (error) {
      const isExpected = error instanceof LabError || isCancelled(error);
      if (!isExpected) parts.logger.error({ method: request.method, error }, 'a request failed');
      return { ok: false, error: viewOfError(error, parts.words()) };
    }
  };
}

async function answer(parts: DispatchParts, { method, body, signal }: ScreenRequest): Promise<unknown> {
  if (!isScreenMethod(method)) {
    throw new LabError('unknown-method', `no method '${method}'`, { params: { value: method.slice(0, 60) } });
  }
  const { handlers, operations } = parts;
  const call = parseCall(method, body);
  const value = isOperationMethod(method)
    ? await operations.start(async (options) => operationInfoSchema.parse(await call(handlers, options)))
    : await call(handlers, { signal });
  if (changing.includes(method)) parts.onChanged();
  // Only what the contract promises leaves the core; anything else in an answer stays here.
  return screenResponseSchema(method).parse(value);
}
