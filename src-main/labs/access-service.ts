import type { ApiHandlers } from '../contract/methods.ts';
import type { ExecResult } from '../contract/lab-views.ts';
import { isCancelled } from '../domain/failure.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import type { LabDeps } from './context.ts';
import { endpointFor, labFileText, takePassword } from './credentials.ts';

/** Using the nodes of a lab, one command on all of them, the password of their user, and taking its wish along. */
export function createAccessHandlers(deps: LabDeps): Pick<ApiHandlers, 'lab.exec' | 'lab.password' | 'lab.file'> {
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
