import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect } from 'vitest';

function vbox(...args: readonly string[]): string {
  return execFileSync('VBoxManage', [...args], { encoding: 'utf8', stdio: 'pipe' });
}

const kinds = [
  ['hdds', 'disk'],
  ['dvds', 'dvd'],
  ['floppies', 'floppy'],
] as const;

/** A VM or medium that VirtualBox knows, and the lines about it that tell where its files lie. */
interface Known {
  readonly kind: 'vm' | (typeof kinds)[number][1];
  readonly uuid: string;
  readonly place: string;
}

function readMedia(): readonly Known[] {
  return kinds.flatMap(([list, kind]) => {
    const text = vbox('list', list);
    return [...text.matchAll(/^UUID: +(?<uuid>\S+)[^]*?^Location: +(?<place>.+)$/gm)].map(({ groups }) => ({
      kind,
      uuid: groups?.['uuid'] ?? '',
      place: groups?.['place'] ?? '',
    }));
  });
}

function readVms(): readonly Known[] {
  const uuids = [...vbox('list', 'vms').matchAll(/\{(?<uuid>[^}]+)\}$/gm)].map(({ groups }) => groups?.['uuid'] ?? '');
  return uuids.map((uuid) => ({ kind: 'vm', uuid, place: placeOfVm(uuid) }));
}

/** Empty for a VM that VirtualBox cannot read: it does not tell. */
function placeOfVm(uuid: string): string {
  try {
    const text = vbox('showvminfo', uuid, '--machinereadable');
    return /^CfgFile="(?<place>.*)"$/m.exec(text)?.groups?.['place'] ?? '';
  } catch (error) {
    if (String(error).includes('The object functionality is limited')) return '';
    throw error;
  }
}

/** Everything in VirtualBox's list. */
export function readRegistry(): readonly Known[] {
  return [...readVms(), ...readMedia()];
}

/** True when VirtualBox has let go of it. A disk with others on it, or a VM whose disks carry others, comes later. */
function tryRelease({ kind, uuid }: Known): boolean {
  try {
    if (kind === 'vm') vbox('unregistervm', uuid);
    else vbox('closemedium', kind, uuid);
    return true;
  } catch {
    return false;
  }
}

/** Takes off VirtualBox's list what has its files below a test's own folder, and nothing else. What stays is for `leavesNothing` to tell. */
export function releaseBelow(rootDir: string): void {
  const isOwn = ({ place }: Known): boolean => place.startsWith(`${rootDir}/`);
  for (;;) {
    const released = readRegistry().filter(isOwn).filter(tryRelease);
    if (released.length === 0) return;
  }
}

/** Has the tests of this block fail at their end when VirtualBox's list is not what it was before them. */
export function leavesNothing(): void {
  let before: readonly Known[] = [];
  beforeAll(() => {
    before = readRegistry();
  });
  // The first one that was asked for runs last: whatever the tests take away themselves is gone by then.
  afterAll(() => {
    expect(readRegistry(), "VirtualBox's list after the tests").toEqual(before);
  });
}
