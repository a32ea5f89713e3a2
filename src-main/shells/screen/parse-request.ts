import type { z } from 'zod';
import { screenMethods, type AppHandlers, type ScreenMethodName } from '../../contract/app-methods.ts';
import type { ApiHandlers, CallContext } from '../../contract/methods.ts';
import { labSpecSchema } from '../../domain/lab-spec.ts';
import { refusedSpec } from '../../labs/spec-problems.ts';
import { RefusedRequestError } from '../failure-view.ts';

/** Everything a screen can ask for. */
export type ScreenHandlers = ApiHandlers & AppHandlers;

/** A request that has the shape of its method, ready to be answered by that method's handler. */
export type ParsedCall = (handlers: ScreenHandlers, options: CallContext) => Promise<unknown>;

/** Parses the body of a request. Throws `invalid-input`, or `invalid-lab-name`, with every field that is in the way. */
export function parseCall(method: ScreenMethodName, body: unknown): ParsedCall {
  const schema: z.ZodType = screenMethods[method].request;
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    // The table of handlers forgets which request belongs to which of them; the same name chose both here.
    return (handlers, options) => (handlers[method] as Handler)(parsed.data, options);
  }
  if (schema === labSpecSchema) throw refusedSpec(parsed.error.issues, body);
  throw new RefusedRequestError(parsed.error.issues, body, secretRequests.includes(method));
}

/** Methods whose requests hold what no screen shows: nothing of them is repeated when they are refused. */
const secretRequests: readonly ScreenMethodName[] = ['draft.setPassword'];

type Handler = (request: unknown, options: CallContext) => Promise<unknown>;
