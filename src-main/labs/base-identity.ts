import type { LabPlan } from '../domain/plan-types.ts';
import { baseIdSchema, type BaseId } from '../domain/ids.ts';
import { installationDigest } from '../guest/documents/autoinstall-seed.ts';
import { preparationDigest, type SharedPreparation } from '../guest/documents/base-seed.ts';
import type { BaseDefinition, VmRef } from '../hypervisors/driver.ts';
import type { LabDeps } from './context.ts';
import type { BaseRecord } from './lab-record.ts';
import { isInstaller, type BaseImage } from './ports.ts';

/** True when the image of a plan is called like an installation medium. */
export function isNamedInstaller({ image }: Pick<LabPlan, 'image'>): boolean {
  return image.toLowerCase().endsWith('.iso');
}

/** What a plan wants baked into its base. */
export function preparationOf(plan: LabPlan): SharedPreparation {
  // A freshly built image holds the newest packages already, and its host may well be offline.
  return {
    locale: plan.locale,
    keyboard: plan.keyboard,
    timezone: plan.timezone,
    upgrade: plan.upgrade && plan.image !== 'debian-packages',
  };
}

/** The ways to a base: a disk that holds a system, or a medium that installs one. */
export type BaseKind = BaseDefinition['source']['kind'];

/** Folder name of the base a plan needs from one image. */
export function baseIdFor(plan: LabPlan, imageDigest: string, kind: BaseKind): BaseId {
  const recipe =
    kind === 'installer'
      ? installationDigest(preparationOf(plan), plan.architecture)
      : preparationDigest(preparationOf(plan));
  const key = `${plan.hypervisor}-${String(plan.diskGiB)}g-${recipe.slice(0, 10)}`;
  return baseIdSchema.parse(`${key}-${imageDigest.slice(0, 16)}`);
}

/** True when a base was made of this image the way the plan wants it; the digest tells which of the two ways it was. */
export function isBaseFor(plan: LabPlan, { hypervisor, imageId, imageDigest, baseId }: BaseRecord): boolean {
  if (hypervisor !== plan.hypervisor || imageId !== plan.image) return false;
  return (['disk-image', 'installer'] as const).some((kind) => baseId === baseIdFor(plan, imageDigest, kind));
}

/** The newest sealed base that fits a plan, or null. */
export async function findSealedBase(deps: Pick<LabDeps, 'store'>, plan: LabPlan): Promise<BaseRecord | null> {
  const bases = await deps.store.listBases();
  const fits = (base: BaseRecord): boolean => base.snapshotId !== null && isBaseFor(plan, base);
  return bases.filter(fits).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}

/** Which way an image asks for. */
export function kindOf(image: BaseImage): BaseKind {
  return isInstaller(image) ? 'installer' : 'disk-image';
}

/** Names the VM of a base. */
export function baseRefOf(deps: Pick<LabDeps, 'paths'>, base: BaseRecord): VmRef {
  return { vmId: base.vmId, name: base.name, dir: deps.paths.baseVmDir(base.baseId) };
}
