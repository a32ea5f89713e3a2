import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LabError } from '../../domain/failure.ts';
import { forbiddenInLabName } from '../../domain/names.ts';
import {
  cpuLimits,
  diskLimitsGiB,
  labSpecSchema,
  memoryLimitsMiB,
  nodeCountLimits,
  type LabSpec,
} from '../../domain/lab-spec.ts';
import type { PlanRemark } from '../../domain/plan-types.ts';
import { PlanRefusedError } from '../../labs/plan-refused.ts';

const knownFields = Object.keys(labSpecSchema.shape);

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
  const { parse } = await import('yaml');
  try {
    return z.record(z.string(), z.unknown()).parse(parse(await readFile(path, 'utf8')));
  } catch (error) {
    const params = { field: 'spec', value: path, expected: 'YAML' };
    const evidence = [error instanceof z.ZodError ? z.prettifyError(error) : String(error)];
    throw new LabError('invalid-input', `cannot read the spec ${path}`, { params, evidence, cause: error });
  }
}

function numberOr(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : text;
}

function toSharedDisk(text: string): { readonly name: string; readonly sizeMiB: number | string | undefined } {
  const [name = '', size] = text.split(':');
  return { name, sizeMiB: numberOr(size) };
}

/**
 * Options over the file; the schema decides. Throws every problem at once: `invalid-input` with the field, the value and what is
 * expected, `invalid-lab-name` with the characters in the way.
 */
export function parseSpec(file: Record<string, unknown>, options: SpecOptions): LabSpec {
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
  const result = labSpecSchema.safeParse(input);
  if (result.success) return result.data;
  throw new PlanRefusedError(toProblems(result.error.issues, input));
}

const expectedOfField: Readonly<Record<string, string>> = {
  nodes: `${String(nodeCountLimits.min)}–${String(nodeCountLimits.max)}`,
  memoryMiB: `>= ${String(memoryLimitsMiB.min)} (MiB)`,
  diskGiB: `${String(diskLimitsGiB.min)}–${String(diskLimitsGiB.max)} (GiB)`,
  cpus: `${String(cpuLimits.min)}–${String(cpuLimits.max)}`,
  firstNumber: '2–254',
  firstSshPort: '1024–65000',
  hypervisor: 'virtualbox, qemu',
  image: 'ubuntu-24.04, debian-packages, file:/…',
  subnet: '10.88.0.0/24',
  namePrefix: 'pi-',
  network: 'bigdata',
  keyboard: 'de, us, fr, ch-fr',
  locale: 'en_US.UTF-8, de_DE.UTF-8',
  timezone: 'Europe/Berlin',
  user: 'pi',
  sharedDisks: 'daten:1024',
};

function toProblems(
  issues: readonly z.core.$ZodIssue[],
  input: Readonly<Record<string, unknown>>,
): readonly PlanRemark[] {
  const problems = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownField(key))
      : [toProblem(String(issue.path[0] ?? ''), issue.message, input)],
  );
  // One field may break several rules; a person wants to hear of it once.
  return problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index);
}

function unknownField(field: string): PlanRemark {
  return { code: 'invalid-input', field, params: { value: field, field: 'spec', expected: knownFields.join(', ') } };
}

function toProblem(field: string, message: string, input: Readonly<Record<string, unknown>>): PlanRemark {
  const value = toText(input[field]);
  if (field === 'name') {
    return { code: 'invalid-lab-name', field, params: { value, forbidden: forbiddenInLabName(value) } };
  }
  return { code: 'invalid-input', field, params: { value, expected: expectedOfField[field] ?? message } };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
