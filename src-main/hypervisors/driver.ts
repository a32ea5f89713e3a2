import type { CommandLine } from '../process/command.ts';
import type { CpuArchitecture, HypervisorId, VmId } from '../domain/ids.ts';
import type { NodeState } from '../domain/states.ts';

/** What a hypervisor can do here. A method behind a false flag throws `not-supported`. */
export interface DriverCapabilities {
  /** Keep a running VM's memory on disk and go on later. */
  readonly savedState: boolean;
  readonly snapshots: boolean;
  /** Show the VMs of a lab as one named group in the hypervisor's own window. */
  readonly groups: boolean;
  readonly sharedDisk: boolean;
  /** Pull and plug a virtual network cable. */
  readonly cable: boolean;
  readonly linkedClone: boolean;
  /** Serial output of each VM in a file. */
  readonly console: boolean;
  readonly exportAppliance: boolean;
}

/** Last argument of every call that may take longer than 100 ms. Aborting rejects with `CancelledError`. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Fraction done, 0 to 1, where the tool tells. */
  readonly report?: (fraction: number) => void;
}

/** How this app names a VM: by its own UUID and by the folder that holds its files; never by its name alone. */
export interface VmRef {
  readonly vmId: VmId;
  readonly name: string;
  /** Folder of this VM alone. The driver creates it, keeps all files of the VM in it and owns the content it wrote. */
  readonly dir: string;
}

/** A sealed base: `snapshotId` names the point clones start from (VirtualBox: UUID; QEMU: constant `base`). */
export interface SealedBase extends VmRef {
  readonly snapshotId: string;
}

/** What the disk of a base begins as. */
export type BaseSource =
  /** A disk in a format the hypervisor reads (qcow2, raw, vmdk, vdi); it is copied, never changed. */
  | { readonly kind: 'disk-image'; readonly imagePath: string }
  /**
   * An empty disk, and a medium that installs a system on it. The medium is the first CD, the seed the second, and the disk
   * comes before the CD in the boot order: an empty disk is passed over, an installed one is not. The file is read in place
   * as long as the base is not sealed.
   */
  | { readonly kind: 'installer'; readonly isoPath: string };

/** The VM in which the guest is prepared once. One NAT adapter, no forward, nothing a clone should not inherit. */
export interface BaseDefinition {
  readonly ref: VmRef;
  readonly architecture: CpuArchitecture;
  readonly source: BaseSource;
  /** Size of the disk the guest sees, in bytes; at least the virtual size of a disk image. */
  readonly diskBytes: number;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** MAC of the NAT adapter, lower case with colons. */
  readonly natMac: string;
  readonly seedPath: string;
  readonly serialLogPath: string;
}

/** The internal network of one lab. `dir` holds what the driver needs for it (QEMU: the hub's pid file). */
export interface LabNetwork {
  readonly name: string;
  readonly dir: string;
  /** Every node of the lab, running or not. */
  readonly members: readonly VmRef[];
}

export interface NodeDefinition {
  readonly ref: VmRef;
  readonly base: SealedBase;
  readonly architecture: CpuArchitecture;
  /** Name of the lab, shown as group where `groups` is true; no leading slash. */
  readonly group: string;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** At least the disk size of the base. */
  readonly diskBytes: number;
  /** MACs, lower case with colons: adapter 1 (NAT) and adapter 2 (internal network). */
  readonly natMac: string;
  readonly labMac: string;
  readonly networkName: string;
  readonly networkDir: string;
  /** Port on 127.0.0.1 that reaches port 22 of the guest. */
  readonly sshPort: number;
  readonly seedPath: string;
  readonly serialLogPath: string;
  /** Paths of shared disks to attach, already created. */
  readonly sharedDiskPaths: readonly string[];
}

export interface AdapterInspection {
  readonly kind: 'nat' | 'internal';
  readonly mac: string;
  readonly networkName: string | null;
  readonly cableConnected: boolean;
}

/**
 * How the guest's instructions are run. `native`: by the CPU itself; `slow`: by the CPU through another hypervisor that holds
 * it, several times slower; `software`: emulated, at least ten times slower. `evidence`: the lines that say so.
 */
export interface GuestExecution {
  readonly mode: 'native' | 'slow' | 'software';
  readonly evidence: readonly string[];
}

/**
 * What somebody did to a VM outside of this app, such as in the hypervisor's own window. `renamed` harms nothing. `moved`: its files
 * are at `place`; `bringBack` undoes both. `another-vm`: what the recorded id, or the folder, belongs to is no VM of ours.
 */
export type Handled =
  | { readonly kind: 'renamed'; readonly name: string }
  | { readonly kind: 'moved'; readonly place: string }
  | { readonly kind: 'another-vm'; readonly name: string; readonly place: string };

