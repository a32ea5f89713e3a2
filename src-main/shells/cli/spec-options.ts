import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { LabError } from '../../domain/failure.ts';
import { forbiddenInLabName } from '../../domain/names.ts';
import {
  cpuLimits,
  diskLimitsGiB,
  memoryLimitsMiB,
  nodeCountLimits,
  type LabSpec,
  type labSpecSchema,
} from '../../domain/lab-spec.ts';

/** What commander gives for the options that describe a lab: texts, as the user wrote them. */
export interface SpecOptions {
  readonly name?: string;
  readonly nodes?: string;
  readonly hypervisor?: string;
  readonly image?: string;
  readonly memory?: string;
  readonly cpus?: string;
  readonly disk?: string;
  readonly prefix?: string;
  readonly firstNumber?: string;
  readonly user?: string;
  readonly keyboard?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly network?: string;
  readonly subnet?: string;
  readonly sshPort?: string;
  readonly sharedDisk?: readonly string[];
  readonly spec?: string;
  /** False with `--no-upgrade`; commander gives true otherwise. */
  readonly upgrade?: boolean;
}

/** Reads a spec written as YAML; unknown fields are refused later, by the schema. */
export async function readSpecFile(path: string): Promise<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(parse(await readFile(path, 'utf8')));
  } catch (error) {
    const params = { field: '--spec', value: path, expected: 'YAML' };
    throw new LabError('invalid-input', `cannot read the spec ${path}`, { params, cause: error });
  }
}

function numberOr(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : text;
}

function toSharedDisk(text: string): { readonly name: string; readonly sizeMiB: number | string | undefined } {
  const [name = '', size] = text.split(':');
  return { name, sizeMiB: numberOr(size) };
}

/** Options over the file; the schema decides. Throws `invalid-input` with the option, the value and what is expected. */
export function parseSpec(schema: typeof labSpecSchema, file: Record<string, unknown>, options: SpecOptions): LabSpec {
  const wished = Object.entries({
    name: options.name,
    nodes: numberOr(options.nodes),
    hypervisor: options.hypervisor,
    image: options.image,
    memoryMiB: numberOr(options.memory),
    cpus: numberOr(options.cpus),
    diskGiB: numberOr(options.disk),
    namePrefix: options.prefix,
    firstNumber: numberOr(options.firstNumber),
    user: options.user,
    keyboard: options.keyboard,
    locale: options.locale,
    timezone: options.timezone,
    network: options.network,
    subnet: options.subnet,
    firstSshPort: numberOr(options.sshPort),
    upgrade: options.upgrade === false ? false : undefined,
    sharedDisks: options.sharedDisk?.map(toSharedDisk),
  }).filter(([, value]) => value !== undefined);
  const input = { name: 'Big Data Lab', ...file, ...Object.fromEntries(wished) };
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw toInputError(result.error.issues, input);
}

const optionOfField: Readonly<Record<string, string>> = {
  memoryMiB: '--memory',
  diskGiB: '--disk',
  namePrefix: '--prefix',
  firstNumber: '--first-number',
  firstSshPort: '--ssh-port',
  sharedDisks: '--shared-disk',
};

const expectedOfField: Readonly<Record<string, string>> = {
  nodes: `${String(nodeCountLimits.min)}–${String(nodeCountLimits.max)}`,
  memoryMiB: `>= ${String(memoryLimitsMiB.min)} (MiB)`,
  diskGiB: `${String(diskLimitsGiB.min)}–${String(diskLimitsGiB.max)} (GiB)`,
  cpus: `${String(cpuLimits.min)}–${String(cpuLimits.max)}`,
  firstNumber: '2–254',
  firstSshPort: '1024–65000',
  hypervisor: 'virtualbox, qemu',
  subnet: '10.88.0.0/24',
  keyboard: 'de, us, fr, ch-fr',
  locale: 'en_US.UTF-8, de_DE.UTF-8',
  timezone: 'Europe/Berlin',
  user: 'pi',
  sharedDisks: 'daten:1024',
};

function toInputError(issues: readonly z.core.$ZodIssue[], input: Readonly<Record<string, unknown>>): LabError {
  const [issue] = issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
  const field = unknown ?? String(issue?.path[0] ?? '');
  const value = toText(input[field]);
  const isName = field === 'name';
  const expected = isName ? nameExpectation(value) : (expectedOfField[field] ?? issue?.message ?? '');
  const evidence = issues.slice(1).map(({ path, message }) => `${path.join('.')}: ${message}`);
  const params = { field: optionOfField[field] ?? `--${field}`, value, expected };
  return new LabError('invalid-input', `invalid ${field}`, { params, evidence });
}

/** Letters of every language are fine; quotes, slashes, commas and emoji trouble VirtualBox groups. */
function nameExpectation(name: string): string {
  const forbidden = forbiddenInLabName(name);
  return forbidden === '' ? 'A–Z, 0–9 … (1–40)' : `≠ ${forbidden}`;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
