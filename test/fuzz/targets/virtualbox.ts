import { z } from 'zod';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { recognise } from '../../../src-main/hypervisors/known-texts.ts';
import { imageTexts, knownTexts, startTexts } from '../../../src-main/hypervisors/virtualbox/known-texts.ts';
import { parseListLong } from '../../../src-main/hypervisors/virtualbox/parse-list-long.ts';
import { parseListVms } from '../../../src-main/hypervisors/virtualbox/parse-list-vms.ts';
import { parseMachineReadable } from '../../../src-main/hypervisors/virtualbox/parse-machine-readable.ts';
import { parseMediumInfo } from '../../../src-main/hypervisors/virtualbox/parse-medium-info.ts';
import { parseInstallDir } from '../../../src-main/hypervisors/virtualbox/parse-registry.ts';
import {
  parseExtraData,
  parseRegisteredDisks,
  parseSettingsFile,
} from '../../../src-main/hypervisors/virtualbox/parse-settings-file.ts';
import {
  parseShowVmInfo,
  parseSnapshotList,
  parseTakenSnapshot,
} from '../../../src-main/hypervisors/virtualbox/parse-showvminfo.ts';
import { parseVersion } from '../../../src-main/hypervisors/virtualbox/parse-version.ts';
import { parsePauseCause, parseVmLog } from '../../../src-main/hypervisors/virtualbox/parse-vm-log.ts';
import { fixture } from '../samples.ts';
import { answers, numberOrNone, plainError, target, uuid, type FuzzTarget } from '../target.ts';

const line = z.string().regex(/^[^\n]*$/);
const amount = numberOrNone.or(z.literal(Infinity));
const adapter = z.strictObject({
  slot: amount,
  attachment: line,
  mac: z.string(),
  networkName: z.string().nullable(),
  cableConnected: z.boolean(),
  forwards: z.array(
    z.strictObject({
      name: z.string(),
      protocol: z.string(),
      hostAddress: z.string(),
      hostPort: amount,
      guestPort: amount,
    }),
  ),
});
const medium = z.strictObject({
  controller: z.string(),
  port: amount,
  device: amount,
  mediumId: z.string(),
  path: z.string(),
});
const snapshot = z.strictObject({ snapshotId: z.string(), name: z.string() });
const common = {
  vmId: z.string(),
  stateText: z.string(),
  groups: z.array(z.string()),
  cpus: amount,
  memoryMiB: amount,
};
const settings = { ...common, name: z.string(), adapters: z.array(adapter), serialPath: z.string().nullable() };
const vmInfo = z.strictObject({
  ...settings,
  configPath: z.string(),
  logDir: z.string(),
  locked: z.boolean(),
  media: z.array(medium),
  snapshots: z.array(snapshot),
});

/** A settings file without what repeats: short samples are changed where it matters. */
const shortSettings = `<?xml version="1.0"?>
<VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">
  <Machine uuid="{0f8aa21b-6a31-4ec5-b1f0-fe52ef5e22ae}" name="pi-200" OSType="Ubuntu_64" stateFile="Snapshots/a.sav" aborted="false">
    <MediaRegistry><HardDisks><HardDisk uuid="{aaaaaaaa-0000-4000-8000-000000000001}" location="disk &#228;.vdi" format="VDI"/></HardDisks></MediaRegistry>
    <ExtraData><ExtraDataItem name="BDL/sealed" value="x"/></ExtraData>
    <Snapshot uuid="{bbbbbbbb-0000-4000-8000-000000000001}" name="base"><Hardware><CPU count="9"/></Hardware></Snapshot>
    <Hardware>
      <CPU count="2"><PAE enabled="false"/></CPU><Memory RAMSize="1024"/>
      <Network>
        <Adapter slot="0" enabled="true" MACAddress="080027AABBCC" cable="true" type="virtio"><DisabledModes><InternalNetwork name="x"/></DisabledModes><NAT><Forwarding name="ssh" proto="1" hostip="127.0.0.1" hostport="2200" guestport="22"/></NAT></Adapter>
        <Adapter slot="1" enabled="true" MACAddress="080027AABBCD" type="virtio"><InternalNetwork name="bigdata"/></Adapter>
      </Network>
      <UART><Port slot="0" enabled="true" IOBase="0x3f8" IRQ="4" path="/l/serial.log" hostMode="RawFile"/></UART>
      <StorageControllers><StorageController name="SATA" type="AHCI"><AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{aaaaaaaa-0000-4000-8000-000000000001}"/></AttachedDevice></StorageController></StorageControllers>
    </Hardware>
    <Groups><Group name="/Labor"/></Groups>
  </Machine>
</VirtualBox>
`;

