import type { CallContext } from '../../contract/methods.ts';
import type { OperationInfo } from '../../domain/operation.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { createProgressView } from './progress-view.ts';
import { printOperation } from './report.ts';

/**
 * Runs a method that answers with an operation: progress while it runs, `done` when it succeeded, else what was undone and
 * why. Answers the exit code.
 */
export async function runWithProgress(
  context: CliContext,
  options: CommonOptions,
  {
    run,
    done,
  }: {
    readonly run: (call: CallContext) => Promise<OperationInfo>;
    readonly done: (operation: OperationInfo) => Promise<string> | string;
  },
): Promise<number> {
  const { terminal, t, clock, signal } = context;
  const view = createProgressView(terminal, t, clock);
  const call: CallContext = options.json === true ? { signal } : { signal, onProgress: view.show };
  const operation = await run(call).finally(view.end);
  return printOperation(context, options, { operation, done: () => done(operation) });
}
