/** A VM that a medium is attached to, now or in a snapshot. */
export interface MediumUser {
  readonly vmId: string;
  readonly name: string;
}

/** A disk as VirtualBox's media registry knows it. */
export interface MediumInfo {
  readonly mediumId: string;
  /** Null for a medium that is not a difference of another. */
  readonly parentId: string | null;
  /** VirtualBox's word: `created`, `inaccessible`, `locked read`, `locked write`, ... */
  readonly state: string;
  /** VirtualBox's words: `normal (base)`, `normal (differencing)`, `shareable`, ... */
  readonly type: string;
  readonly path: string;
  readonly capacityMiB: number;
  readonly users: readonly MediumUser[];
  readonly childIds: readonly string[];
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `name (UUID: ...) [snapshot (UUID: ...)]`: the first UUID is the VM's. */
function parseUser(line: string): readonly MediumUser[] {
  const match = /^(.*?) \(UUID: ([0-9a-f-]{36})\)/.exec(line);
  return match === null ? [] : [{ name: match[1] ?? '', vmId: match[2] ?? '' }];
}

/** Fields of one block; a line that starts with blanks goes on with the field above it. */
function parseFields(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let current = '';
  for (const line of block.split(/\r?\n/)) {
    const match = /^([A-Z][A-Za-z -]*): *(.*)$/.exec(line);
    if (match !== null && !fields.has(match[1] ?? '')) {
      current = match[1] ?? '';
      fields.set(current, match[2] ?? '');
    } else if (/^\s/.test(line)) fields.set(current, `${fields.get(current) ?? ''}\n${line.trim()}`);
  }
  return fields;
}

function toMedium(fields: ReadonlyMap<string, string>): MediumInfo | null {
  const mediumId = fields.get('UUID');
  const path = fields.get('Location');
  if (mediumId === undefined || path === undefined) return null;
  const parent = fields.get('Parent UUID') ?? 'base';
  const users = (fields.get('In use by VMs') ?? '').split('\n');
  return {
    mediumId,
    parentId: parent === 'base' ? null : parent,
    state: fields.get('State') ?? '',
    type: fields.get('Type') ?? '',
    path,
    capacityMiB: Number(/^\d+/.exec(fields.get('Capacity') ?? '')?.[0] ?? Number.NaN),
    users: users.flatMap(parseUser),
    childIds: fields.get('Child UUIDs')?.match(uuid) ?? [],
  };
}

/** Reads `list --long hdds` (any number of disks) and `showmediuminfo disk` (one). */
export function parseMediumInfo(text: string): readonly MediumInfo[] {
  return text.split(/\r?\n(?=UUID:)/).flatMap((block) => toMedium(parseFields(block)) ?? []);
}
