import { cpus, totalmem } from 'node:os';
import type { HostFacts } from '../domain/host-facts.ts';
import type { HypervisorSurvey } from '../hypervisors/detect.ts';
import { readFreeBytes } from '../platform/disk.ts';
import { busyPortsIn } from '../platform/free-ports.ts';
import type { PlatformId } from '../platform/platform-id.ts';
import type { Platform } from '../platform/platform.ts';
import { readRoutes, type RouteSetup } from './read-routes.ts';
import { wantedPorts } from './wanted-ports.ts';

const mibBytes = 1024 ** 2;

/** What reading this computer needs. */
export interface HostFactsSetup extends RouteSetup {
  readonly platform: Pick<Platform, 'id' | 'env' | 'architecture' | 'dataDir'>;
}

/** Reads this computer anew: memory, disk, networks, ports. The survey comes from `hypervisors/detect.ts`. */
export async function readHostFacts(
  { platform, runner }: HostFactsSetup,
  { findings, choice }: HypervisorSurvey,
  signal: AbortSignal,
): Promise<HostFacts> {
  // Loaded when a plan or a check needs it, and not for each status.
  const { mem } = await import('systeminformation');
  const [memory, diskFreeBytes, routes, busyPorts] = await Promise.all([
    mem(),
    readFreeBytes(platform.dataDir),
    readRoutes({ platform, runner }, signal),
    busyPortsIn(wantedPorts),
  ]);
  return {
    architecture: platform.architecture,
    cpuCores: readCpuCores(),
    memoryTotalMiB: readTotalMemoryMiB(),
    memoryAvailableMiB: Math.floor(memory.available / mibBytes),
    diskFreeBytes,
    routes,
    busyPorts,
    hypervisors: findings.flatMap((finding) =>
      finding.kind === 'usable'
        ? [{ id: finding.id, version: finding.version, acceleration: finding.acceleration }]
        : [],
    ),
    choice,
  };
}

/** All memory of this computer in MiB. */
export function readTotalMemoryMiB(): number {
  return Math.floor(totalmem() / mibBytes);
}

/** Cores of this computer; 1 where the system does not tell. */
export function readCpuCores(): number {
  return Math.max(1, cpus().length);
}

/**
 * Memory in MiB that programs can have right now, without a program being started for the answer. macOS tells only what is not in use
 * for anything (libuv: `uv_get_available_memory`), which is little on every Mac that has run for a while: null.
 */
export function readAvailableMemoryMiB(platformId: PlatformId): number | null {
  return platformId === 'macos' ? null : Math.floor(process.availableMemory() / mibBytes);
}
