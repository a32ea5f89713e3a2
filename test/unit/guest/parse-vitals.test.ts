import { describe, expect, it } from 'vitest';
import { cpuFractionBetween, parseVitals, type VitalsSample } from '../../../src-main/guest/parse-vitals.ts';

const line = 'vitals uptime 3723.45 cpu 100 0 50 800 40 0 10 20 0 0 memory 2048000 1536000 disk 25000000 2500000';

describe('parseVitals', () => {
  it('reads what a node tells', () => {
    expect(parseVitals(line)).toEqual({
      uptimeSeconds: 3723.45,
      cpu: { totalTicks: 1020, busyTicks: 160 },
      memoryTotalMiB: 2000,
      memoryUsedMiB: 500,
      diskTotalBytes: 25_000_000 * 1024,
      diskUsedBytes: 2_500_000 * 1024,
    });
  });

  it('reads the four counters that every kernel has', () => {
    expect(parseVitals('vitals uptime 1 cpu 1 2 3 4 memory 10 5 disk 10 5')?.cpu).toEqual({
      totalTicks: 10,
      busyTicks: 6,
    });
  });

  it.each([
    ['nothing', ''],
    ['another line', 'Welcome to Debian'],
    ['a word too many', `${line} more`],
    ['two lines', `${line}\n${line}`],
    ['a carriage return', `${line}\r`],
    ['a negative number', line.replace('3723.45', '-1')],
    ['a number that is none', line.replace('3723.45', 'NaN')],
    ['an exponent', line.replace('2048000', '2e9')],
    ['too few counters', 'vitals uptime 1 cpu 1 2 3 memory 10 5 disk 10 5'],
    ['a memory that was not found', line.replace('2048000 1536000', '- -')],
    ['more free memory than there is', line.replace('1536000', '9536000')],
    ['no memory at all', line.replace('2048000 1536000', '0 0')],
    ['a disk of nothing', line.replace('25000000', '0')],
    ['a number beyond all counting', line.replace('2048000', '9'.repeat(40))],
    ['a line without end', line + '0'.repeat(600)],
  ])('takes no sense from %s', (_, text) => {
    expect(parseVitals(text)).toBeNull();
  });
});

describe('cpuFractionBetween', () => {
  function sample(totalTicks: number, busyTicks: number, uptimeSeconds = totalTicks): VitalsSample {
    const rest = { memoryTotalMiB: 1, memoryUsedMiB: 1, diskTotalBytes: 1, diskUsedBytes: 1 };
    return { uptimeSeconds, cpu: { totalTicks, busyTicks }, ...rest };
  }

  it.each([
    ['no work', sample(100, 40), sample(200, 40), 0],
    ['half of the time', sample(100, 40), sample(200, 90), 0.5],
    ['all of the time', sample(100, 40), sample(200, 140), 1],
    ['more than all, by rounding', sample(100, 40), sample(200, 141), 1],
    ['no time in between', sample(100, 40), sample(100, 40), null],
    ['a new boot', sample(1000, 400), sample(100, 40), null],
    ['a new boot that has worked more', sample(100, 10, 50), sample(200, 60, 20), null],
    ['a counter that went back', sample(100, 40), sample(200, 30), null],
  ] as const)('tells of %s', (...[, earlier, later, expected]) => {
    expect(cpuFractionBetween(earlier, later)).toBe(expected);
  });
});
