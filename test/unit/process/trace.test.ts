import { describe, expect, test } from 'vitest';

import { recordCommand, traceCommands, untraced } from '../../../src-main/process/trace.ts';

function command(line: string) {
  return { line, exitCode: 0, durationMs: 1 };
}

async function later(line: string): Promise<void> {
  await Promise.resolve();
  recordCommand(command(line));
}

describe('traceCommands', () => {
  test('gives the sink what runs inside, also after waiting', async () => {
    const lines: string[] = [];

    await traceCommands(
      ({ line }) => lines.push(line),
      () => later('inside'),
    );
    recordCommand(command('outside'));

    expect(lines).toEqual(['inside']);
  });

  test('keeps work that runs at the same time apart', async () => {
    const first: string[] = [];
    const second: string[] = [];

    await Promise.all([
      traceCommands(
        ({ line }) => first.push(line),
        () => later('one'),
      ),
      traceCommands(
        ({ line }) => second.push(line),
        () => later('two'),
      ),
    ]);

    expect([first, second]).toEqual([['one'], ['two']]);
  });

  test('gives commands of an inner trace to both, and untraced ones to none', async () => {
    const outer: string[] = [];
    const inner: string[] = [];

    await traceCommands(
      ({ line }) => outer.push(line),
      async () => {
        await traceCommands(
          ({ line }) => inner.push(line),
          () => later('deep'),
        );
        await untraced(() => later('ps'));
      },
    );

    expect([outer, inner]).toEqual([['deep'], ['deep']]);
  });

  test('passes on result and failure of the work', async () => {
    function ignore(): void {
      expect.unreachable('no command ran');
    }

    await expect(traceCommands(ignore, () => Promise.resolve(5))).resolves.toBe(5);
    await expect(traceCommands(ignore, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
