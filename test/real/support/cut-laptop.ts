import { z } from 'zod';
import { doctorReportSchema } from '../../../src-main/contract/data-views.ts';
import { labViewSchema, type LabView } from '../../../src-main/contract/lab-views.ts';
import { bdlInLaptop, type Laptop } from './laptop.ts';
import { tool } from './host.ts';

const minuteMs = 60_000;

/** Home of the user, on the disk that outlives a power cut: VirtualBox's settings and the data folder are below it. */
const home = '/data/home';
export const dataDir = `${home}/.local/share/big-data-lab`;
const surroundings = `cd ${home} && export HOME=${home} BDL_LANG=en;`;

const statusSchema = z.object({ ok: z.literal(true), value: labViewSchema });
const doctorSchema = z.object({ ok: z.literal(true), value: doctorReportSchema });

/** A laptop that loses its power, as its user has it. */
export interface CutLaptop {
  /** Boots it with the disk as the last cut left it. */
  readonly boot: () => void;
  readonly cut: () => void;
  /** Runs a command line as the user. */
  readonly ok: (command: string, timeoutMs?: number) => string;
  readonly bdl: (words: string, timeoutMs?: number) => string;
  /** Begins `bdl` with these words, and returns when the command line gives a text that the pattern fits. */
  readonly beginUntil: (words: string, look: string, pattern: RegExp) => Promise<void>;
  readonly status: (lab: string) => LabView;
  /** Paths of what `bdl doctor` calls left over. */
  readonly leftovers: () => readonly string[];
  /** Runs a command on a node of the lab by stock ssh. */
  readonly onNode: (node: string, command: string) => string;
  /** VMs, disks, processes, and the files of the data folder but its history: what a deleted lab must leave as it was. */
  readonly ledger: () => readonly string[];
  /** The user's own VM with the name of a node, its disk and files in our way, by digest. */
  readonly users: () => readonly string[];
}

/** Files of history and caches that no lab has for itself. */
const history = String.raw`-name journal.jsonl -o -name forecast.json -o -path '*/logs/*' -o -name .write-test`;
const ownFiles = `${home}/mine ${dataDir}/notes.txt ${dataDir}/labs/notes.txt`;

/** Makes the raw disk that stays. */
export function makeDataDisk(path: string): void {
  tool('mke2fs', '-q', '-t', 'ext4', path, '24g');
}

function placeUsersThings(ok: CutLaptop['ok']): void {
  ok(
    `mkdir -p .config/VirtualBox mine ${dataDir}/labs && echo mine | tee ${dataDir}/notes.txt > ${dataDir}/labs/notes.txt`,
  );
  ok('chmod 700 .local/share/big-data-lab');
  ok('VBoxManage createvm --name pi-200 --basefolder ~/mine --ostype Debian_64 --register');
  ok('head -c 8388608 /dev/urandom > mine/disk.raw && VBoxManage convertfromraw mine/disk.raw mine/pi-200/disk.vdi');
  ok('VBoxManage storagectl pi-200 --name SATA --add sata');
  ok(
    'VBoxManage storageattach pi-200 --storagectl SATA --port 0 --device 0 --type hdd --medium ~/mine/pi-200/disk.vdi',
  );
  // VirtualBox writes settings some moments after the last call.
  ok('while pidof VBoxSVC; do sleep 1; done; sync');
}

export function openCutLaptop(laptop: Laptop, drives: { readonly stick: string; readonly data: string }): CutLaptop {
  const ok: CutLaptop['ok'] = (command, timeoutMs = 10 * minuteMs) =>
    laptop.ok(`${surroundings} ${command}`, timeoutMs);
  const bdl: CutLaptop['bdl'] = (words, timeoutMs) => ok(`${bdlInLaptop} ${words}`, timeoutMs);
  const cutLaptop: CutLaptop = {
    ok,
    bdl,
    boot: () => {
      laptop.boot('--drive', drives.stick, '--data', drives.data);
      laptop.ok('mkdir -p /data && mount /dev/disk/by-id/virtio-data /data && mount -o ro /dev/vdb /mnt');
      // VirtualBox asks the system where root's home is, not HOME.
      laptop.ok(`mkdir -p /root/.config && ln -s ${home}/.config/VirtualBox /root/.config/VirtualBox`);
      if (laptop.run(`mkdir ${home}`).exitCode === 0) placeUsersThings(ok);
    },
    cut: () => {
      laptop.cutPower();
    },
    beginUntil: async (words, look, pattern) => {
      const command = `${bdlInLaptop} ${words} > /tmp/begun.log 2>&1; echo ended with $? >> /tmp/begun.log`;
      ok(`setsid sh -c '${command}' < /dev/null > /dev/null 2>&1 &`);
      const deadline = Date.now() + 40 * minuteMs;
      while (!pattern.test(laptop.run(`${surroundings} ${look}`).stdout)) {
        const said = laptop.run('cat /tmp/begun.log').stdout;
        if (said.includes('ended with') || Date.now() > deadline) throw new Error(`too late to cut:\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    },
    status: (lab) => statusSchema.parse(JSON.parse(bdl(`status '${lab}' --json`))).value,
    leftovers: () =>
      (doctorSchema.parse(JSON.parse(bdl('doctor --json'))).value.data?.leftovers ?? []).map(({ path }) => path),
    onNode: (node, command) => ok(`ssh -F "$(ls -d ${dataDir}/labs/*/ssh/config)" ${node} '${command}'`, 3 * minuteMs),
    ledger: () => {
      const vms = ok('VBoxManage list vms; VBoxManage list runningvms; VBoxManage list hdds | grep Location || true');
      const files = ok(`find ${dataDir} -type f ! \\( ${history} \\) | sort`);
      const processes = ok('pidof VBoxHeadless || true');
      return [vms, files, processes];
    },
    users: () => ok(`find ${ownFiles} -type f ! -name '*-prev' -exec sha256sum {} + | sort`).split('\n'),
  };
  return cutLaptop;
}