/** What the hypervisor says about one VM. `reasons` explains `broken`, `unknown` and a `paused` that nobody asked for, in the tool's own words. */
export interface VmInspection {
  readonly state: NodeState;
  readonly reasons: readonly string[];
  /** Absent unless the hypervisor told them. */
  readonly cpus?: number;
  readonly memoryMiB?: number;
  readonly group?: string | null;
  readonly adapters?: readonly AdapterInspection[];
  readonly sshPort?: number | null;
  /** Bytes the VM's own disks take on the host (differences only, for a linked clone). */
  readonly diskUsedBytes?: number;
  /** Only while the VM runs, and where its log has told. */
  readonly execution?: GuestExecution;
  /** True for a `paused` VM that the hypervisor stopped because the host's disk was full: `start` goes on once there is room. */
  readonly isPausedByDisk?: boolean;
  /** Absent when nothing was done to it. */
  readonly handled?: readonly Handled[];
  /**
   * Who paused a `paused` VM, where the hypervisor tells: the hypervisor itself as this computer went to sleep, or a person in its
   * window. Absent: nobody knows.
   */
  readonly pausedBy?: 'sleep' | 'person';
}

export interface SnapshotInfo {
  readonly snapshotId: string;
  readonly name: string;
}

/**
 * Making, sealing and removing VMs. Every `create…` is idempotent: called against what it made, it changes nothing. Whatever changes
 * a VM, here and in `VmControl`, throws `vm-not-ours` before anything is changed when the id does not belong to a VM whose files
 * prove, in `ref.dir`, that this app made it: an id or a path in a record is no proof.
 */
export interface VmCrafting {
  /** Creates the base VM, powered off. A half-made one from an interrupted call is completed or replaced. */
  createBase(definition: BaseDefinition, options: CallOptions): Promise<void>;
  /** Detaches seed, installation medium and serial log, takes the snapshot `base` (once), marks the base so that it is not started again. */
  sealBase(ref: VmRef, options: CallOptions): Promise<SealedBase>;
  /** Makes a linked clone with its adapters, forward, seed, serial log and group, powered off. */
  createNode(definition: NodeDefinition, options: CallOptions): Promise<void>;
  /**
   * Removes a powered-off VM with its disks, except shared disks and the base's. Absent: does nothing. Throws
   * `base-in-use` for a base that has clones, before anything is changed. Running: `wrong-state`.
   */
  deleteVm(ref: VmRef, options: CallOptions): Promise<void>;
  /** Makes the hypervisor forget a powered-off VM and keeps all its files, so that its folder can be moved. Absent: nothing. */
  releaseVm(ref: VmRef, options: CallOptions): Promise<void>;
  /**
   * Makes a VM known again that was released, or that the hypervisor cannot read; `ref.dir` may be another than before. Known already:
   * nothing. Throws `vm-not-found` without files of this VM; the state afterwards is for `inspect` to tell.
   */
  adoptVm(ref: VmRef, options: CallOptions): Promise<void>;
  createSharedDisk(path: string, sizeMiB: number, options: CallOptions): Promise<void>;
  /** Exports a powered-off VM as an appliance (OVA) where `exportAppliance` is true. */
  exportVm(ref: VmRef, targetPath: string, options: CallOptions): Promise<void>;
}

/** Power and everything that changes a VM in place. One call at a time per VM; drivers queue by `vmId` themselves. */
export interface VmControl {
  /**
   * Powers on, or goes on from a saved state. Returns as soon as the VM runs (not: is ready). Running: does nothing.
   * Throws `port-taken`, `vm-start-failed` (with evidence), `vm-not-found`.
   */
  start(ref: VmRef, options: CallOptions): Promise<void>;
  /** Asks the guest to shut down (ACPI) and returns at once; the caller waits for `stopped`. Not running: nothing. */
  requestStop(ref: VmRef, options: CallOptions): Promise<void>;
  /** Cuts the power, and drops a saved state if there is one. Not running: nothing. Returns when it is off. */
  forceStop(ref: VmRef, options: CallOptions): Promise<void>;
  /** Keeps the memory on disk and ends the VM: `suspended` when it returns. */
  saveState(ref: VmRef, options: CallOptions): Promise<void>;
  /** Takes a snapshot: disk, and memory when it runs. It keeps running or stays off. Returns its id. */
  takeSnapshot(ref: VmRef, name: string, options: CallOptions): Promise<SnapshotInfo>;
  /** Puts a powered-off VM back: `stopped`, or `suspended` when the snapshot holds memory. */
  restoreSnapshot(ref: VmRef, snapshotId: string, options: CallOptions): Promise<void>;
  deleteSnapshot(ref: VmRef, snapshotId: string, options: CallOptions): Promise<void>;
  listSnapshots(ref: VmRef, options: CallOptions): Promise<readonly SnapshotInfo[]>;
  /** Moves the SSH forward to another host port; running or not. */
  setSshPort(ref: VmRef, sshPort: number, options: CallOptions): Promise<void>;
  /** Plugs or pulls the cable of adapter 1 (`nat`) or 2 (`internal`); running or not. */
  setCable(ref: VmRef, adapter: 'nat' | 'internal', connected: boolean, options: CallOptions): Promise<void>;
}