/** Without these there is no VM in a text. */
const vm = 'UUID="0f8aa21b-6a31-4ec5-b1f0-fe52ef5e22ae"\nVMState="poweroff"\n';
const settingsWords = [
  ...['<Snapshot ', '</Snapshot>', '<Adapter ', '</Adapter>', '<NAT>', '<Group name="', '/>', '&#', ';', 'uuid="{'],
  ...['</VirtualBox>', '<Machine ', '<ExtraDataItem name="a" value="', '<DisabledModes>'],
];

const listings: readonly FuzzTarget[] = [
  target({
    name: 'vbox-list-vms',
    samples: ['list-vms', 'list-vms-strange', 'list-vms-inaccessible'].map((name) => fixture(`virtualbox/${name}.txt`)),
    words: ['"', '" {', '}', '<inaccessible>'],
    check: answers(parseListVms, z.array(z.strictObject({ vmId: uuid, name: z.string(), accessible: z.boolean() }))),
  }),
  target({
    name: 'vbox-list-long',
    samples: [0, 1200, 2400, 9000, 11_000].map((from) => fixture('virtualbox/list-long-vms.txt', from, 1500)),
    words: ['NIC 1 Rule(0):   name = ', ', protocol = tcp, host ip = ', 'Name:  ', 'UUID: ', ' Location: "'],
    check: answers(
      parseListLong,
      z.map(
        z.string(),
        z.strictObject({
          ...common,
          name: z.string(),
          configPath: z.string(),
          serialPath: z.string().nullable(),
          adapters: z.array(adapter),
          mediaPaths: z.array(line),
        }),
      ),
    ),
  }),
  target({
    name: 'vbox-showvminfo',
    samples: [
      fixture('virtualbox/showvminfo-weird.txt'),
      ...[0, 900, 1800, 2700].flatMap((from) =>
        ['weird', 'saved', 'running'].map((name) => vm + fixture(`virtualbox/showvminfo-${name}.txt`, from, 900)),
      ),
      fixture('virtualbox/showvminfo-inaccessible.txt'),
    ],
    words: [
      'description="',
      '\\"',
      '"\n',
      'Forwarding(0)="',
      'nic1="nat"',
      'SnapshotName-1="',
      '-ImageUUID-0-0"="',
      'UUID="',
    ],
    check: answers(parseShowVmInfo, vmInfo.nullable()),
  }),
  target({
    name: 'vbox-machine-readable',
    samples: [fixture('virtualbox/showvminfo-weird.txt', 0, 1200), 'description="a\nb\\"c"\nname="x"\n'],
    words: ['description="', '\\"', '\\\\', '"', '=', '\n'],
    check: answers(parseMachineReadable, z.array(z.strictObject({ key: line.min(1), value: z.string() }))),
  }),
  target({
    name: 'vbox-snapshot-list',
    samples: [fixture('virtualbox/snapshot-list.txt'), fixture('virtualbox/snapshot-list-none.txt')],
    words: ['SnapshotName', 'SnapshotUUID-1-1="', '-1'],
    check: answers(parseSnapshotList, z.array(snapshot)),
  }),
  target({
    name: 'vbox-snapshot-taken',
    samples: ['Snapshot taken. UUID: aaaaaaaa-0000-4000-8000-000000000001\n', '0%...100%\nSnapshot taken.\n'],
    check: answers(parseTakenSnapshot, uuid, plainError(/did not tell the snapshot's UUID/)),
  }),
  target({
    name: 'vbox-medium-info',
    samples: [
      ...[fixture('virtualbox/showmediuminfo.txt'), fixture('virtualbox/shared-showmediuminfo.txt')],
      fixture('virtualbox/list-hdds.txt', 0, 3000),
    ],
    words: ['UUID:', 'In use by VMs: ', ' (UUID: ', ' [', 'Child UUIDs: ', 'Capacity: ', '\n  '],
    check: answers(
      parseMediumInfo,
      z.array(
        z.strictObject({
          mediumId: z.string(),
          parentId: z.string().nullable(),
          ...{ state: z.string(), type: z.string(), path: z.string() },
          capacityMiB: amount,
          users: z.array(z.strictObject({ vmId: uuid, name: z.string() })),
          childIds: z.array(uuid),
        }),
      ),
    ),
  }),
];

const files: readonly FuzzTarget[] = [
  target({
    name: 'vbox-settings-file',
    samples: [shortSettings],
    words: settingsWords,
    check: answers(parseSettingsFile, z.strictObject({ ...settings, media: z.array(medium) }).nullable()),
  }),
  target({
    name: 'vbox-settings-extra',
    samples: [shortSettings],
    words: settingsWords,
    check: answers(
      (text) => ({ value: parseExtraData(text, 'BDL/sealed'), disks: parseRegisteredDisks(text) }),
      z.strictObject({ value: z.string().nullable(), disks: z.set(z.string()) }),
    ),
  }),
  target({
    name: 'vbox-pause',
    samples: [
      "00:50:19.3 Pausing VM execution, reason 'host suspend'\nChanging the VM state from 'RUNNING' to 'SUSPENDING'\n",
      "00:00:57.7 VD#0: Host disk full\n00:01:29.0 Changing the VM state from 'SUSPENDED' to 'RESUMING'\n",
    ],
    words: ["reason '", "to 'RESUMING'", "to 'SUSPENDING'", 'DrvVD_DISKFULL', 'Raising runti', '\n'],
    check: answers(
      (text) => parsePauseCause(text.split('\n')),
      z.strictObject({ diskFull: z.string().nullable(), by: z.enum(['sleep', 'person']).nullable() }),
    ),
  }),
  target({
    name: 'vbox-vm-log',
    samples: [
      fixture('virtualbox/vm-log-amd-v.txt'),
      '00:00:01.1 HM: HMR3Init: Attempting fall back to NEM: x\nNEM: NEMR3Init: Snail execution mode is active!\n',
      '00:00:01.1 HM: HMR3Init: Falling back on IEM: VMSetError: x\nPower up failed\nERROR [COM]: a\n',
    ],
    words: ['HM: HMR3Init: VT-x', 'VirtualBox VM 7.2.22', 'NEM: NEMR3Init: Turtle execution mode is active'],
    check: answers(
      parseVmLog,
      z.strictObject({
        execution: z
          .strictObject({ mode: z.enum(['native', 'slow', 'software', 'unknown']), evidence: z.array(line) })
          .nullable(),
        version: z.string().nullable(),
        failures: z.array(line),
      }),
    ),
  }),
];

const words: readonly FuzzTarget[] = [
  target({
    name: 'vbox-version',
    samples: [fixture('virtualbox/version.txt'), fixture('virtualbox/wrapper-version-nodriver.txt'), '7.2.22r1\n'],
    check: answers(
      parseVersion,
      z
        .strictObject({ version: line, major: amount, minor: amount, patch: amount, warnings: z.array(line) })
        .nullable(),
    ),
  }),
  target({
    name: 'vbox-registry',
    samples: [
      '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox\r\n    InstallDir    REG_SZ    C:\\Program Files\\Oracle\\VirtualBox\\\r\n\r\n',
    ],
    words: ['InstallDir', 'REG_EXPAND_SZ', '   ', '\r\n'],
    check: answers(parseInstallDir, line.nullable()),
  }),
  target({
    name: 'vbox-known-texts',
    samples: [
      ...[0, 3000, 9000, 20_000, 30_000, 40_000].map((from) => fixture('virtualbox/failed-calls.txt', from, 500)),
      ...[0, 1000, 2000, 3000].map((from) => fixture('virtualbox/trouble.txt', from, 500)),
      "VBoxManage: error: Medium '/a b.vdi' is still attached\n",
    ],
    words: [
      "'",
      "medium '",
      'VERR_FILE_NOT_FOUND)',
      "Could not rename the directory '",
      'VERR_ALREADY_EXISTS',
      '   \n  ',
    ],
    check: answers(
      (text) => [knownTexts, imageTexts, startTexts].map((texts) => recognise(texts, text)),
      z.array(
        z
          .strictObject({ code: z.enum(errorCodes), params: z.record(z.string(), z.string().or(z.number())) })
          .nullable(),
      ),
    ),
  }),
];

/** What VirtualBox prints and writes. */
export const virtualBoxTargets: readonly FuzzTarget[] = [...listings, ...files, ...words];
