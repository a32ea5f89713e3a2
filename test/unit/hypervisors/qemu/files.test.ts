import { describe, expect, it } from 'vitest';
import {
  controlSocketPath,
  fromStoredPath,
  hubUuid,
  toStoredPath,
} from '../../../../src-main/hypervisors/qemu/files.ts';
import { toNodeState } from '../../../../src-main/hypervisors/qemu/state-map.ts';

describe('stored paths', () => {
  it.each([
    { file: '/vms/1/seed.iso', stored: 'seed.iso' },
    { file: '/vms/1/sub folder/x', stored: 'sub folder/x' },
    { file: '/vms/10/seed.iso', stored: '/vms/10/seed.iso' },
    { file: '/vms/seed.iso', stored: '/vms/seed.iso' },
    { file: '/vms/1/..hidden', stored: '/vms/1/..hidden' },
  ])('keep $file as $stored', ({ file, stored }) => {
    expect(toStoredPath('/vms/1', file)).toBe(stored);
    expect(fromStoredPath('/vms/1', stored)).toBe(file);
  });

  it('follow the folder when it is moved', () => {
    expect(fromStoredPath('/trash/1', 'seed.iso')).toBe('/trash/1/seed.iso');
  });
});

describe('control sockets', () => {
  it('have names short enough for every system', () => {
    const socket = controlSocketPath('/run/user/1000/bdl', '11111111-2222-4333-8444-555555555555');

    expect(socket).toBe('/run/user/1000/bdl/11111111222243338444.qmp');
  });

  it('differ between networks and are found again for each', () => {
    expect(hubUuid('/labs/1/network')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(hubUuid('/labs/1/network')).toBe(hubUuid('/labs/2/../1/network'));
    expect(hubUuid('/labs/1/network')).not.toBe(hubUuid('/labs/2/network'));
  });
});

describe('toNodeState', () => {
  it.each([
    ['running', 'running'],
    ['paused', 'paused'],
    ['prelaunch', 'starting'],
    ['save-vm', 'suspending'],
    ['shutdown', 'stopping'],
    ['io-error', 'paused'],
    ['internal-error', 'broken'],
    ['colo', 'unknown'],
    ['toString', 'unknown'],
  ])('takes %s for %s', (status, state) => {
    expect(toNodeState(status).state).toBe(state);
  });

  it('gives QEMU’s word as reason where the state alone says too little', () => {
    expect(toNodeState('running').reasons).toEqual([]);
    expect(toNodeState('io-error').reasons).toEqual(['QEMU says "io-error"']);
    expect(toNodeState('colo').reasons).toEqual(['QEMU says "colo"']);
  });
});
