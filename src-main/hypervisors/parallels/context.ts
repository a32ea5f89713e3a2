import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { CpuArchitecture } from '../../domain/ids.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { ToolCall } from './argv.ts';
import type { ParallelsTools } from './tools.ts';

/** What every part of the driver works with. */
export interface DriverContext {
  readonly tools: ParallelsTools;
  /** CPU of this Mac: the only one guests may have. */
  readonly architecture: CpuArchitecture;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Work on one VM happens one after another. */
  readonly vms: KeyedQueue;
  /**
   * What changes Parallels' list of VMs, its networks and its forwards happens one after another: linked clones made side by
   * side fail (vagrant-parallels issue 206).
   */
  readonly registry: KeyedQueue;
  readonly isPortFree: (port: number) => Promise<boolean>;
}

/** The one key of the registry queue. */
export const registryKey = 'registry';

/** Runs one call for a VM and gives its stdout; a failure is a `LabError` that names the VM. */
export function runFor(
  context: DriverContext,
  ref: Pick<VmRef, 'name' | 'dir'>,
  { call, signal }: { readonly call: ToolCall; readonly signal: AbortSignal },
): Promise<string> {
  return context.tools.runFor({ name: ref.name, path: ref.dir }, call, signal);
}

/** Runs calls one after another, and reports after each how far it is between `from` and `to`. */
export async function runAll(
  context: DriverContext,
  ref: Pick<VmRef, 'name' | 'dir'>,
  work: {
    readonly calls: readonly ToolCall[];
    readonly options: CallOptions;
    readonly from: number;
    readonly to: number;
  },
): Promise<void> {
  const { calls, options, from, to } = work;
  for (const [index, call] of calls.entries()) {
    await runFor(context, ref, { call, signal: options.signal });
    options.report?.(from + ((to - from) * (index + 1)) / calls.length);
  }
}
