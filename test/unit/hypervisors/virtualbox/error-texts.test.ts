import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../src-main/domain/failure.ts';
import { toLabError, toStartFailure } from '../../../../src-main/hypervisors/virtualbox/failures.ts';
import { failedWith, recorded, subject, listVariations } from './failure-samples.ts';

function codeOf(output: string, reading?: 'image'): string {
  const error = toLabError(failedWith(output), subject, reading === undefined ? {} : { reading });
  return error instanceof LabError ? error.code : 'not a LabError';
}

function startFailure(output: string, log: readonly string[] = []): LabError {
  return toStartFailure(failedWith(output), subject, { platformId: 'linux', log, others: [] });
}

const codes: readonly (readonly [name: string, code: string])[] = [
  ['arm-07-virtioscsi', 'command-failed'],
  ['arm-09-x86opt', 'command-failed'],
  ['badmedium-empty', 'vm-broken'],
  ['badmedium-trunc-qcow2', 'vm-broken'],
  ['badmedium-vdi', 'vm-broken'],
  ['clonemedium-exists', 'file-in-the-way'],
  ['clonevm-badsnap', 'snapshot-not-found'],
  ['clonevm-dup', 'file-in-the-way'],
  ['clonevm-link-nosnap', 'command-failed'],
  ['controlvm-notrunning-poweroff', 'wrong-state'],
  ['controlvm-notrunning-savestate', 'wrong-state'],
  ['controlvm-notrunning-setlink', 'wrong-state'],
  ['controlvm-notrunning', 'wrong-state'],
  ['createvm-bad-basefolder', 'data-folder-not-writable'],
  ['createvm-bad-ostype', 'command-failed'],
  ['createvm-dup', 'file-in-the-way'],
  ['discardstate-none', 'wrong-state'],
  ['err-badmac', 'command-failed'],
  ['err-cpus', 'command-failed'],
  ['err-memory-big', 'command-failed'],
  ['err-memory', 'command-failed'],
  ['err-multicastmac', 'command-failed'],
  ['err-nictype', 'command-failed'],
  ['export-ovf20-b', 'medium-missing'],
  ['export-ovf20', 'medium-missing'],
  ['f09-attach-badiso', 'vm-broken'],
  ['g10-name-is-uuidlike', 'file-in-the-way'],
  ['g12-firmware', 'command-failed'],
  ['g9-modify-uppercase-uuid', 'vm-not-found'],
  ['group-_r3_emoji____', 'command-failed'],
  ['group-_r3_komma', 'command-failed'],
  ['group-_r3_q', 'command-failed'],
  ['group-r3_noslash', 'command-failed'],
  ['guestcontrol-off', 'wrong-state'],
  ['hostonlyif-create', 'vm-network-failed'],
  ['hostonlynet-add', 'command-failed'],
  ['hostonlynet', 'command-failed'],
  ['import-dryrun', 'medium-missing'],
  ['import-missing', 'medium-missing'],
  ['import-options', 'medium-missing'],
  ['import', 'medium-missing'],
  ['locale-de', 'vm-not-found'],
  ['locale-x', 'vm-not-found'],
  ['modifymedium-shareable-dynamic', 'command-failed'],
  ['modifyvm-badopt', 'command-failed'],
  ['modifyvm-help', 'command-failed'],
  ['movevm', 'command-failed'],
  ['natnetwork-dup', 'command-failed'],
  ['natpf-bad2', 'command-failed'],
  ['natpf-delete-eq', 'command-failed'],
  ['natpf-delete-missing', 'command-failed'],
  ['natpf-dup-port', 'forward-exists'],
  ['natpf-dup', 'forward-exists'],
  ['parallel-modifyvm-same-vm', 'vm-busy'],
  ['resize-smaller', 'command-failed'],
  ['saved-clonelink', 'command-failed'],
  ['saved-modifyvm', 'wrong-state'],
  ['shared-closemedium-inuse', 'medium-in-use'],
  ['sharedfolder', 'command-failed'],
  ['showvminfo-inaccessible', 'vm-broken'],
  ['showvminfo-log', 'command-failed'],
  ['showvminfo-notfound', 'vm-not-found'],
  ['showvminfo-umlaut-LC_C', 'wrong-text-encoding'],
  ['snapshot-delete-running', 'medium-missing'],
  ['snapshot-delete-with-clones', 'vm-not-found'],
  ['snapshot-list-none', 'snapshot-not-found'],
  ['snapshot-notfound', 'snapshot-not-found'],
  ['startvm-multi', 'vm-not-found'],
  ['startvm-nodriver-gui', 'hypervisor-unusable'],
  ['startvm-nodriver', 'command-failed'],
  ['startvm-notfound', 'vm-not-found'],
  ['storageattach-noctl', 'command-failed'],
  ['storageattach-nofile', 'medium-missing'],
  ['storageattach-port-out', 'medium-in-use'],
  ['storagectl-dup', 'command-failed'],
  ['unattended-detect', 'command-failed'],
  ['unattended-install', 'command-failed'],
  ['unknown-command', 'command-failed'],
  ['unknown-option', 'command-failed'],
  ['unregister-base-with-clones', 'base-in-use'],
  ['uuid-conflict-attach', 'medium-uuid-taken'],
  ['uuid-conflict-open', 'medium-uuid-taken'],
  ['viso-mediumio', 'command-failed'],
  ['viso-mediumio2', 'command-failed'],
  ['list-hostonlynets', 'command-failed'],
];

