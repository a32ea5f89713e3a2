/** What this app notes in the description of each of its VMs. */
export interface Marker {
  /** Our id of the VM. Parallels chooses its own. */
  readonly vmId: string;
  /** Our id of the base, for a node. */
  readonly baseId?: string;
  /** Id of the host-only network of its lab in Parallels, for a node. */
  readonly networkId?: string;
  /** Port of its forward: the rule itself goes when the VM is released. */
  readonly sshPort?: number;
  /** A base that is finished and not started any more. */
  readonly sealed?: boolean;
}

const opening = 'Big Data Lab:';

/** The mark as text. Without quotes and line breaks: some versions do not escape them in their JSON (vagrant-parallels GH-204). */
export function formatMarker(marker: Marker): string {
  const { vmId, baseId, networkId, sshPort, sealed } = marker;
  return [
    opening,
    `vm=${vmId}`,
    ...(baseId === undefined ? [] : [`base=${baseId}`]),
    ...(networkId === undefined ? [] : [`network=${networkId}`]),
    ...(sshPort === undefined ? [] : [`ssh=${sshPort}`]),
    ...(sealed === true ? ['sealed'] : []),
  ].join(' ');
}

/** The mark in a description, or null when it has none; what a user wrote before or behind it does not matter. */
export function parseMarker(description: string): Marker | null {
  const start = description.indexOf(opening);
  if (start === -1) return null;
  const words = description.slice(start + opening.length).split(/\s+/);
  const valueOf = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const vmId = valueOf('vm');
  if (vmId === undefined || !/^[0-9a-f-]{36}$/.test(vmId)) return null;
  const [baseId, networkId, ssh] = [valueOf('base'), valueOf('network'), valueOf('ssh')];
  return {
    vmId,
    ...(baseId === undefined ? {} : { baseId }),
    ...(networkId === undefined ? {} : { networkId }),
    ...(ssh === undefined || !/^\d{1,5}$/.test(ssh) ? {} : { sshPort: Number(ssh) }),
    ...(words.includes('sealed') ? { sealed: true } : {}),
  };
}
