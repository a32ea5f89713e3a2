import { z } from 'zod';

/** Folder name of a lab below `labs/`, made from its name once and never changed. */
export const labIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,47}$/)
  .brand<'LabId'>();
export type LabId = z.infer<typeof labIdSchema>;

/** UUID of a VM, chosen by this app before the VM exists. */
export const vmIdSchema = z.uuid().brand<'VmId'>();
export type VmId = z.infer<typeof vmIdSchema>;

/** Key of a base: digest over its image and its preparation. */
export const baseIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{7,79}$/)
  .brand<'BaseId'>();
export type BaseId = z.infer<typeof baseIdSchema>;

export const operationIdSchema = z.uuid().brand<'OperationId'>();
export type OperationId = z.infer<typeof operationIdSchema>;

export const hypervisorIds = ['virtualbox', 'parallels', 'qemu'] as const;
/** A hypervisor this product can drive. */
export const hypervisorIdSchema = z.enum(hypervisorIds);
export type HypervisorId = z.infer<typeof hypervisorIdSchema>;

export const cpuArchitectures = ['amd64', 'arm64'] as const;
/** CPU of host and guest alike: no driver emulates a foreign CPU. */
export const cpuArchitectureSchema = z.enum(cpuArchitectures);
export type CpuArchitecture = z.infer<typeof cpuArchitectureSchema>;
