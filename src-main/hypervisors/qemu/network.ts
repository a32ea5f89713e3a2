import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import { ensureDir } from '../../store/ensure-dir.ts';
import { inTurn } from '../../store/in-turn.ts';
import type { CallOptions, LabNetwork, NetworkControl, VmRef } from '../driver.ts';
import type { NetworkPorts } from './argv.ts';
import type { QemuContext } from './context.ts';
import { endProcess } from './end-process.ts';
import { refuseState, toStartFailure } from './failures.ts';
import { hubUuid, networkFiles } from './files.ts';
import { hubArgs, plugCommands, unplugCommands } from './hub-argv.ts';
import type { HubMember } from './hub-argv.ts';
import { chooseControl, launch } from './launch.ts';
import { networkRecordSchema, withMembers } from './network-record.ts';
import type { NetworkRecord } from './network-record.ts';
import { parseMonitorText } from './parse-qmp-answers.ts';
import { parsePluggedSlots } from './parse-network-info.ts';
import { blockOrder, dropBlock, isBlockUnused, portsOf } from './port-blocks.ts';
import type { BlockClaimant } from './port-blocks.ts';
import { QmpError, withQmp } from './qmp.ts';
import type { QmpAddress } from './qmp.ts';
import { readNote, removeEmptyDir, writeNote } from './record-store.ts';
import { takeBlock } from './take-block.ts';
import type { BlockWish } from './take-block.ts';
import { findProcess, vmTarget } from './vm-process.ts';
import type { ProcessTarget } from './vm-process.ts';

const lookTimeoutMs = 5_000;

/** The process of a network, as it is looked for. */
function hubTarget(dir: string): ProcessTarget {
  const files = networkFiles(dir);
  return { uuid: hubUuid(dir), runPath: files.run, pidPath: files.pid };
}

/** Ports of one member; null when the network does not carry it (yet). */
export async function readMemberPorts(networkDir: string, vmId: string): Promise<NetworkPorts | null> {
  const record = await readNetwork(networkDir);
  const slot = record?.slots[vmId];
  const block = record?.block ?? null;
  return block === null || slot === undefined ? null : portsOf(block, slot);
}

function readNetwork(dir: string): Promise<NetworkRecord | null> {
  // What cannot be read is made anew; VMs that run on it meet the new ports at their next start.
  return readNote(networkFiles(dir).record, networkRecordSchema);
}

function membersOf({ block, slots }: NetworkRecord): readonly HubMember[] {
  return block === null ? [] : Object.values(slots).map((slot) => ({ slot, ...portsOf(block, slot) }));
}

function claimantFor(ctx: QemuContext, networkDir: string): BlockClaimant {
  return {
    claimsDir: path.join(ctx.platform.runtimeDir, 'nets'),
    networkDir: path.resolve(networkDir),
    hasBlock: async (dir, block) => (await readNetwork(dir))?.block === block,
  };
}

/** The internal network: a QEMU process without a guest that passes frames on, without any rights. */
export function createNetworkControl(ctx: QemuContext): NetworkControl {
  const queued = (network: LabNetwork, { signal }: CallOptions, work: () => Promise<void>): Promise<void> => {
    throwIfCancelled(signal);
    return inTurn(network.dir, async () => {
      throwIfCancelled(signal);
      return work();
    });
  };
  return {
    ensureNetwork: async (network, options) => queued(network, options, () => ensureNetwork(ctx, network, options)),
    releaseNetwork: async (network, options) => queued(network, options, () => releaseNetwork(ctx, network, options)),
  };
}

async function ensureNetwork(ctx: QemuContext, network: LabNetwork, { signal }: CallOptions): Promise<void> {
  await ensureDir(network.dir);
  await ctx.prepareRuntimeDir();
  const before = await readNetwork(network.dir);
  const blank: NetworkRecord = { schemaVersion: 1, name: network.name, block: null, slots: {} };
  const vmIds = network.members.map(({ vmId }) => vmId);
  const wanted = withMembers({ ...(before ?? blank), name: network.name }, vmIds);
  const found = await findProcess(ctx, hubTarget(network.dir), { signal, timeoutMs: lookTimeoutMs });
  if (found.kind === 'on' && wanted.block !== null) {
    await keep(network, before, wanted);
    if (await plugMembers(ctx, found.control, wanted)) return;
  }
  await endProcess(ctx, hubTarget(network.dir), found);
  await startHub(ctx, { network, before, wanted }, signal);
}

async function keep(network: LabNetwork, before: NetworkRecord | null, record: NetworkRecord): Promise<void> {
  if (!isDeepStrictEqual(before, record)) await writeNote(networkFiles(network.dir).record, record);
}

