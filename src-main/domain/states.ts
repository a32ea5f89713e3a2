import { z } from 'zod';

/**
 * State of a node as its hypervisor tells it. `unknown`: the tool did not answer (never treat as absent);
 * `broken`: it answered, and what it said cannot work; `suspended`: memory kept on disk.
 */
export const nodeStateSchema = z.enum([
  'absent',
  'creating',
  'stopped',
  'starting',
  'running',
  'paused',
  'stopping',
  'suspending',
  'suspended',
  'broken',
  'unknown',
]);
export type NodeState = z.infer<typeof nodeStateSchema>;

/** State of a whole lab, derived from its nodes and from whether its creation was finished. */
export const labStateSchema = z.enum([
  'incomplete',
  'stopped',
  'running',
  'partly-running',
  'suspended',
  'broken',
  'unknown',
]);
export type LabState = z.infer<typeof labStateSchema>;

/** Derives the state of a lab; `complete` is false until its creation has ended well. */
export function labStateOf(nodes: readonly NodeState[], complete: boolean): LabState {
  if (!complete) return 'incomplete';
  if (nodes.some((state) => state === 'unknown')) return 'unknown';
  if (nodes.some((state) => state === 'broken' || state === 'absent')) return 'broken';
  if (nodes.every((state) => state === 'running')) return 'running';
  if (nodes.every((state) => state === 'suspended')) return 'suspended';
  if (nodes.every((state) => state === 'stopped' || state === 'suspended')) return 'stopped';
  return 'partly-running';
}
