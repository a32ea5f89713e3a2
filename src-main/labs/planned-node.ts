import { LabError } from '../domain/failure.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import type { LabSession } from './context.ts';

/** The planned node by name, as the record has it now (its port may have moved). */
export function plannedNode(session: LabSession, name: string): PlannedNode {
  const found = session.record().plan.nodes.find((node) => node.name === name);
  if (found === undefined) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
  return found;
}
