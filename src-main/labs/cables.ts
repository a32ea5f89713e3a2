import type { CableAdapter } from '../domain/cables.ts';
import type { VmInspection } from '../hypervisors/driver.ts';
import { nodeRef, type LabSession } from './context.ts';
import { withoutNames, type LabRecord } from './lab-record.ts';
import { plannedNode } from './planned-node.ts';

/** Adapters whose cable is out; null when the hypervisor did not tell. */
export function pulledOf(found: VmInspection | undefined): readonly CableAdapter[] | null {
  const pulled = found?.adapters?.filter(({ cableConnected }) => !cableConnected);
  return pulled?.map(({ kind }) => kind) ?? null;
}

/** The same of one node, right now. Where the hypervisor does not tell, the cables count as plugged: the proof will show. */
export async function lookForPulled(
  session: LabSession,
  name: string,
  signal: AbortSignal,
): Promise<readonly CableAdapter[]> {
  const { deps, driver } = session;
  const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
  return pulledOf(await driver.inspect(ref, { signal })) ?? [];
}

/** The record once a cable was pulled or plugged on purpose: what was proved over it does not hold any more. */
export function withCable(
  record: LabRecord,
  { name, adapter, connected }: { readonly name: string; readonly adapter: CableAdapter; readonly connected: boolean },
): LabRecord {
  const others = (record.pulledCables[name] ?? []).filter((one) => one !== adapter);
  const pulled = connected ? others : [...others, adapter];
  const proofs = connected ? record.proofs : withoutReach(record.proofs, name, adapter);
  return {
    ...record,
    proofs,
    pulledCables: { ...withoutNames(record.pulledCables, [name]), ...entry(name, pulled) },
  };
}

/** The record when nodes are gone or made anew. */
export function withoutPulled(record: LabRecord, names: readonly string[]): LabRecord {
  return { ...record, pulledCables: withoutNames(record.pulledCables, names) };
}

function entry(name: string, pulled: CableAdapter[]): LabRecord['pulledCables'] {
  return pulled.length === 0 ? {} : { [name]: pulled };
}

/** Without the way out a node cannot show anything; without the internal network it and the others do not reach each other. */
function withoutReach(proofs: LabRecord['proofs'], name: string, adapter: CableAdapter): LabRecord['proofs'] {
  if (adapter === 'nat') return withoutNames(proofs, [name]);
  return Object.fromEntries(
    Object.entries(proofs).map(([node, proof]) => {
      const peers = node === name ? [] : proof.peers.filter((peer) => peer.name !== name);
      return [node, { ...proof, peers }];
    }),
  );
}