/** Plugs in whoever is missing and unplugs whoever left; false when the process has to be started anew for it. */
async function plugMembers(ctx: QemuContext, control: QmpAddress, record: NetworkRecord): Promise<boolean> {
  const call = { signal: new AbortController().signal };
  const members = membersOf(record);
  return withQmp(control, { clock: ctx.clock, ...call, timeoutMs: lookTimeoutMs }, async (client) => {
    const text = await client.execute('human-monitor-command', { 'command-line': 'info network' }, call);
    const plugged = parsePluggedSlots(parseMonitorText(text));
    const gone = plugged.filter((slot) => !members.some((member) => member.slot === slot));
    const missing = members.filter(({ slot }) => !plugged.includes(slot));
    const commands = [...gone.flatMap(unplugCommands), ...missing.flatMap(plugCommands)];
    try {
      for (const { command, args } of commands) await client.execute(command, args, call);
      return true;
    } catch (error) {
      if (!(error instanceof QmpError)) throw error;
      ctx.logger.warn({ network: record.name, reason: error.message }, 'network is started anew to change its members');
      return false;
    }
  });
}

interface HubStart {
  readonly network: LabNetwork;
  readonly before: NetworkRecord | null;
  readonly wanted: NetworkRecord;
}

/** Starts the process. Ports that something else took are exchanged, unless a member runs on them. */
async function startHub(ctx: QemuContext, start: HubStart, signal: AbortSignal): Promise<void> {
  const { network, wanted } = start;
  const record = await settleBlock(ctx, start, { earlier: wanted.block, except: null, signal });
  try {
    await launchHub(ctx, network, { record, signal });
  } catch (error) {
    const isTaken = error instanceof LabError && error.code === 'port-taken';
    if (!isTaken || (await isAnyOn(ctx, network.members, signal))) throw error;
    const { block } = record;
    ctx.logger.warn({ network: network.name, block }, 'ports of the network are taken; others are used');
    const moved = await settleBlock(ctx, { ...start, before: record }, { earlier: null, except: block, signal });
    if (block !== null) await dropBlock(claimantFor(ctx, network.dir), block);
    await launchHub(ctx, network, { record: moved, signal });
  }
}

/** The record with a block of its own, noted. */
async function settleBlock(
  ctx: QemuContext,
  { network, before, wanted }: HubStart,
  choice: Pick<BlockWish, 'earlier' | 'except' | 'signal'>,
): Promise<NetworkRecord> {
  const block = await takeBlock(ctx, {
    ...choice,
    claimant: claimantFor(ctx, network.dir),
    order: blockOrder(hubUuid(network.dir)),
    isUnused: isBlockUnused,
    note: (taken) => keep(network, before, { ...wanted, block: taken }),
  });
  return { ...wanted, block };
}

async function launchHub(
  ctx: QemuContext,
  network: LabNetwork,
  { record, signal }: { readonly record: NetworkRecord; readonly signal: AbortSignal },
): Promise<void> {
  const files = networkFiles(network.dir);
  const uuid = hubUuid(network.dir);
  const control = await chooseControl(ctx, uuid);
  const members = membersOf(record);
  const args = hubArgs({ name: `network ${network.name}`, uuid, members, control, pidPath: files.pid });
  const port = members[0]?.hubPort ?? null;
  const { client } = await launch(
    ctx,
    {
      name: network.name,
      args,
      control,
      runPath: files.run,
      logPath: files.log,
      toFailure: (output, command) => toStartFailure({ name: network.name, output, command, port, dir: network.dir }),
    },
    signal,
  );
  client.close();
}

async function isAnyOn(ctx: QemuContext, members: readonly VmRef[], signal: AbortSignal): Promise<boolean> {
  for (const member of members) {
    const found = await findProcess(ctx, vmTarget(member), { signal, timeoutMs: lookTimeoutMs });
    if (found.kind !== 'off') return true;
  }
  return false;
}

async function releaseNetwork(ctx: QemuContext, network: LabNetwork, { signal }: CallOptions): Promise<void> {
  if (await isAnyOn(ctx, network.members, signal)) refuseState(network, 'running', 'off');
  const target = hubTarget(network.dir);
  await endProcess(ctx, target, await findProcess(ctx, target, { signal, timeoutMs: lookTimeoutMs }));
  const record = await readNetwork(network.dir);
  if (record !== null && record.block !== null) await dropBlock(claimantFor(ctx, network.dir), record.block);
  const files = networkFiles(network.dir);
  for (const file of [files.log, files.record]) await rm(file, { force: true });
  await removeEmptyDir(network.dir);
}
