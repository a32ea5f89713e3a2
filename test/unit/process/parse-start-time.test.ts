import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseLinuxStat, parseMacosPs, parseWindowsStartTime } from '../../../src-main/process/parse-start-time.ts';

/** Fields 3 to 24 as Linux 6 prints them, with the state and the start time in their places. */
function statLine(name: string, state = 'S', startTicks = '987654'): string {
  return `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 101 0 0 0 3 1 0 0 20 0 1 0 ${startTicks} 8888320 512 18446744073709551615\n`;
}

describe('parseLinuxStat', () => {
  test.each(['bash', 'qemu-system-x86', 'a b', 'weird) S 1 2 3', '((', 'x\ny', ') 9 9'])(
    'reads the start time of %j',
    (name) => {
      expect(parseLinuxStat(statLine(name))).toEqual({ startTicks: '987654', isZombie: false });
    },
  );

  test.each([
    ['Z', true],
    ['X', true],
    ['R', false],
    ['D', false],
    ['T', false],
  ])('says of state %s: ended %s', (state, isZombie) => {
    expect(parseLinuxStat(statLine('x', state)).isZombie).toBe(isZombie);
  });

  test('is not misled by any name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), fc.nat(), (name, ticks) => {
        expect(parseLinuxStat(statLine(name, 'S', String(ticks))).startTicks).toBe(String(ticks));
      }),
    );
  });

  test.each(['', '4711 (bash) S 1 2', '4711 bash'])('refuses the cut text %j', (text) => {
    expect(() => parseLinuxStat(text)).toThrow('unexpected /proc stat line');
  });
});

// Written by hand after ps(1) of macOS 15; to be replaced by a recording.
describe('parseMacosPs', () => {
  test('reads the start time, with one blank between its parts', () => {
    expect(parseMacosPs('Ss   Fri Jul  3 09:05:07 2026    \n')).toBe('Fri Jul 3 09:05:07 2026');
  });

  test('knows no process in an empty answer or a zombie', () => {
    expect(parseMacosPs('')).toBeNull();
    expect(parseMacosPs('Z    Fri Jul  3 09:05:07 2026\n')).toBeNull();
  });

  test('refuses anything else', () => {
    expect(() => parseMacosPs('ps: illegal option')).toThrow('unexpected line of ps');
  });
});

describe('parseWindowsStartTime', () => {
  test('reads the ticks', () => {
    expect(parseWindowsStartTime('638876543210000000\r\n')).toBe('638876543210000000');
  });

  test('knows no process only when told so', () => {
    expect(parseWindowsStartTime('gone\r\n')).toBeNull();
    expect(() => parseWindowsStartTime('')).toThrow('unexpected answer');
  });
});
