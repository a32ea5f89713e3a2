import { z } from 'zod';
import { failureViewSchema } from '../../../src-main/contract/envelope.ts';
import { hostCheckSchema, type HostCheck } from '../../../src-main/contract/host-views.ts';
import { labViewSchema, type LabView } from '../../../src-main/contract/lab-views.ts';
import { operationInfoSchema } from '../../../src-main/domain/operation.ts';
import { baseRecordSchema, labRecordSchema } from '../../../src-main/labs/lab-record.ts';
import type { Language } from '../../../src-main/locales/translate.ts';
import { bdlInLaptop, type Laptop } from './laptop.ts';

/** The volume with the data folder: its size makes it full, and roomy again. */
export const volume = '/data';
const dataDir = `${volume}/lab`;
const labDir = `${dataDir}/labs/trouble`;
const surroundings = `cd /; export BDL_HOME=${dataDir} BDL_LANG=en;`;

/**
 * Runs `bdl … --json` until it has ended or waits for the guest, which the journals tell: a boot sector never answers SSH. $1 is the
 * signal that ends the wait.
 */
export const attemptScript = `signal=$1; shift
waits() { cat $BDL_HOME/labs/*/journal.jsonl 2> /dev/null | grep '"step-begin"' | grep -c '/ready"'; }
before=$(waits)
${bdlInLaptop} "$@" --json > /tmp/attempt.json &
pid=$!
while kill -0 $pid 2> /dev/null; do
  if [ "$(waits)" -gt "$before" ]; then kill -$signal $pid; break; fi
  sleep 0.3
done
wait $pid
cat /tmp/attempt.json
`;

const attemptSchema = z.object({
  ok: z.boolean(),
  error: failureViewSchema.optional(),
  value: operationInfoSchema.optional(),
});
const statusSchema = z.object({ ok: z.literal(true), value: labViewSchema });
const checkSchema = z.object({ ok: z.literal(true), value: hostCheckSchema });

/** What came of a command: `runs` when the machine was started and would now be waited for, else the code of the error. */
export interface Attempt {
  readonly code: string;
  /** Everything a person reads about the failure: what, next step, evidence. */
  readonly words: string;
  readonly hint: string;
}

/** A lab of one node, made by the product of real VMs, with a guest of one sector. */
export interface TroubleLab {
  /** UUIDs of the VMs of the node and of the base. */
  readonly nodeId: string;
  readonly baseId: string;
  /** Runs `bdl` with these words until the guest is waited for. */
  readonly attempt: (words: string, language?: Language) => Attempt;
  readonly status: () => LabView;
  readonly check: () => HostCheck;
  /** Lets the product try VirtualBox with a throw-away VM: `ok`, or the code of what it found. */
  readonly tryOut: () => Attempt;
  /** What `bdl` with these words prints for a German, whether it succeeds or not. */
  readonly german: (words: string) => string;
  /** Cuts the power of every VM behind the product's back, and waits until nothing holds any. */
  readonly cutPower: () => void;
}

/** Runs a command line of the laptop where and as the lab's user does. */
export function inLab(laptop: Laptop, command: string): string {
  return laptop.ok(`${surroundings} ${command}`);
}

/** How a user asks for a lab. */
export function upCommand(name: string, imagePath = '/mnt/image.qcow2'): string {
  const size = '--nodes 1 --memory 512 --disk 4 --no-upgrade';
  return `up --yes --name ${name} --hypervisor virtualbox --image file:${imagePath} ${size}`;
}

function toAttempt(text: string): Attempt {
  const { error, value } = attemptSchema.parse(JSON.parse(text));
  // A command that makes a lab takes away what it made when it is ended.
  const started = value?.steps.some(
    ({ id, state }) => id.endsWith('/start') && ['done', 'already-there', 'undone'].includes(state),
  );
  if (error?.code === 'cancelled' && started === true) return { code: 'runs', words: '', hint: '' };
  if (error === undefined) return { code: 'ok', words: '', hint: '' };
  return { code: error.code, words: [error.message, error.hint, ...error.detail].join('\n'), hint: error.hint };
}

/** `as` is put in front of the command line. What is read of it is German. */
export function tryOut(laptop: Laptop, as = ''): Attempt {
  return toAttempt(laptop.run(`${as} env BDL_LANG=de ${bdlInLaptop} try virtualbox --json`).stdout);
}

/** What `bdl` with these words prints for a German; `as` is put in front of the command line. */
export function readGerman(laptop: Laptop, words: string, as = ''): string {
  const { stdout, stderr } = laptop.run(`${as} env BDL_LANG=de ${bdlInLaptop} ${words}`);
  return `${stdout}\n${stderr}`;
}

/** The volume in memory, empty. */
export function makeVolume(laptop: Laptop): void {
  laptop.ok(`mkdir -p ${volume} && mount -t tmpfs -o size=16g tmpfs ${volume}`);
}

/**
 * Makes the lab with `bdl up`: base, snapshot, clone and start as for any user. As the guest cannot prove itself, `up` is killed once
 * it waits for that, and the record is marked as finished by hand.
 */
export function makeTroubleLab(laptop: Laptop): TroubleLab {
  const { stdout, stderr } = laptop.run(`${surroundings} sh /mnt/attempt KILL ${upCommand('trouble')}`);
  // Who is killed says nothing any more.
  if (stdout !== '') throw new Error(`no lab to make trouble in:\n${stdout}\n${stderr}`);
  laptop.ok(`sed -i 's/"phase": "creating"/"phase": "ready"/' ${labDir}/lab.json && rm -f ${dataDir}/labs/*.lock`);
  const record = labRecordSchema.parse(JSON.parse(laptop.ok(`cat ${labDir}/lab.json`)));
  const base = baseRecordSchema.parse(JSON.parse(laptop.ok(`cat ${dataDir}/bases/*/base.json`)));
  const nodeId = record.plan.nodes[0]?.vmId ?? '';
  return {
    nodeId,
    baseId: base.vmId,
    attempt: (words, language = 'en') =>
      toAttempt(laptop.run(`${surroundings} BDL_LANG=${language} sh /mnt/attempt TERM ${words}`).stdout),
    status: () => statusSchema.parse(JSON.parse(inLab(laptop, `${bdlInLaptop} status --json`))).value,
    check: () => checkSchema.parse(JSON.parse(laptop.run(`${surroundings} ${bdlInLaptop} check --json`).stdout)).value,
    tryOut: () => tryOut(laptop, surroundings),
    german: (words) => readGerman(laptop, words, surroundings),
    cutPower: () => {
      const ids = `${nodeId} ${base.vmId}`;
      laptop.run(
        `for id in ${ids}; do VBoxManage controlvm $id poweroff; done; while pidof VBoxHeadless; do sleep 0.3; done; sleep 1`,
      );
    },
  };
}
