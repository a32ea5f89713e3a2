import type { NodeState } from '../../domain/states.ts';

/**
 * VirtualBox's words for the state of a VM, from `showvminfo --machinereadable` and from the long listing, letters only.
 * VirtualBox 7.2, `machineStateToName` in VBoxManageInfo.cpp. While a snapshot is restored or deleted the VM is off.
 */
const states: Readonly<Record<string, NodeState>> = {
  poweroff: 'stopped',
  poweredoff: 'stopped',
  aborted: 'stopped',
  snapshotting: 'stopped',
  offlinesnapshotting: 'stopped',
  restoringsnapshot: 'stopped',
  deletingsnapshot: 'stopped',
  settingup: 'creating',
  saved: 'suspended',
  abortedsaved: 'suspended',
  running: 'running',
  livesnapshotting: 'running',
  onlinesnapshotting: 'running',
  deletingsnapshotlive: 'running',
  paused: 'paused',
  deletingsnapshotlivepaused: 'paused',
  starting: 'starting',
  restoring: 'starting',
  stopping: 'stopping',
  saving: 'suspending',
  // The virtual processor has crashed: VirtualBox holds the VM so that it can be examined; only a power cut helps.
  gurumeditation: 'broken',
};

/** Our word for a state, or `unknown` for one this app has never heard of (the caller logs it). */
export function toNodeState(stateText: string): NodeState {
  return states[stateText.toLowerCase().replace(/[^a-z]/g, '')] ?? 'unknown';
}
