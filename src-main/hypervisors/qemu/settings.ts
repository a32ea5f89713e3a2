import { LabError } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { deviceIds, sshForward } from './argv.ts';
import type { QemuContext } from './context.ts';
import { refuseState } from './failures.ts';
import { parseMonitorText } from './parse-qmp-answers.ts';
import type { QmpClient } from './qmp.ts';
import { needVmRecord, writeVmRecord } from './record-store.ts';
import { findRunning, talk } from './vm-access.ts';

/** Moves the forward; the old one is taken away when the new one holds. See `VmControl.setSshPort`. */
export async function setSshPort(
  ctx: QemuContext,
  { ref, sshPort }: { readonly ref: VmRef; readonly sshPort: number },
  { signal }: CallOptions,
): Promise<void> {
  const record = await needVmRecord(ref);
  const { clone } = record;
  if (clone === null) refuseState(ref, 'a base', 'a node');
  if (clone.sshPort === sshPort) return;
  const found = await findRunning(ctx, ref, signal);
  const move = async (client: QmpClient): Promise<void> => {
    await forward(client, 'hostfwd_add', sshPort);
    await forward(client, 'hostfwd_remove', clone.sshPort);
  };
  if (found !== null) await talk(ctx, found, { signal, work: move });
  await writeVmRecord(ref.dir, { ...record, clone: { ...clone, sshPort } });
}

async function forward(client: QmpClient, verb: 'hostfwd_add' | 'hostfwd_remove', port: number): Promise<void> {
  const what = verb === 'hostfwd_add' ? sshForward(port) : `tcp:127.0.0.1:${port}`;
  const line = `${verb} ${deviceIds.natNetwork} ${what}`;
  const call = { signal: new AbortController().signal };
  const text = parseMonitorText(await client.execute('human-monitor-command', { 'command-line': line }, call));
  if (verb === 'hostfwd_remove' || text === '') return;
  throw new LabError('port-taken', `port ${port} is taken: ${text}`, { params: { port }, evidence: [text] });
}

/** Plugs or pulls a cable; pulled ones stay so over stops and starts. See `VmControl.setCable`. */
export async function setCable(
  ctx: QemuContext,
  {
    ref,
    adapter,
    connected,
  }: { readonly ref: VmRef; readonly adapter: 'nat' | 'internal'; readonly connected: boolean },
  { signal }: CallOptions,
): Promise<void> {
  const record = await needVmRecord(ref);
  if (adapter === 'internal' && record.clone === null) refuseState(ref, 'a base', 'a node');
  const found = await findRunning(ctx, ref, signal);
  const link = { name: deviceIds[adapter], up: connected };
  if (found !== null) {
    await talk(ctx, found, { signal, work: (client) => client.execute('set_link', link, { signal }) });
  }
  await writeVmRecord(ref.dir, { ...record, cables: { ...record.cables, [adapter]: connected } });
}