const imageCodes = [
  ['badmedium-empty', 'image-not-usable'],
  ['badmedium-trunc-qcow2', 'image-damaged'],
  ['clonemedium-qcow2-v3ext', 'image-not-usable'],
  ['clonemedium-qcow2-v3zstd', 'image-not-usable'],
] as const;

describe('every recorded failure', () => {
  it('is in the table', () => {
    const named = new Set([...codes, ...imageCodes].map(([name]) => name));

    expect([...recorded.keys()].filter((name) => !named.has(name))).toEqual([]);
    expect(recorded.size).toBeGreaterThan(70);
  });

  it.each(listVariations())('is told %s', (_, change) => {
    const told = codes.map(([name]) => [name, codeOf(change(recorded.get(name) ?? ''))]);

    expect(told).toEqual(codes);
  });

  it.each(imageCodes)('of an image, %s, is %s', (name, code) => {
    for (const [, change] of listVariations()) expect(codeOf(change(recorded.get(name) ?? ''), 'image')).toBe(code);
  });
});

describe('a text that was cut', () => {
  it.each([
    ["ne named 'r3'\nVBoxManage: error: Details: code VBOX_E_INVALID_VM_STATE (0x80bb0002), compo", 'wrong-state'],
    ["achine 'r3-node1' is already locked for a session (or be", 'vm-busy'],
    ['ould not find a registered machine named', 'command-failed'],
    ['Could not find a registered machine na', 'vm-not-found'],
    ["ror: Cannot register the hard disk '/home/lab/img/copy-v3.vdi' {8e14f12", 'medium-uuid-taken'],
    ["ine settings file '/home/lab/vms/r3.vbox' already exists", 'file-in-the-way'],
    ["ium '/home/lab/shared.vdi' is still attached to the foll", 'command-failed'],
    ["medium '/home/lab/shared.vdi' is still attached to the foll", 'medium-in-use'],
    ["or opening image file '/home/lab/out.vdi' (VERR_FILE_NOT_FOUND", 'command-failed'],
    [
      "Could not open the medium '/home/lab/out.vdi'.\nVD: error VERR_FILE_NOT_FOUND opening image file '/home/lab/out.vdi' (VERR_FILE_NOT_FOUND)",
      'medium-missing',
    ],
    ['because it has 2 child me', 'command-failed'],
    ["...{41c58e8f}.vdi' because it has 2 child media", 'base-in-use'],
    ['RTR3Init: VERR_NO_TRANSLATION', 'wrong-text-encoding'],
  ])('names its cause only where that is left: %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

describe('a text nobody knows', () => {
  const words = fc
    .array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 8 })
    .map((some) => some.join(' '));
  const lines = fc.array(words, { minLength: 1, maxLength: 12 });

  it('keeps its evidence, and no cause is claimed', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('', 'VBoxManage: error: ', 'VBoxManage.exe: error: '), (said, prefix) => {
        const output = said.map((line) => prefix + line).join('\n');
        const error = toLabError(failedWith(output), subject);
        const start = startFailure(output, said);

        expect(error).toBeInstanceOf(LabError);
        expect(error).toMatchObject({ code: 'command-failed' });
        expect(start.code).toBe('vm-start-failed');
        for (const line of said) {
          expect(error instanceof LabError ? error.evidence : []).toContain(line);
          expect(start.evidence).toContain(line);
        }
      }),
    );
  });
});
