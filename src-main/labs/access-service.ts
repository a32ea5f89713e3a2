import type { ApiHandlers } from '../contract/methods.ts';
import type { ExecResult } from '../contract/lab-views.ts';
import { isCancelled, LabError } from '../domain/failure.ts';
import type { FailureInfo } from '../domain/operation.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import type { LabDeps } from './context.ts';
import { endpointFor, labFileText, takePassword } from './credentials.ts';
import type { GuestEndpoint } from './ports.ts';

/** A key is shown first of all; whoever has shown none by then is no stranger, but silent. */
const lookMs = 20_000;

/** What to say when somebody else answers at the port of a node; null when the node does, or nobody. */
async function findStranger(
  { guests }: Pick<LabDeps, 'guests'>,
  endpoint: GuestEndpoint,
  signal: AbortSignal,
): Promise<FailureInfo | null> {
  try {
    await guests.run(endpoint, 'true', { signal: AbortSignal.any([signal, AbortSignal.timeout(lookMs)]) });
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    // Whatever else keeps SSH from the node, it says itself.
    return error instanceof LabError && error.code === 'host-key-mismatch' ? describeFailure(error) : null;
  }
}

/** Using the nodes of a lab, one command on all of them, the password of their user, and taking its wish along. */
export function createAccessHandlers(
  deps: LabDeps,
): Pick<ApiHandlers, 'lab.exec' | 'lab.password' | 'lab.file' | 'lab.recognise'> {
  return {
    'lab.exec': async ({ lab, command }, { signal }) => {
      const { plan } = await deps.store.findLab(lab);
      return Promise.all(
        plan.nodes.map(async (node): Promise<ExecResult> => {
          try {
            const result = await deps.guests.run(await endpointFor(deps, plan, node), command, { signal });
            return { node: node.name, ...result, error: null };
          } catch (error) {
            if (isCancelled(error)) throw error;
            return { node: node.name, exitCode: null, stdout: '', stderr: '', error: describeFailure(error) };
          }
        }),
      );
    },
    'lab.recognise': async ({ lab, node: name }, { signal }) => {
      const { plan } = await deps.store.findLab(lab);
      const node = plan.nodes.find((planned) => planned.name === name);
      if (node === undefined) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
      return { stranger: await findStranger(deps, await endpointFor(deps, plan, node), signal) };
    },
    'lab.file': async ({ lab }) => {
      const { plan } = await deps.store.findLab(lab);
      return { name: plan.name, text: labFileText(plan) };
    },
    'lab.password': async ({ lab }) => {
      const { plan } = await deps.store.findLab(lab);
      return { user: plan.user, password: await takePassword(deps, plan) };
    },
  };
}
