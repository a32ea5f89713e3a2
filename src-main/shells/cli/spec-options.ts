import { labSpecSchema, type LabSpec } from '../../domain/lab-spec.ts';
import { refusedSpec } from '../../labs/spec-problems.ts';

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
  throw refusedSpec(result.error.issues, input);
}
