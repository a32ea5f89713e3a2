import type { ClockCheck } from '../guest/clock-check.ts';
import type { FileForNode } from '../guest/store-file.ts';
import type { VitalsSample } from '../guest/parse-vitals.ts';
import type { CpuArchitecture, HypervisorId } from '../domain/ids.ts';
import type { HostFacts } from '../domain/host-facts.ts';
import type { TextRef } from '../domain/operation.ts';
import type { CommandLine } from '../process/command.ts';
import type { NodeProof, PeerProof } from '../domain/node-proof.ts';
import type { HypervisorDriver } from '../hypervisors/driver.ts';

/** Options of everything here that may take long. */
export interface WorkOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
}

/** An image that lies complete and verified on this computer. */
export interface BaseImage {
  readonly imageId: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  readonly path: string;
  readonly format: string;
  /** Of an installation medium: the smallest disk it is installed on. */
  readonly virtualSizeBytes: number;
}

/** True for a medium that installs a system, false for a disk that holds one. */
export function isInstaller({ format }: Pick<BaseImage, 'format'>): boolean {
  return format === 'iso';
}

/** What labs need of `images/`. */
export interface ImagePort {
  /** Has the image on disk, verified, in the end; cached, downloaded, copied or built. */
  ensureImage(
    wanted: { readonly image: string; readonly architecture: CpuArchitecture },
    options: WorkOptions,
  ): Promise<BaseImage>;
  /** The same without fetching: the image when it is here, else null. */
  findImage(wanted: { readonly image: string; readonly architecture: CpuArchitecture }): Promise<BaseImage | null>;
  /** What `ensureImage` would do, for `plan`. */
  describe(wanted: { readonly image: string; readonly architecture: CpuArchitecture }): Promise<{
    readonly action: 'cached' | 'download' | 'build' | 'import';
    readonly sizeBytes: number | null;
    readonly commands: readonly CommandLine[];
    readonly isInstaller: boolean;
  }>;
  /** Copies an installation medium and has the copy install without asking; an older file at the target is replaced. */
  copyInstaller(
    medium: { readonly image: BaseImage; readonly architecture: CpuArchitecture; readonly targetPath: string },
    options: WorkOptions,
  ): Promise<void>;
}

/** One node as labs reach it: over its forward on 127.0.0.1, with the lab's key and the node's pinned host key. */
export interface GuestEndpoint {
  readonly name: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyPath: string;
  /** Public host key line of the node, `ssh-ed25519 AAAA...`. */
  readonly hostKey: string;
}

export interface GuestExpectation {
  readonly address: string;
  readonly labMac: string;
  /** False while its cable is out: then the address on the internal network is not waited for. */
  readonly isOnLabNetwork: boolean;
}

/** What labs need of running guests; real: SSH, in tests: a stand-in. */
export interface GuestPort {
  /**
   * Waits until the node proves itself: SSH with the pinned key, cloud-init finished, hostname, addresses (`peers` stays empty:
   * the others may not run yet). No verdict from a
   * clock alone: it waits while the serial log grows, and ends at once when `isRunning` says no.
   */
  waitUntilReady(
    endpoint: GuestEndpoint,
    expected: GuestExpectation & { readonly serialLogPath: string; readonly isRunning: () => Promise<boolean> },
    options: WorkOptions,
  ): Promise<NodeProof>;
  /** Writes /etc/hosts where it differs from `hostsFile`, then asks every peer by name; the order of `peers` is kept. */
  reachPeers(
    endpoint: GuestEndpoint,
    wanted: { readonly hostsFile: string; readonly peers: readonly string[] },
    options: { readonly signal: AbortSignal },
  ): Promise<readonly PeerProof[]>;
  /** Runs a command on a ready node. */
  run(
    endpoint: GuestEndpoint,
    command: string,
    options: { readonly signal: AbortSignal; readonly timeoutMs?: number; readonly input?: string },
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /**
   * Asks a node that was ready before for its boot and its clock, and sets the clock to this computer's where it is off by seconds.
   * Throws `node-not-ready`, `host-key-mismatch`, `guest-command-failed`.
   */
  checkClock(endpoint: GuestEndpoint, options: { readonly signal: AbortSignal }): Promise<ClockCheck>;
  /**
   * Tells how a node is, again and again, over one connection. Never ends by itself: throws `node-not-ready` when the node does not
   * answer (any more), `host-key-mismatch`, `guest-command-failed` for what makes no sense, `CancelledError`.
   */
  followVitals(
    endpoint: GuestEndpoint,
    options: { readonly signal: AbortSignal; readonly onSample: (sample: VitalsSample) => void },
  ): Promise<never>;
  /**
   * Writes a file into the home of the user and answers its path; nothing is overwritten, nothing half is left. Throws
   * `file-not-copied`, `node-not-ready`, what the content throws, `CancelledError`.
   */
  storeFile(endpoint: GuestEndpoint, file: FileForNode, options: { readonly signal: AbortSignal }): Promise<string>;
  /** Follows the serial log of a base under preparation until it powers off; throws `guest-setup-failed` with evidence. */
  watchBase(serialLogPath: string, isRunning: () => Promise<boolean>, options: WorkOptions): Promise<void>;
  /**
   * The same guests, whose connections stay open until `close`: for an operation whose steps ask each node several times. A
   * command whose connection breaks may run twice.
   */
  keepConnections(): GuestPort & { readonly close: () => void };
}

/** Drivers by id; throws `hypervisor-missing` or `hypervisor-unusable` with evidence. */
export interface DriverPort {
  driver(id: HypervisorId): Promise<HypervisorDriver>;
  /** Looks anew whether the hypervisor is there, after it has fallen silent; throws what `driver` throws. Absent in tests. */
  readonly prove?: (id: HypervisorId) => Promise<void>;
}

export interface HostPort {
  /** Read anew at each call. */
  readFacts(): Promise<HostFacts>;
  /** At least 1; at once, as most operations need nothing else. */
  readCpuCores(): number;
  /** Memory in MiB that programs can have right now; null where the system does not tell it well enough for a verdict. */
  readAvailableMemoryMiB(): number | null;
  /** All memory of this computer in MiB. */
  readTotalMemoryMiB(): number;
  /** When this computer was started, in milliseconds since 1970. */
  readBootTimeMs(): number;
  /** Bytes that can be written on the volume of the data folder; at once, so that work can ask while it writes. */
  readFreeDiskBytes(): number;
}
