import type { CallOptions, VmRef } from '../driver.ts';
import type { Argv } from './argv.ts';
import type { DriverContext } from './context.ts';
import { toLabError } from './failures.ts';

/** How a step of a longer work is run. */
export interface StepOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | null;
  readonly reading?: 'image';
}

/** Runs one call for a VM and gives its stdout. Failures are `LabError`s that name the VM. */
export async function runFor(
  context: DriverContext,
  ref: Pick<VmRef, 'name' | 'dir'>,
  step: { readonly args: Argv; readonly options: StepOptions },
): Promise<string> {
  const { signal, timeoutMs, reading } = step.options;
  try {
    return (await context.vbox.run(step.args, { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) })).stdout;
  } catch (error) {
    throw toLabError(error, { name: ref.name, path: ref.dir }, reading === undefined ? {} : { reading });
  }
}

/** Runs calls one after another, and reports after each how far it is between `from` and `to`. */
export async function runAll(
  context: DriverContext,
  ref: Pick<VmRef, 'name' | 'dir'>,
  work: { readonly lines: readonly Argv[]; readonly options: CallOptions; readonly from: number; readonly to: number },
): Promise<void> {
  const { lines, options, from, to } = work;
  for (const [index, args] of lines.entries()) {
    await runFor(context, ref, { args, options: { signal: options.signal } });
    options.report?.(from + ((to - from) * (index + 1)) / lines.length);
  }
}
