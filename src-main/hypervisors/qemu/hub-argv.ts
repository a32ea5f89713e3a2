import { cableOptions, controlArgs } from './argv.ts';
import type { NetworkPorts } from './argv.ts';
import type { QmpAddress } from './qmp.ts';

/** Where one member is plugged in. `slot` is its number within the network. */
export interface HubMember extends NetworkPorts {
  readonly slot: number;
}

/** Everything that decides how the process of one internal network is started. */
export interface HubDescription {
  readonly name: string;
  readonly uuid: string;
  readonly members: readonly HubMember[];
  readonly control: QmpAddress;
  readonly pidPath: string;
}

/** Arguments of a QEMU without a guest that passes frames between its cables. No rights are needed for it. */
export function hubArgs(hub: HubDescription): readonly string[] {
  return [
    ...['-name', `guest=${hub.name.replaceAll(',', ',,')}`, '-uuid', hub.uuid],
    ...['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none'],
    ...controlArgs(hub.control, hub.pidPath),
    ...hub.members.flatMap(memberArgs),
  ];
}

/** Ids of a member's two network parts in the hub. */
export function hubIds(slot: number): { readonly cable: string; readonly port: string } {
  return { cable: `cable${slot}`, port: `port${slot}` };
}

function memberArgs({ slot, hubPort, vmPort }: HubMember): readonly string[] {
  const { cable, port } = hubIds(slot);
  return [
    ...['-netdev', cableOptions(cable, { local: hubPort, remote: vmPort })],
    ...['-netdev', `hubport,id=${port},hubid=0,netdev=${cable}`],
  ];
}

interface NetdevCommand {
  readonly command: 'netdev_add' | 'netdev_del';
  readonly args: Readonly<Record<string, unknown>>;
}

/** Commands that plug a member into a running hub. */
export function plugCommands({ slot, hubPort, vmPort }: HubMember): readonly NetdevCommand[] {
  const { cable, port } = hubIds(slot);
  const end = (number: number) => ({ type: 'inet', host: '127.0.0.1', port: String(number) });
  return [
    { command: 'netdev_add', args: { type: 'dgram', id: cable, local: end(hubPort), remote: end(vmPort) } },
    { command: 'netdev_add', args: { type: 'hubport', id: port, hubid: 0, netdev: cable } },
  ];
}

/** Commands that unplug one. */
export function unplugCommands(slot: number): readonly NetdevCommand[] {
  const { cable, port } = hubIds(slot);
  return [port, cable].map((id) => ({ command: 'netdev_del', args: { id } }) as const);
}
