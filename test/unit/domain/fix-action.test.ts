import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { fixActionOf, fixActions } from '../../../src-main/domain/fix-action.ts';

describe('the fix of a failure', () => {
  it.each([
    ['virtualization-off', 'open-firmware-guide'],
    ['vm-driver-missing', 'open-diagnostics'],
    ['hypervisor-missing', 'install-hypervisor'],
    ['disk-full', 'free-space'],
    ['vm-not-found', 'repair-lab'],
    ['vm-busy', 'retry'],
    ['lab-name-taken', null],
    ['unexpected', null],
  ])('%s is %s', (code, fix) => {
    expect(fixActionOf(code)).toBe(fix);
  });

  it('is one that some failure has', () => {
    const used = new Set(errorCodes.map(fixActionOf));

    expect(fixActions.filter((fix) => !used.has(fix))).toEqual([]);
  });
});
