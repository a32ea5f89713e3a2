import { z } from 'zod';
import type { SnapshotInfo } from '../driver.ts';
import { parseToolJson } from './parse-json.ts';
import { bareId } from './parse-vm-list.ts';

const snapshotSchema = z.looseObject({ name: z.string().default(''), date: z.string().default('') });

/**
 * `prlctl snapshot-list --json`: a map from ids to snapshots, oldest first here; null when it is something else. A VM without
 * snapshots prints nothing at all (prl-devops-service).
 */
export function parseSnapshotList(stdout: string): readonly SnapshotInfo[] | null {
  if (stdout.trim() === '') return [];
  const parsed = z.record(z.string(), snapshotSchema).safeParse(parseToolJson(stdout));
  if (!parsed.success) return null;
  return Object.entries(parsed.data)
    .toSorted(([, a], [, b]) => a.date.localeCompare(b.date))
    .map(([id, { name }]) => ({ snapshotId: bareId(id), name }));
}

/** Id in `The snapshot with id {…} has been successfully created.`, or null. */
export function parseTakenSnapshot(stdout: string): string | null {
  const id = /\{([0-9a-fA-F-]{36})\}/.exec(stdout)?.[1];
  return id === undefined ? null : bareId(id);
}
