import { LabError } from '../domain/failure.ts';
import { firstFreePort } from '../domain/plan-nodes.ts';
import { refuseShortMemory } from '../domain/short-memory.ts';
import { nodeSeedFiles } from '../guest/documents/node-seed.ts';
import { writeSeedImage } from '../guest/seed-image.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import type { Step, StepContext } from '../operations/step.ts';
import { isPortFree } from '../platform/free-ports.ts';
import { withLock } from '../store/lock.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { giveUpBase } from './base-work.ts';
import { nodeDefinition, nodeRef, seedPathOf, serialLogPathOf, type LabSession } from './context.ts';
import { endpointFor, readCredentials, writeSshFiles } from './credentials.ts';
import { cloneBytes, refuseShortDisk } from './disk-brake.ts';
import { lookForPulled } from './cables.ts';
import { onKnownBase } from './known-base.ts';
import { withoutNames } from './lab-record.ts';
import { toExistingLab } from './lab-store.ts';
import { refusePausedByDisk } from './paused-by-disk.ts';
import { removeVmFolder } from './own-files.ts';
import { requireOwnBase } from './own-ids.ts';
import { plannedNode } from './planned-node.ts';

function title(key: string, name: string): Step['title'] {
  return { key, params: { node: name } };
}

/** Makes the VM of one node: seed, linked clone, adapters, forward, group. */
export function createNodeStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
  return {
    id: `node/${name}/create`,
    title: title('steps.node-create', name),
    weight: 3,
    run: async ({ signal }) => {
      refuseShortDisk(deps, cloneBytes);
      await requireOwnBase(session);
      await writeNodeSeed(session, name);
      try {
        const definition = nodeDefinition(deps, session.record(), plannedNode(session, name));
        await onKnownBase(session, signal, () => driver.createNode(definition, { signal }));
      } catch (error) {
        if (!(error instanceof LabError) || error.code !== 'snapshot-not-found') throw error;
        throw await giveUpBase(session, error);
      }
      await syncFolder(ref.dir);
      if (session.record().unmade.includes(name))
        await session.update((record) => ({ ...record, unmade: record.unmade.filter((node) => node !== name) }));
    },
    undo: async ({ signal }) => {
      await driver.forceStop(ref, { signal });
      await driver.deleteVm(ref, { signal });
      return removeVmFolder(ref);
    },
  };
}

async function writeNodeSeed(session: LabSession, name: string): Promise<void> {
  const { deps } = session;
  const { plan } = session.record();
  const node = plannedNode(session, name);
  const credentials = await readCredentials(deps, plan, name);
  const files = nodeSeedFiles({
    // A new clone is a new instance for cloud-init, also when it takes the name and address of an earlier one.
    instanceId: `${node.vmId}-${deps.random.hex(4)}`,
    hostname: node.name,
    user: plan.user,
    passwordHash: credentials.passwordHash,
    authorizedKey: credentials.labPublicKey,
    hostKey: credentials.hostKey,
    natMac: node.natMac,
    labMac: node.labMac,
    address: node.address,
    prefixLength: plan.network.prefixLength,
    hosts: plan.nodes.map(({ name: host, address }) => ({ name: host, address })),
  });
  await writeSeedImage(seedPathOf(nodeRef(deps, plan, node)), files);
}

/**
 * Powers one node on; a port that something else took meanwhile is moved first, and the SSH files follow. With `undoable`
 * (a lab that is just being made) cancelling cuts the power again; a node with a user's work on it is left running.
 */
export function startNodeStep(session: LabSession, name: string, { undoable }: { readonly undoable: boolean }): Step {
  const { deps, driver } = session;
  // A step before this one may be the one that plans the node.
  const readRef = (): VmRef => nodeRef(deps, session.record().plan, plannedNode(session, name));
  const cutPower = async ({ signal }: StepContext): Promise<readonly string[]> => {
    await driver.forceStop(readRef(), { signal });
    return [];
  };
  return {
    id: `node/${name}/start`,
    title: title('steps.node-start', name),
    weight: 3,
    probe: async ({ signal }) => (await driver.inspect(readRef(), { signal })).state === 'running',
    run: async (context) => {
      const { memoryMiB } = plannedNode(session, name);
      refuseShortMemory({ name, memoryMiB, availableMiB: deps.host.readAvailableMemoryMiB() });
      await ensureFreePort(session, name, context);
      await driver.start(readRef(), { signal: context.signal });
    },
    ...(undoable ? { undo: cutPower } : {}),
  };
}

async function ensureFreePort(session: LabSession, name: string, context: StepContext): Promise<void> {
  const node = plannedNode(session, name);
  if (await isPortFree(node.sshPort)) return;
  const { deps, driver } = session;
  const { paths, processes, clock } = deps;
  const { state } = await driver.inspect(nodeRef(deps, session.record().plan, node), { signal: context.signal });
  // A machine that was paused, such as by a full disk, still holds its port itself.
  if (state === 'paused') return;
  const lock = { purpose: 'plan', processes, clock, signal: context.signal, waitMs: null };
  // Nodes that start at the same time, in this lab or another, must not move to the same port.
  await withLock(paths.planLockFile, lock, () => movePort(session, name, context));
}

async function movePort(session: LabSession, name: string, { signal, report }: StepContext): Promise<void> {
  const { deps, driver } = session;
  const node = plannedNode(session, name);
  const { labs } = await deps.store.listLabs();
  const taken = new Set(labs.flatMap((lab) => toExistingLab(lab).nodes.map(({ sshPort }) => sshPort)));
  let port = firstFreePort(node.sshPort, taken);
  while (!(await isPortFree(port))) {
    taken.add(port);
    port = firstFreePort(node.sshPort, taken);
  }
  report(null, { key: 'progress.port-moved', params: { node: name, from: node.sshPort, to: port } });
  await driver.setSshPort(nodeRef(deps, session.record().plan, node), port, { signal });
  await session.update((record) => ({
    ...record,
    plan: {
      ...record.plan,
      nodes: record.plan.nodes.map((other) => (other.name === name ? { ...other, sshPort: port } : other)),
    },
  }));
  await writeSshFiles(deps, session.record().plan);
}

/**
 * Waits until the node proves itself, and keeps the proof. What a pulled cable makes impossible is not waited for: without the internal
 * network the node shows the rest; without the way out it can show nothing, so the step ends and an earlier proof is dropped.
 */
export function readyNodeStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/ready`,
    title: title('steps.node-ready', name),
    weight: 40,
    run: async (context) => {
      const pulled = await lookForPulled(session, name, context.signal);
      if (pulled.includes('nat')) {
        await session.update((record) => ({ ...record, proofs: withoutNames(record.proofs, [name]) }));
        return;
      }
      const node = plannedNode(session, name);
      const ref = nodeRef(deps, session.record().plan, node);
      const endpoint = await endpointFor(deps, session.record().plan, node);
      const isRunning = async (): Promise<boolean> => {
        const found = await driver.inspect(ref, { signal: context.signal });
        refusePausedByDisk(ref, found);
        const { state } = found;
        return state !== 'stopped' && state !== 'absent' && state !== 'broken';
      };
      const expected = {
        address: node.address,
        labMac: node.labMac,
        isOnLabNetwork: !pulled.includes('internal'),
        serialLogPath: serialLogPathOf(ref),
        isRunning,
      };
      const proof = await deps.guests.waitUntilReady(endpoint, expected, context);
      await session.update((record) => ({ ...record, proofs: { ...record.proofs, [name]: proof } }));
    },
  };
}
