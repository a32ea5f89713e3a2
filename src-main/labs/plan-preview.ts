import type { PlannedStage, PlanPreview } from '../contract/lab-views.ts';
import type { HostFacts } from '../domain/host-facts.ts';
import { baseIdSchema } from '../domain/ids.ts';
import type { LabSpec } from '../domain/lab-spec.ts';
import { leavesRoom } from '../domain/disk-room.ts';
import { LabError } from '../domain/failure.ts';
import { notEnoughDisk, planLab } from '../domain/plan.ts';
import { forecastDiskBytes } from '../domain/sizing.ts';
import type { LabPlan, PlanRemark } from '../domain/plan-types.ts';
import { baseRefOf, findSealedBase, isNamedInstaller } from './base-identity.ts';
import { plannedBaseDefinition } from './base-work.ts';
import { expectBuildMs } from './foresee.ts';
import { nodeDefinition, type LabDeps } from './context.ts';
import { newLabRecord, type BaseRecord, type LabRecord } from './lab-record.ts';
import { toExistingLab } from './lab-store.ts';
import { PlanRefusedError } from './plan-refused.ts';

/** A plan, and what was found here on the way to it. */
interface HostPlan {
  readonly plan: LabPlan;
  readonly warnings: readonly PlanRemark[];
  readonly host: HostFacts;
  /** The base that is ready for it. */
  readonly sealed: BaseRecord | null;
}

/** Plans a wish on this computer; throws `PlanRefusedError`. Changes nothing. */
export async function planForHost(deps: LabDeps, spec: LabSpec): Promise<HostPlan> {
  const [host, { labs }] = [await deps.host.readFacts(), await deps.store.listLabs()];
  const result = planLab({
    spec,
    host,
    existing: labs.map(toExistingLab),
    randomHex: (bytes) => deps.random.hex(bytes),
  });
  if (!result.ok) throw new PlanRefusedError(result.problems);
  const sealed = await findSealedBase(deps, result.plan);
  const neededBytes = await forecastDisk(deps, result.plan, sealed !== null);
  if (neededBytes !== null && !leavesRoom(host.diskFreeBytes, neededBytes))
    throw new PlanRefusedError([notEnoughDisk(host, neededBytes)]);
  return { plan: result.plan, warnings: result.warnings, host, sealed };
}

/** Bytes the whole way from here to the lab takes; null where the image cannot be looked at: the step that fetches it says why. */
async function forecastDisk(deps: LabDeps, plan: LabPlan, isBaseSealed: boolean): Promise<number | null> {
  const sharedDiskMiB = plan.sharedDisks.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0);
  const common = { nodes: plan.nodes.length, sharedDiskMiB };
  if (isBaseSealed) return forecastDiskBytes({ ...common, base: 'ready', image: 'cached', imageBytes: null });
  try {
    const image = await deps.images.describe({ image: plan.image, architecture: plan.architecture });
    const base = image.isInstaller ? 'installer' : 'disk-image';
    return forecastDiskBytes({ ...common, base, image: image.action, imageBytes: image.sizeBytes });
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Shows what `up` would do, with the commands; changes nothing. */
export async function previewLab(deps: LabDeps, spec: LabSpec): Promise<PlanPreview> {
  const { plan, warnings, host, sealed } = await planForHost(deps, spec);
  const driver = await deps.drivers.driver(plan.hypervisor);
  const image = await describeImage(deps, plan, sealed !== null);
  const kind = image.isInstaller ? 'installer' : 'disk-image';
  const definition = plannedBaseDefinition(deps, plan, kind);
  const base: PlannedStage = {
    stage: 'base',
    node: null,
    action: sealed !== null ? 'reuse' : image.isInstaller ? 'install' : 'create',
    sizeBytes: null,
    commands:
      sealed === null
        ? copyLines([...driver.preview.createBase(definition), ...driver.preview.sealBase(definition.ref)])
        : [],
  };
  const baseRef = sealed === null ? definition.ref : baseRefOf(deps, sealed);
  const record = previewRecord(plan, { ...baseRef, snapshotId: sealed?.snapshotId ?? 'base' });
  const nodes = plan.nodes.flatMap((node): readonly PlannedStage[] => {
    const wanted = nodeDefinition(deps, record, node);
    const common = { node: node.name, sizeBytes: null };
    return [
      { ...common, stage: 'node', action: 'create', commands: copyLines(driver.preview.createNode(wanted)) },
      { ...common, stage: 'start', action: 'start', commands: copyLines(driver.preview.startNode(wanted)) },
    ];
  });
  return {
    plan,
    choice: spec.hypervisor === undefined ? host.choice : null,
    warnings: warnings.map(({ code, field, params }) => ({ code, field, params: { ...params } })),
    stages: [image.stage, base, ...nodes],
    expectedMs: await expectBuildMs(deps, driver, {
      needsImage: image.stage.action !== 'reuse',
      base: sealed !== null ? null : isNamedInstaller(plan) ? 'base-install' : 'base',
      nodes: plan.nodes.length,
    }),
  };
}

interface PlannedImage {
  readonly stage: PlannedStage;
  readonly isInstaller: boolean;
}

async function describeImage(deps: LabDeps, plan: LabPlan, isBaseSealed: boolean): Promise<PlannedImage> {
  const common = { stage: 'image', node: null } as const;
  if (isBaseSealed) return { stage: { ...common, action: 'reuse', sizeBytes: null, commands: [] }, isInstaller: false };
  const found = await deps.images.describe({ image: plan.image, architecture: plan.architecture });
  const action = found.action === 'cached' ? 'reuse' : found.action;
  const { sizeBytes, isInstaller } = found;
  return { stage: { ...common, action, sizeBytes, commands: copyLines(found.commands) }, isInstaller };
}

function copyLines(
  lines: readonly { readonly program: string; readonly args: readonly string[] }[],
): PlannedStage['commands'] {
  return lines.map(({ program, args }) => ({ program, args: [...args] }));
}

function previewRecord(plan: LabPlan, base: Omit<NonNullable<LabRecord['base']>, 'baseId'>): LabRecord {
  const baseId = baseIdSchema.parse('preview-base');
  return newLabRecord(plan, { base: { ...base, baseId }, createdAt: '' });
}
