import { z } from 'zod';
import { chosenPasswordSchema } from '../domain/chosen-password.ts';
import { operationIdSchema } from '../domain/ids.ts';
import { operationInfoSchema } from '../domain/operation.ts';
import {
  appInfoSchema,
  draftSchema,
  maxLabFileBytes,
  operationRecordSchema,
  settingsChangeSchema,
  settingsSchema,
  type OperationRecord,
} from './app-views.ts';
import { transferIdSchema, transferRequestSchema } from './file-views.ts';
import { methods, type MethodName, type ResponseOf } from './methods.ts';
import { openTerminalSchema, terminalIdSchema, terminalInfoSchema } from './terminal-views.ts';

const nothing = z.object({});
const passwordState = z.object({ isSet: z.boolean() });

/** What a screen asks for besides the API: about the app itself, and about what goes on while no request waits for it. */
export const appMethods = {
  'app.info': { request: nothing, response: appInfoSchema },
  'settings.get': { request: nothing, response: settingsSchema },
  'settings.set': { request: settingsChangeSchema, response: settingsSchema },
  'draft.get': { request: nothing, response: z.object({ draft: draftSchema.nullable() }) },
  /** Null forgets it, and its password. */
  'draft.set': { request: z.object({ draft: draftSchema.nullable() }), response: nothing },
  /** Begins the wizard with the wish in the text of a lab file. */
  'draft.open': {
    request: z.object({ text: z.string().max(maxLabFileBytes), fileName: z.string().max(300) }),
    response: z.object({ draft: draftSchema }),
  },
  /** The password of the next lab's user; never answered, and forgotten when that lab is ready. Null: the app makes one. */
  'draft.setPassword': { request: z.object({ password: chosenPasswordSchema.nullable() }), response: passwordState },
  'draft.hasPassword': { request: nothing, response: passwordState },
  /** Running ones and the last that ended, newest first. */
  'operations.list': { request: nothing, response: z.array(operationRecordSchema) },
  /** Asks it to stop; how it ends comes as an event. One that has ended already is no failure. */
  'operations.cancel': { request: z.object({ operationId: operationIdSchema }), response: operationRecordSchema },
  'terminals.open': { request: openTerminalSchema, response: terminalInfoSchema },
  'terminals.close': { request: z.object({ terminalId: terminalIdSchema }), response: nothing },
  /** Announces a file; its content follows at `/files/<transferId>`, once and soon. */
  'files.begin': { request: transferRequestSchema, response: z.object({ transferId: transferIdSchema }) },
  'terminals.list': { request: nothing, response: z.array(terminalInfoSchema) },
} as const;

export type AppMethodName = keyof typeof appMethods;
export type AppRequestOf<M extends AppMethodName> = z.infer<(typeof appMethods)[M]['request']>;
export type AppResponseOf<M extends AppMethodName> = z.infer<(typeof appMethods)[M]['response']>;
/** How the core answers the methods of the app; `signal` is aborted when nobody waits for the answer any more. */
export type AppHandlers = {
  readonly [M in AppMethodName]: (
    request: AppRequestOf<M>,
    options: { readonly signal: AbortSignal },
  ) => Promise<AppResponseOf<M>>;
};

/** Every method a screen can call, by its name in the request. */
export const screenMethods = { ...methods, ...appMethods } as const;
export type ScreenMethodName = keyof typeof screenMethods;
/** A request as a screen writes it: what has a default may be left out. */
export type ScreenRequestOf<M extends ScreenMethodName> = z.input<(typeof screenMethods)[M]['request']>;

type OperationMethods = {
  [M in MethodName]: (typeof methods)[M]['response'] extends typeof operationInfoSchema ? M : never;
};
/** Methods that start something long. Towards a screen they answer as soon as it runs; how it goes on comes as events. */
export type OperationMethodName = OperationMethods[MethodName];

/** What a screen is answered. */
export type ScreenResponseOf<M extends ScreenMethodName> = M extends OperationMethodName
  ? OperationRecord
  : M extends AppMethodName
    ? AppResponseOf<M>
    : M extends MethodName
      ? ResponseOf<M>
      : never;

/** True for a name in the table; names come from outside. */
export function isScreenMethod(name: string): name is ScreenMethodName {
  return Object.hasOwn(screenMethods, name);
}

/** True when the method starts something long. */
export function isOperationMethod(name: ScreenMethodName): name is OperationMethodName {
  return screenMethods[name].response === operationInfoSchema;
}

/** The shape of what a screen is answered by a method. */
export function screenResponseSchema(name: ScreenMethodName): z.ZodType {
  return isOperationMethod(name) ? operationRecordSchema : screenMethods[name].response;
}
