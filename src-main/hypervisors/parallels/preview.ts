import type { CommandLine } from '../../process/command.ts';
import type { CommandPreview, VmRef } from '../driver.ts';
import {
  addForward,
  addLabAdapter,
  addNetwork,
  baseSnapshotName,
  cloneLinked,
  createVm,
  describe,
  displayName,
  forwardName,
  silenceDhcp,
  start,
  takeSnapshot,
} from './argv.ts';
import type { ToolCall } from './argv.ts';
import { baseSettings, diskCalls, unplugCalls } from './create-base.ts';
import { nodeSettings } from './create-node.ts';
import { networkIdOf } from './networks.ts';
import type { ParallelsTools } from './tools.ts';
import { bundlePath } from './vm-folder.ts';

/** Names stand where Parallels' own ids will be: it takes either. */
function planned(ref: VmRef): { readonly id: string; readonly home: string } {
  return { id: displayName(ref), home: bundlePath(ref) };
}

const drive = { device: 'cdrom0', path: '' };
const serial = { device: 'serial0', path: '' };
const sharedId = 'Shared';

/** As promised by `CommandPreview`, from the same builders that the driver runs. */
export function createPreview(tools: Pick<ParallelsTools, 'line'>): CommandPreview {
  const lines = (calls: readonly ToolCall[]): readonly CommandLine[] => calls.map((call) => tools.line(call));
  return {
    createBase: (definition) => {
      const vm = planned(definition.ref);
      const [create, expand, attach] = diskCalls(definition, vm);
      const settings = baseSettings(definition, { ...vm, drives: [drive], serials: [] });
      const withImage = definition.source.kind === 'disk-image' ? [expand] : [];
      return lines([createVm(definition.ref), ...settings, create, ...withImage, ...attach]);
    },
    sealBase: (ref) => {
      const { id } = planned(ref);
      return lines([
        ...unplugCalls({ id, drives: [drive], serials: [serial] }),
        takeSnapshot(id, baseSnapshotName),
        describe(id, { vmId: ref.vmId, sealed: true }),
      ]);
    },
    createNode: (node) => {
      const { id } = planned(node.ref);
      const networkId = networkIdOf(node);
      return lines([
        cloneLinked(node.ref, displayName(node.base), node.base.snapshotId),
        ...nodeSettings(node, { id, drives: [], serials: [] }),
        addNetwork(networkId),
        silenceDhcp(networkId),
        addLabAdapter(id, node.labMac, networkId),
        addForward(sharedId, { name: forwardName(node.ref), sshPort: node.sshPort, target: id }),
      ]);
    },
    startNode: ({ ref }) => lines([start(displayName(ref))]),
  };
}
