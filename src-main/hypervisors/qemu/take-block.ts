import { LabError } from '../../domain/failure.ts';
import { inTurn } from '../../store/in-turn.ts';
import { withLock } from '../../store/lock.ts';
import type { QemuContext } from './context.ts';
import type { BlockClaimant } from './port-blocks.ts';
import { claimBlock, dropBlock } from './port-blocks.ts';

/** What a lock on the claims takes. */
export type BlockSurroundings = Pick<QemuContext, 'processes' | 'clock'>;

/** Which block a network wants. */
export interface BlockWish {
  readonly claimant: BlockClaimant;
  /** Blocks in the order in which they are tried. */
  readonly order: readonly number[];
  /** The one it had; kept unless another network has it now. */
  readonly earlier: number | null;
  /** Not taken, as something else listens there. */
  readonly except: number | null;
  /** Writes the block into the record of the network. */
  readonly note: (block: number) => Promise<void>;
  /** True when no program listens on any port of the block. */
  readonly isUnused: (block: number) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/**
 * Claims a block for a network and notes it. One network at a time, in all programs of this user: a claim without a record that tells of
 * it was left by somebody who is gone, and is not that of a network which is being made. Cancelled while it waits: nothing is claimed.
 */
export async function takeBlock({ processes, clock }: BlockSurroundings, wish: BlockWish): Promise<number> {
  const { claimsDir } = wish.claimant;
  // Those of this program wait for each other here, without looking again and again as for another program.
  return inTurn(claimsDir, () => {
    const lock = { purpose: 'network', processes, clock, signal: wish.signal, waitMs: null };
    return withLock(`${claimsDir}.lock`, lock, () => claimAndNote(wish));
  });
}

async function claimAndNote(wish: BlockWish): Promise<number> {
  const { claimant, earlier, note } = wish;
  const isKept = earlier !== null && (await claimBlock(claimant, earlier));
  const block = isKept ? earlier : await claimUnused(wish);
  try {
    await note(block);
  } catch (error) {
    // A claim that no record tells of nobody would give back.
    if (!isKept) await dropBlock(claimant, block);
    throw error;
  }
  return block;
}

async function claimUnused({ claimant, order, except, earlier, isUnused }: BlockWish): Promise<number> {
  for (const block of order) {
    if (block === except || block === earlier || !(await claimBlock(claimant, block))) continue;
    if (await isUnused(block)) return block;
    await dropBlock(claimant, block);
  }
  throw new LabError('port-taken', 'no block of UDP ports is free for the internal network', { params: { port: 0 } });
}
