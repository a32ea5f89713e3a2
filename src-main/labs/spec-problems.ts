import { z } from 'zod';
import { cpuLimits, diskLimitsGiB, labSpecSchema, memoryLimitsMiB, nodeCountLimits } from '../domain/lab-spec.ts';
import { forbiddenInLabName } from '../domain/names.ts';
import type { PlanRemark } from '../domain/plan-types.ts';
import { PlanRefusedError } from './plan-refused.ts';

const knownFields = Object.keys(labSpecSchema.shape);
const fieldsSchema = z.record(z.string(), z.unknown());

/**
 * A spec that its schema refuses, every problem at once: `invalid-input` with the field, the value and what is expected,
 * `invalid-lab-name` with the characters in the way.
 */
export function refusedSpec(issues: readonly z.core.$ZodIssue[], input: unknown): PlanRefusedError {
  const fields = fieldsSchema.safeParse(input);
  return new PlanRefusedError(toProblems(issues, fields.data ?? {}));
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
  startStages: '[[pi-200], [pi-201, pi-202]]',
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
