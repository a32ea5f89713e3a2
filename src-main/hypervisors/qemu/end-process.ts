import { waitFor } from '../../platform/wait-for.ts';
import type { QemuContext } from './context.ts';
import { QmpUnreachableError, withQmp } from './qmp.ts';
import type { QmpAddress, QmpClient } from './qmp.ts';
import { findProcess, forgetProcess } from './vm-process.ts';
import type { ProcessFinding, ProcessTarget } from './vm-process.ts';

/** For QEMU to end by itself after `quit`: it flushes what the guest wrote. */
const quitGraceMs = 15_000;
/** After it was asked by signal as well. */
const endGraceMs = 5_000;
const lookEveryMs = 5;
const askTimeoutMs = 5_000;

/**
 * Ends a process that was found, asking it first, and removes its notes. It is gone when this resolves. Not under a caller's
 * signal: a process that was told to end is seen off.
 */
export async function endProcess(ctx: QemuContext, target: ProcessTarget, found: ProcessFinding): Promise<void> {
  if (found.kind === 'off') {
    await forgetProcess(ctx, target);
    return;
  }
  const signal = new AbortController().signal;
  if (found.kind === 'on') await askToQuit(ctx, found.control);
  const { identity } = found;
  const isGone = async (): Promise<true | undefined> => {
    if (identity !== null) return (await ctx.processes.isAlive(identity)) ? undefined : true;
    const again = await findProcess(ctx, target, { signal, timeoutMs: askTimeoutMs });
    return again.kind === 'off' ? true : undefined;
  };
  const timeoutMs = found.kind === 'on' ? quitGraceMs : 0;
  const gone = await waitFor(isGone, { timeoutMs, intervalMs: lookEveryMs, signal, clock: ctx.clock });
  if (gone === undefined) {
    if (identity === null) throw new Error(`a QEMU process of ${target.uuid} does not end, and its pid is unknown`);
    await ctx.processes.end(identity, endGraceMs);
  }
  await forgetProcess(ctx, target);
}

async function askToQuit(ctx: QemuContext, control: QmpAddress): Promise<void> {
  const signal = new AbortController().signal;
  try {
    await withQmp(control, { clock: ctx.clock, signal, timeoutMs: askTimeoutMs }, async (client) => {
      await client.execute('quit', {}, { signal, timeoutMs: askTimeoutMs });
      await closedWithin(ctx, client, quitGraceMs);
    });
  } catch (error) {
    // It ends before it answers, or does not answer at all: either way it is looked at next.
    if (!(error instanceof QmpUnreachableError)) throw error;
  }
}

/** Resolves when QEMU has let go of the connection, as it does at its very end, or when the time is over. */
async function closedWithin(ctx: QemuContext, client: QmpClient, timeoutMs: number): Promise<void> {
  const over = new AbortController();
  const limit = ctx.clock.sleep(timeoutMs, over.signal).catch(() => undefined);
  await Promise.race([client.closed, limit]);
  over.abort();
}
