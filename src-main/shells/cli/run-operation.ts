import type { CallContext } from '../../contract/methods.ts';
import type { OperationInfo } from '../../domain/operation.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { createProgressView } from './progress-view.ts';
import { operationExitCode, operationText, printValue } from './report.ts';

/**
 * Runs a method that answers with an operation: progress while it runs, `done` when it succeeded, else what was undone and
 * why. Answers the exit code.
 */
export async function runWithProgress(
  context: CliContext,
  options: CommonOptions,
  run: (call: CallContext) => Promise<OperationInfo>,
  done: (operation: OperationInfo) => Promise<string> | string,
): Promise<number> {
  const { terminal, t, clock, signal } = context;
  const view = createProgressView(terminal, t, clock);
  const call: CallContext = options.json === true ? { signal } : { signal, onProgress: view.show };
  const operation = await run(call).finally(view.end);
  if (operation.state === 'succeeded') {
    const text = await done(operation);
    printValue(context, options, operation, () => text);
  } else if (options.json === true) {
    printValue(context, options, operation, () => '');
  } else {
    terminal.note(operationText(operation, t));
  }
  return operationExitCode(operation);
}
