import { describe, expect, it } from 'vitest';
import { parseVmLog } from '../../../../src-main/hypervisors/virtualbox/parse-vm-log.ts';
import { readText } from '../../../fakes/recordings.ts';

/** Lines of VirtualBox's sources (HM.cpp, NEMR3.cpp; 7.0 to 7.2), as users' logs show them. */
const header = '00:00:01.100000 VirtualBox VM 7.2.4 r170995 win.amd64 (Oct 21 2025) release log';
const vtx = '00:00:01.227155 HM: HMR3Init: VT-x w/ nested paging and unrestricted guest execution hw support';
const fallBack = '00:00:02.593793 HM: HMR3Init: Attempting fall back to NEM: VT-x is not available';
const present = '00:00:02.600001 NEM: WHvCapabilityCodeHypervisorPresent is TRUE, so this might work...';
const snail = '00:00:02.700000 NEM: NEMR3Init: Snail execution mode is active!';
const turtle = '00:00:01.400000 NEM: NEMR3Init: Turtle execution mode is active!';
const driverless = '00:00:01.345849 HM: HMR3Init: Attempting fall back to NEM: Driverless mode';
const notAvailable = '00:00:02.700000 NEM: NEMR3Init: Not available.';
const interpreted = '00:00:02.800000 HM: HMR3Init: Falling back on IEM: NEM not available';

describe('the way a VM is run', () => {
  it.each([
    ['Intel', [vtx], 'native'],
    ['Windows holding the CPU', [fallBack, present, snail], 'slow'],
    ['macOS, where there is no other way', [driverless, turtle], 'native'],
    ['nothing left but emulation', [fallBack, notAvailable, interpreted], 'software'],
    ['a fall back that was only tried', [fallBack], null],
    ['a fall back that failed', [fallBack, present, notAvailable], null],
    ['a log that has just begun', [], null],
    ['a mention elsewhere', ['00:00:01.9 HM: VT-x/AMD-V init method: Global'], null],
  ])('is read from a log of %s', (_, lines, mode) => {
    expect(parseVmLog([header, ...lines].join('\r\n')).execution?.mode ?? null).toBe(mode);
  });

  it('is native in the log of a VM that ran on AMD-V', () => {
    const { execution } = parseVmLog(readText('virtualbox/vm-log-amd-v'));

    expect(execution).toEqual({ mode: 'native', evidence: ['HM: HMR3Init: AMD-V w/ nested paging'] });
  });

  it('comes with the lines that say so, without their times', () => {
    expect(parseVmLog([header, fallBack, present, snail, 'else'].join('\n')).execution?.evidence).toEqual([
      'HM: HMR3Init: Attempting fall back to NEM: VT-x is not available',
      'NEM: WHvCapabilityCodeHypervisorPresent is TRUE, so this might work...',
      'NEM: NEMR3Init: Snail execution mode is active!',
    ]);
  });
});

describe('a log', () => {
  it('names the version that wrote it', () => {
    expect(parseVmLog(header).version).toBe('7.2.4');
    expect(parseVmLog('cut off').version).toBeNull();
  });

  it('names what VirtualBox gave up for, and none of the codes that every log is full of', () => {
    const lines = [
      header,
      '00:00:01.3 NvramStore: Failed to find file (VERR_FILE_NOT_FOUND)',
      '00:00:01.5 VMSetError: HM.cpp(812) rc=VERR_SVM_DISABLED; AMD-V is disabled in the BIOS (or by the host OS)',
      '00:00:01.6 Power up failed (vrc=VERR_SVM_DISABLED, hrc=NS_ERROR_FAILURE (0X80004005))',
    ];

    expect(parseVmLog(lines.join('\n')).failures).toEqual([
      'VMSetError: HM.cpp(812) rc=VERR_SVM_DISABLED; AMD-V is disabled in the BIOS (or by the host OS)',
      'Power up failed (vrc=VERR_SVM_DISABLED, hrc=NS_ERROR_FAILURE (0X80004005))',
    ]);
  });
});
