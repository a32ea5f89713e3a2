import { LabError } from '../domain/failure.ts';
import { completeStages, refusedNames, type StartStages } from '../domain/start-order.ts';
import type { Work } from '../operations/step.ts';
import type { LabSession } from './context.ts';
import { writeSshFiles } from './credentials.ts';
import type { LabRecord } from './lab-record.ts';

/** The stages of all nodes of a lab, as they are now. */
export function stagesOf({ plan }: Pick<LabRecord, 'plan'>): StartStages {
  return completeStages(
    plan.startStages,
    plan.nodes.map(({ name }) => name),
  );
}

/** The same for some of its nodes; one that a step is only going to plan joins the last stage. */
export function stagesFor(record: Pick<LabRecord, 'plan'>, names: readonly string[]): StartStages {
  return completeStages(record.plan.startStages, names);
}

/** Keeps another order, also in the exported spec. Throws `node-not-found` or `invalid-input` before anything is done. */
export function startOrderWork(session: LabSession, stages: StartStages): Work {
  const names = session.record().plan.nodes.map(({ name }) => name);
  const [refused] = refusedNames(stages, names);
  if (refused !== undefined) refuse(refused, names);
  return [
    {
      id: 'start-order',
      title: { key: 'steps.start-order', params: {} },
      weight: 1,
      run: async () => {
        const startStages = completeStages(stages, names).map((stage) => [...stage]);
        await session.update((record) => ({ ...record, plan: { ...record.plan, startStages } }));
        await writeSshFiles(session.deps, session.record().plan);
      },
    },
  ];
}

function refuse(name: string, names: readonly string[]): never {
  if (!names.includes(name)) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
  const params = { field: 'startStages', value: name, expected: names.join(', ') };
  throw new LabError('invalid-input', `'${name}' is named twice`, { params });
}
