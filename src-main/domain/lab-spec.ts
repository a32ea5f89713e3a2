import { z } from 'zod';
import { hypervisorIdSchema } from './ids.ts';
import { startStagesSchema } from './start-order.ts';
import { cidrSchema } from './subnet.ts';

/** Fewest and most nodes of one lab: host numbers 200 to 254 of a /24 are 55 addresses. */
export const nodeCountLimits = { min: 1, max: 55 } as const;
/** Below 512 MiB a current Ubuntu does not finish its first boot; from 1024 MiB on it is comfortable. */
export const memoryLimitsMiB = { min: 512, recommended: 1024, max: 1_048_576 } as const;
export const diskLimitsGiB = { min: 4, max: 2048 } as const;
export const cpuLimits = { min: 1, max: 64 } as const;

const labNamePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._()-]*[\p{L}\p{N})])?$/u;

/** Name of a lab as the user reads it; also the VirtualBox group, which refuses quotes, slashes, commas, `&`, `+` and emoji. */
export const labNameSchema = z.string().min(1).max(40).regex(labNamePattern);

const sharedDiskSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  sizeMiB: z.int().min(16).max(1_048_576),
});

/**
 * What a user wishes for, declaratively; the form that is exported as YAML and shared. Whatever is left out is chosen
 * by `planLab` so that it fits this computer and meets no other lab.
 */
export const labSpecSchema = z.strictObject({
  name: labNameSchema,
  /** Left out: the best usable hypervisor of this computer. */
  hypervisor: hypervisorIdSchema.optional(),
  /** Id from the catalogue (`ubuntu-24.04`), `debian-packages`, or `file:` and the path of a local image. */
  image: z.string().min(1).max(4096).default('ubuntu-24.04'),
  nodes: z.int().min(nodeCountLimits.min).max(nodeCountLimits.max).default(3),
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,20}$/)
    .default('pi-'),
  /** Number of the first node and last part of its address; left out: 200, or the next number no other lab uses. */
  firstNumber: z.int().min(2).max(254).optional(),
  cpus: z.int().min(cpuLimits.min).max(cpuLimits.max).default(1),
  /** Left out: 2048, or less when this computer has less to give. */
  memoryMiB: z.int().min(memoryLimitsMiB.min).max(memoryLimitsMiB.max).optional(),
  diskGiB: z.int().min(diskLimitsGiB.min).max(diskLimitsGiB.max).default(25),
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .refine((user) => user !== 'root')
    .default('pi'),
  keyboard: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[a-z0-9]+)?$/)
    .default('de'),
  locale: z
    .string()
    .regex(/^[a-zA-Z]{1,3}(?:_[A-Z]{2})?\.UTF-8$/)
    .default('en_US.UTF-8'),
  timezone: z
    .string()
    .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/)
    .default('Europe/Berlin'),
  /** Name of the internal network; left out: `bigdata`, or `bigdata-2`, ... when another lab has it. */
  network: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,20}$/)
    .optional(),
  /** IPv4 subnet of the internal network, /24; left out: one that meets no route of this computer and no other lab. */
  subnet: cidrSchema.optional(),
  /** SSH port of the first node on 127.0.0.1, the others follow; left out: 2000 + number, moved when taken. */
  firstSshPort: z.int().min(1024).max(65_000).optional(),
  /** Bring the base's packages up to date while it is prepared, when their servers can be reached. */
  upgrade: z.boolean().default(true),
  sharedDisks: z.array(sharedDiskSchema).max(4).default([]),
  /** Names of nodes by stages, `[[pi-200], [pi-201, pi-202]]`; left out: all start together. */
  startStages: startStagesSchema.default([]),
});

/** A parsed spec: defaults filled in, open choices still open. */
export type LabSpec = z.infer<typeof labSpecSchema>;
/** A spec as a user writes it. */
export type LabSpecInput = z.input<typeof labSpecSchema>;
