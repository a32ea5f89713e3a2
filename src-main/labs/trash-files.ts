import type { LabPlan } from '../domain/plan-types.ts';

/** True for a file that a driver, or its hypervisor, writes into the folder of a VM; the path is relative to that folder, with `/`. */
export type IsVmFile = (path: string) => boolean;

const labFiles = /^(?:lab\.json|journal\.jsonl|spec\.yaml|inventory\.yaml)$/;
const sshFiles =
  /^ssh\/(?:id_ed25519(?:\.pub)?|config|known_hosts|password(?:\.hash)?|host_keys\/[a-z][a-z0-9-]*(?:\.pub)?)$/;
const networkFiles = /^network\/[a-z-]+\.(?:json|pid|log)$/;
const nodeFile = /^nodes\/[a-z][a-z0-9-]*\/(.+)$/;
const labsOwnNodeFiles = /^(?:seed\.iso|serial\.log|installer\.iso)$/;

/**
 * True for a file that this app wrote for a lab; the path is relative to the lab's folder, with `/`. Everything else in the folder is
 * the user's, and stays also when the lab goes. Without a plan, as its record cannot be read, shared disks are not known as ours.
 */
export function isLabFile(path: string, plan: LabPlan | null, isVmFile: IsVmFile): boolean {
  const bare = path.replace(/\.\d+\.tmp$/, '');
  if (labFiles.test(bare) || sshFiles.test(bare) || networkFiles.test(bare)) return true;
  if (plan?.sharedDisks.some(({ name }) => bare === `shared/${name}.img`) === true) return true;
  const inNode = nodeFile.exec(bare)?.[1];
  return inNode !== undefined && (labsOwnNodeFiles.test(inNode) || isVmFile(inNode));
}

/**
 * As `isLabFile`, for a path relative to the data folder: a leftover in the trash may have been a lab's folder, one of its nodes, a base
 * or an image.
 */
export function isOwnFile(path: string, plan: LabPlan | null, isVmFile: IsVmFile): boolean {
  const inLab = /^labs\/[^/]+\/(.+)$/.exec(path)?.[1];
  if (inLab !== undefined) return isLabFile(inLab, plan, isVmFile);
  const inBase = /^bases\/[^/]+\/vm\/(.+)$/.exec(path)?.[1];
  if (inBase !== undefined) return labsOwnNodeFiles.test(inBase) || isVmFile(inBase);
  return (
    /^bases\/[^/]+\/base\.json(?:\.\d+\.tmp)?$/.test(path) ||
    /^images\/[^/]+\/image\.[a-z0-9]+(?:\.\d+\.tmp)?$/.test(path)
  );
}