/** The internal network. Where the hypervisor needs nothing running for it, both do nothing. */
export interface NetworkControl {
  /** Makes the network carry frames between all members; called before each start and after members were added. Idempotent. */
  ensureNetwork(network: LabNetwork, options: CallOptions): Promise<void>;
  /** Ends it. The caller has seen every member off. Idempotent. */
  releaseNetwork(network: LabNetwork, options: CallOptions): Promise<void>;
}

/** What the driver would run, for the user's eyes; pure, changes nothing, starts nothing. */
export interface CommandPreview {
  createBase(definition: BaseDefinition): readonly CommandLine[];
  sealBase(ref: VmRef): readonly CommandLine[];
  createNode(definition: NodeDefinition): readonly CommandLine[];
  startNode(definition: NodeDefinition): readonly CommandLine[];
}

export interface VmReading {
  /** Never throws for a damaged VM (`broken`) or a silent tool (`unknown`); `absent` only on positive proof. */
  inspect(ref: VmRef, options: CallOptions): Promise<VmInspection>;
  /** The same for many, with a number of processes that does not grow with `refs`. Every ref has an entry. */
  inspectAll(refs: readonly VmRef[], options: CallOptions): Promise<ReadonlyMap<VmId, VmInspection>>;
}

/** A VM that the hypervisor knows, whoever made it. */
export interface FoundVm extends VmRef {
  readonly state: NodeState;
}

/** A way into the serial port of a running VM, for what a person types. */
export interface ConsoleInput {
  /** Types; in order. Does nothing once it is closed or the VM has gone off. */
  readonly write: (bytes: Uint8Array) => void;
  /** What was typed before still arrives. */
  readonly close: () => void;
}

/** Everything this product asks of a hypervisor. One conformance suite runs against every driver and the fake. */
export interface HypervisorDriver extends VmCrafting, VmControl, VmReading, NetworkControl {
  readonly id: HypervisorId;
  readonly capabilities: DriverCapabilities;
  readonly preview: CommandPreview;
  /**
   * Opens the way into the serial port. One at a time for each VM: a second one's words wait until the first is closed.
   * Throws `wrong-state` for a VM that is off, or was started without one. Absent where the port is written to a file only.
   */
  readonly openConsoleInput?: (ref: VmRef, options: CallOptions) => Promise<ConsoleInput>;
  /**
   * Every VM the hypervisor knows whose files lie below a folder; a constant number of processes. Throws where it does not answer. Absent
   * where it cannot be asked so.
   */
  readonly listBelow?: (dir: string, options: CallOptions) => Promise<readonly FoundVm[]>;
  /**
   * Gives a powered-off VM its name and its folder again, after `renamed` or `moved`. Nothing to do: nothing. Throws `vm-not-ours`,
   * `wrong-state`. Absent where names and folders cannot be changed from outside.
   */
  readonly bringBack?: (ref: VmRef, options: CallOptions) => Promise<void>;
  /**
   * Writes the disk of a powered-off VM without what is empty in it; what the guest sees stays bit for bit, and so do snapshots. Repeatable.
   * Absent where an empty disk takes no room anyway.
   */
  readonly compactDisk?: (ref: VmRef, options: CallOptions) => Promise<void>;
  /** How guests run, where there is more than one way; for comparing durations, never for a decision. */
  readonly acceleration?: 'kvm' | 'hvf' | 'whpx' | 'software';
}

/** Answer of looking for a hypervisor on this computer. */
export type HypervisorFinding =
  | {
      readonly kind: 'usable';
      readonly id: HypervisorId;
      readonly version: string;
      /** How guests will run: `kvm`, `hvf`, `whpx`, `native`, or `software` (slow emulation, said to the user). */
      readonly acceleration: 'kvm' | 'hvf' | 'whpx' | 'native' | 'software';
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'missing'; readonly id: HypervisorId; readonly evidence: readonly string[] }
  /** There, but it will not work: code of the error catalogue says why. */
  | {
      readonly kind: 'unusable';
      readonly id: HypervisorId;
      readonly version: string | null;
      readonly code:
        | 'vm-driver-missing'
        | 'hypervisor-unusable'
        | 'virtualization-off'
        | 'tool-missing'
        | 'parallels-edition'
        | 'parallels-licence-missing'
        | 'parallels-licence-expired';
      readonly evidence: readonly string[];
    };
