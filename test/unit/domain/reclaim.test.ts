import { describe, expect, it } from 'vitest';
import { isReplaced, withNeeds } from '../../../src-main/domain/reclaim.ts';

describe('what is chosen', () => {
  const items = [
    { id: 'disk', needs: [] },
    { id: 'trash', needs: [] },
    { id: 'base', needs: ['trash'] },
    { id: 'image', needs: ['base'] },
  ];

  it.each([
    [['disk'], ['disk']],
    [['base'], ['trash', 'base']],
    [['image'], ['trash', 'base', 'image']],
    [['gone', 'disk'], ['disk']],
    [[], []],
  ])('comes with what must go along, in its order: %j', (chosen, expected) => {
    expect(withNeeds(items, chosen).map(({ id }) => id)).toEqual(expected);
  });
});

describe('a base', () => {
  const base = { hypervisor: 'qemu', imageId: 'ubuntu-24.04', createdAt: '2026-01-01T00:00:00.000Z' };

  it.each([
    ['by a newer one of the same image', { createdAt: '2026-02-01T00:00:00.000Z' }, true],
    ['not by an older one', { createdAt: '2025-02-01T00:00:00.000Z' }, false],
    ['not by one of another image', { imageId: 'debian-packages', createdAt: '2026-02-01T00:00:00.000Z' }, false],
    ['not by one of another hypervisor', { hypervisor: 'virtualbox', createdAt: '2026-02-01T00:00:00.000Z' }, false],
    ['not by itself', {}, false],
  ])('is replaced %s', (_name, other, expected) => {
    expect(isReplaced(base, [base, { ...base, ...other }])).toBe(expected);
  });
});
