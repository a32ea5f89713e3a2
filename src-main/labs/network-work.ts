import { hostsFileText } from '../guest/documents/hosts-file.ts';
import type { CableAdapter } from '../domain/cables.ts';
import type { PeerProof } from '../domain/node-proof.ts';
import { LabError } from '../domain/failure.ts';
import type { Step } from '../operations/step.ts';
import { pulledOf } from './cables.ts';
import { labNetwork, nodeRef, type LabSession } from './context.ts';
import { endpointFor } from './credentials.ts';
import { plannedNode } from './planned-node.ts';
import { namesOfRunning } from './running-nodes.ts';

/** Makes the internal network carry frames between all nodes of the lab. */
export function networkStep(session: LabSession, { undoable }: { readonly undoable: boolean }): Step {
  const { deps, driver } = session;
  const network = labNetwork(deps, session.record().plan);
  return {
    id: 'network',
    title: { key: 'steps.network', params: { network: network.name } },
    weight: 1,
    run: async ({ signal }) => {
      await driver.ensureNetwork(labNetwork(deps, session.record().plan), { signal });
    },
    ...(undoable
      ? {
          undo: async ({ signal }) => {
            await driver.releaseNetwork(network, { signal });
            return [];
          },
        }
      : {}),
  };
}

/** Ends the internal network once every node of the lab is off; while one still runs it stays. */
export function releaseNetworkStep(session: LabSession): Step {
  const { deps, driver } = session;
  const end = endNetworkStep(session);
  return {
    ...end,
    run: async (context) => {
      const { plan } = session.record();
      const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
      const inspected = await driver.inspectAll(refs, { signal: context.signal });
      const allOff = [...inspected.values()].every(({ state }) => ['stopped', 'suspended', 'absent'].includes(state));
      if (allOff) await end.run(context);
    },
  };
}

/** Ends the internal network whatever its nodes are: of a lab that goes away, whose nodes may be too broken to tell their state. */
export function endNetworkStep({ deps, driver, record }: LabSession): Step {
  return {
    id: 'network/release',
    title: { key: 'steps.network-release', params: {} },
    weight: 1,
    run: async ({ signal }) => {
      await driver.releaseNetwork(labNetwork(deps, record().plan), { signal });
    },
  };
}

/**
 * Proves that every running node reaches every other by name, after giving each the lab's current list of names. A node whose
 * cable was pulled as a drill asks nobody and is not asked for; one that is out for any other reason is a failure.
 */
export function meshStep(session: LabSession): Step {
  return {
    id: 'mesh',
    title: { key: 'steps.mesh', params: {} },
    weight: 4,
    run: async ({ signal }) => {
      const running = await runningNodes(session, signal);
      const plugged = running.filter(({ pulled }) => pulled.length === 0).map(({ name }) => name);
      const found = await Promise.all(
        running
          .filter(({ pulled }) => !pulled.includes('nat'))
          .map(async ({ name }) => {
            const peers = plugged.includes(name) ? plugged.filter((peer) => peer !== name) : [];
            return { name, peers: await askPeers(session, name, { peers, signal }) };
          }),
      );
      await session.update((record) => ({
        ...record,
        proofs: found.reduce((proofs, { name, peers }) => {
          const proof = proofs[name];
          return proof === undefined ? proofs : { ...proofs, [name]: { ...proof, peers: [...peers] } };
        }, record.proofs),
      }));
      const silent = found.flatMap(({ name, peers }) =>
        peers.filter(({ reachable }) => !reachable).map((peer) => `${name} -> ${peer.name}`),
      );
      if (silent.length === 0) return;
      const params = { node: silent.join(', '), requirement: 'peers' };
      throw new LabError('node-not-ready', `nodes do not reach each other: ${silent.join(', ')}`, {
        params,
        evidence: silent,
      });
    },
  };
}

interface RunningNode {
  readonly name: string;
  readonly pulled: readonly CableAdapter[];
}

async function runningNodes(session: LabSession, signal: AbortSignal): Promise<readonly RunningNode[]> {
  const { deps, driver } = session;
  const { plan, pulledCables } = session.record();
  const inspected = await driver.inspectAll(
    plan.nodes.map((node) => nodeRef(deps, plan, node)),
    { signal },
  );
  const running = namesOfRunning(plan.nodes, inspected);
  return plan.nodes
    .filter(({ name }) => running.includes(name))
    .map(({ name, vmId }) => {
      const onPurpose = pulledCables[name] ?? [];
      return { name, pulled: (pulledOf(inspected.get(vmId)) ?? []).filter((adapter) => onPurpose.includes(adapter)) };
    });
}

async function askPeers(
  session: LabSession,
  name: string,
  { peers, signal }: { readonly peers: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly PeerProof[]> {
  const { deps } = session;
  const { plan } = session.record();
  const endpoint = await endpointFor(deps, plan, plannedNode(session, name));
  const hostsFile = hostsFileText(plan.nodes.map(({ name: host, address }) => ({ name: host, address })));
  return deps.guests.reachPeers(endpoint, { hostsFile, peers }, { signal });
}
