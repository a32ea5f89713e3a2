import { readFile } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import type { ProcessTable } from '../../src-main/process/command.ts';
import { readLock } from '../../src-main/store/lock-file.ts';
import { labRecordSchema } from '../../src-main/labs/lab-record.ts';
import { withoutIds } from './file-points.ts';

/** One file of ours for the ledger: its path, and of a lab's record what it knows. */
export async function describeFile(dataDir: string, path: string): Promise<string> {
  const name = withoutIds(relative(dataDir, path));
  if (basename(path) !== 'lab.json') return name;
  const record = labRecordSchema.safeParse(parseOrNull(await readFile(path, 'utf8')));
  if (!record.success) return `${name} (damaged)`;
  const { phase, plan, snapshots, pulledCables } = record.data;
  const nodes = plan.nodes.map((node) => node.name).join(' ');
  const taken = snapshots.map((snapshot) => `${snapshot.name} of ${Object.keys(snapshot.nodes).sort().join(' ')}`);
  return `${name} (${phase}, nodes ${nodes}, snapshots ${taken.join(', ')}, pulled ${JSON.stringify(pulledCables)})`;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Of these lock files those that a living process holds. */
export async function heldLocks(
  paths: readonly string[],
  processes: Pick<ProcessTable, 'isAlive'>,
): Promise<readonly string[]> {
  const held = await Promise.all(
    paths.map(async (path) => {
      const content = (await readLock(path))?.content ?? null;
      return content !== null && (await processes.isAlive(content)) ? [`${basename(path)} for ${content.purpose}`] : [];
    }),
  );
  return held.flat();
}
