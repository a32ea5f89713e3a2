import type { CableAdapter } from '../domain/cables.ts';
import { LabError } from '../domain/failure.ts';
import type { NodeState } from '../domain/states.ts';
import type { Step, Work } from '../operations/step.ts';
import { withCable } from './cables.ts';
import { nodeRef, type LabSession } from './context.ts';
import { meshStep } from './network-work.ts';
import { readyNodeStep } from './node-work.ts';
import { plannedNode } from './planned-node.ts';

/** Of these, cutting the power takes something away that a start brings back; a saved state it would take away for ever. */
const poweredStates: readonly NodeState[] = ['running', 'paused', 'starting', 'stopping'];

/** A drill: the power of one node goes at once, as when somebody pulls the plug. Nothing is undone, as nothing can be. */
export function cutPowerWork(session: LabSession, name: string): Work {
  const { deps, driver } = session;
  return [
    {
      id: `node/${name}/cut-power`,
      title: { key: 'steps.node-cut-power', params: { node: name } },
      weight: 1,
      run: async ({ signal }) => {
        const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
        const { state } = await driver.inspect(ref, { signal });
        if (!poweredStates.includes(state)) {
          throw new LabError('wrong-state', `${name} is ${state}`, { params: { name, node: name, state } });
        }
        await driver.forceStop(ref, { signal });
      },
    },
  ];
}

/** One cable of one node, and which way it goes. */
export interface CableChange {
  readonly name: string;
  readonly adapter: CableAdapter;
  readonly connected: boolean;
}

/** A drill: pulls a cable, or plugs it in again; then a node that runs proves itself anew. */
export function setCableWork(session: LabSession, change: CableChange, isRunning: boolean): Work {
  const proving = change.connected && isRunning ? [readyNodeStep(session, change.name), meshStep(session)] : [];
  return [cableStep(session, change), ...proving];
}

function cableStep(session: LabSession, change: CableChange): Step {
  const { deps, driver } = session;
  const { name, adapter, connected } = change;
  return {
    id: `node/${name}/cable-${adapter}`,
    title: { key: `steps.node-${connected ? 'plug' : 'unplug'}-${adapter}`, params: { node: name } },
    weight: 1,
    run: async ({ signal }) => {
      const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
      const record = async (): Promise<void> => session.update((before) => withCable(before, change));
      // What is pulled was first recorded, and what is recorded as pulled is out: repair never takes a drill for damage.
      if (!connected) await record();
      await driver.setCable(ref, adapter, connected, { signal });
      if (connected) await record();
    },
  };
}
