import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import { createTrial, type Trial, type TrialOptions } from './trial.ts';

/** A trial with one running lab, `Labor`. */
export async function createLab(options: TrialOptions = {}, nodes = 2): Promise<Trial> {
  const trial = await createTrial(options);
  await trial.ok('up', '--name', 'Labor', '--nodes', String(nodes));
  return trial;
}

/** How the driver knows a node. */
export async function refOf(trial: Trial, name: string): Promise<VmRef> {
  const { plan } = await trial.deps.store.findLab('Labor');
  const node = plan.nodes.find((planned) => planned.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return { vmId: node.vmId, name, dir: trial.paths.nodeDir(plan.labId, name) };
}

/** Changes with every boot, not with save and resume. */
export async function bootIds(trial: Trial): Promise<readonly (string | undefined)[]> {
  return (await trial.status()).nodes.map(({ proof }) => proof?.bootId);
}

/** Calls of these methods about nodes and networks, in order; what was done to the base is left out. */
export function callsOf(trial: Trial, ...methods: readonly string[]): readonly string[] {
  return trial.driver.calls
    .filter(({ method, target }) => methods.includes(method) && !target.startsWith('base-'))
    .map(({ method, target }) => `${method} ${target}`);
}

/** `pi-200 running` for each node. */
export async function namesAndStates(trial: Trial): Promise<readonly string[]> {
  return (await trial.status()).nodes.map(({ name, state }) => `${name} ${state}`);
}
