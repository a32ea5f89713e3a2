import { LabError } from '../../domain/failure.ts';
import type { LabView } from '../../contract/lab-views.ts';
import type { CliContext } from './context.ts';

/** The lab the user named, or the only one there is. Throws `no-labs` or `lab-not-named`. */
export async function chooseLab(context: CliContext, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { labs } = await context.api['lab.list']({}, context);
  const [only] = labs;
  if (only === undefined) throw new LabError('no-labs', 'there is no lab');
  if (labs.length === 1) return only.labId;
  const known = labs.map(({ name }) => name).join(', ');
  throw new LabError('lab-not-named', 'no lab was named', { params: { known } });
}

/** The lab a node belongs to; node names are unique on this computer. Throws `node-not-found`. */
export async function findLabOfNode(context: CliContext, node: string): Promise<LabView> {
  const { labs } = await context.api['lab.list']({}, context);
  const found = labs.find((lab) => lab.nodes.some(({ name }) => name === node));
  if (found !== undefined) return found;
  throw new LabError('node-not-found', `no node '${node}'`, { params: { name: node } });
}
