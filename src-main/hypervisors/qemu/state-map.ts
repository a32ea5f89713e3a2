import type { NodeState } from '../../domain/states.ts';

interface StateAndReasons {
  readonly state: NodeState;
  readonly reasons: readonly string[];
}

/** QEMU's run states (qapi/run-state.json of QEMU 7.2 to 10) and what they mean here. */
const states: ReadonlyMap<string, NodeState> = new Map<string, NodeState>([
  ['running', 'running'],
  ['prelaunch', 'starting'],
  ['inmigrate', 'starting'],
  ['restore-vm', 'starting'],
  ['paused', 'paused'],
  ['suspended', 'paused'],
  ['watchdog', 'paused'],
  // The host's disk is full, or fails: the guest is at rest until somebody helps and starts it again.
  ['io-error', 'paused'],
  ['save-vm', 'suspending'],
  ['finish-migrate', 'suspending'],
  ['postmigrate', 'suspending'],
  ['shutdown', 'stopping'],
  ['guest-panicked', 'broken'],
  ['internal-error', 'broken'],
]);

const ordinary: readonly string[] = ['running', 'prelaunch', 'paused', 'shutdown'];

/** State of a node whose process answers. Words that are not known become `unknown`, with the word as reason. */
export function toNodeState(status: string): StateAndReasons {
  const state = states.get(status) ?? 'unknown';
  return { state, reasons: ordinary.includes(status) ? [] : [`QEMU says "${status}"`] };
}
