import type { NodeState } from '../../domain/states.ts';

/**
 * Parallels' words for the state of a VM (vagrant-parallels, docker-machine-parallels, prl-devops-service; the passing ones from
 * prlctl's sources). What changes disks while the VM is off is off.
 */
const states: Readonly<Record<string, NodeState>> = {
  stopped: 'stopped',
  mounted: 'stopped',
  cloning: 'stopped',
  compacting: 'stopped',
  snapshotting: 'stopped',
  deleting_state: 'stopped',
  switching: 'stopped',
  creating: 'creating',
  running: 'running',
  paused: 'paused',
  pausing: 'running',
  suspended: 'suspended',
  suspending: 'suspending',
  starting: 'starting',
  resuming: 'starting',
  continuing: 'starting',
  restoring: 'starting',
  stopping: 'stopping',
  resetting: 'starting',
  invalid: 'broken',
};

/** Our word for a state, or `unknown` for one this app has never heard of (the caller logs it). */
export function toNodeState(stateText: string): NodeState {
  return (
    states[
      stateText
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    ] ?? 'unknown'
  );
}
