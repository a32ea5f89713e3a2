import { describe, expect, it } from 'vitest';
import { cleanStart, createOutputLog, type OutputLog } from '../../../src-main/terminals/output-log.ts';

function logOf(keepBytes: number, pieces: readonly string[]): OutputLog {
  const log = createOutputLog(keepBytes);
  for (const piece of pieces) log.append(Buffer.from(piece));
  return log;
}

function readText(log: OutputLog, from: number): string {
  return Buffer.from(log.read(from)).toString('utf8');
}

describe('the log of a terminal', () => {
  it.each([
    [0, 'abcdefghi'],
    [2, 'cdefghi'],
    [3, 'defghi'],
    [8, 'i'],
    [9, ''],
  ])('is read from byte %i to its end', (from, text) => {
    expect(readText(logOf(100, ['abc', 'def', 'ghi']), from)).toBe(text);
  });

  it.each([-1, 10])('has no byte %i', (from) => {
    expect(() => logOf(100, ['abc', 'def', 'ghi']).read(from)).toThrow('not kept');
  });

  it.each([
    { seen: 9, keep: 0, start: 9 },
    { seen: 9, keep: 3, start: 6 },
    { seen: 9, keep: 4, start: 3 },
    { seen: 9, keep: 100, start: 0 },
    { seen: 5, keep: 0, start: 3 },
    { seen: 2, keep: 0, start: 0 },
  ])('drops only what was seen ($seen) and is not among the last $keep bytes', ({ seen, keep, start }) => {
    const log = logOf(keep, ['abc', 'def', 'ghi']);

    log.trim(seen);

    expect(log.start()).toBe(start);
    expect(readText(log, start)).toBe('abcdefghi'.slice(start));
  });

  it.each([
    { received: 8, from: 8, why: 'has everything' },
    { received: 5, from: 5, why: 'has a part of what is kept' },
    { received: 3, from: 3, why: 'has just what was dropped' },
    { received: 2, from: 7, why: 'has less than what was dropped' },
    { received: 9, from: 7, why: 'has what was never said' },
  ])('lets a screen that $why go on at $from', ({ received, from }) => {
    const log = logOf(4, ['abc', 'def\nx']);
    log.trim(3);

    expect(log.resumeFrom(received)).toBe(from);
  });
});

describe('the clean start of a text without its beginning', () => {
  it.each([
    ['31m\nnext line', 4],
    ['no line here', 0],
    ['', 0],
    [`${'x'.repeat(5000)}\n`, 0],
  ])('of %j is at %i', (text, start) => {
    expect(cleanStart(Buffer.from(text))).toBe(start);
  });

  it.each([1, 2, 3])('leaves out the %i last bytes of a character that was cut', (cut) => {
    const bytes = Buffer.from('🦆ab').subarray(cut);

    expect(Buffer.from(bytes.subarray(cleanStart(bytes))).toString('utf8')).toBe('ab');
  });
});
