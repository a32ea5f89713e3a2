import { describe, expect, test } from 'vitest';

import { runInteractive } from '../../../src-main/process/interactive.ts';
import { createTestRunner, neverAborted, platformId, script } from './set-up.ts';

const place = { platformId, env: process.env };

describe('runInteractive', () => {
  test.each([0, 5, 255])('returns exit code %i', async (exitCode) => {
    expect(await runInteractive(script(`process.exit(${String(exitCode)})`), place)).toBe(exitCode);
  });

  test.skipIf(platformId === 'windows')('counts a signal as shells do', async () => {
    expect(await runInteractive(script('process.kill(process.pid, "SIGKILL")'), place)).toBe(137);
  });

  test('says that the program is missing', async () => {
    await expect(runInteractive({ program: 'no-such-program-here', args: [] }, place)).rejects.toMatchObject({
      reason: 'missing',
    });
  });

  test('hands its own input and output to the program', async () => {
    const entry = new URL('hand-over.ts', import.meta.url).pathname;
    const spec = { program: process.execPath, args: [entry], input: 'typed\n', okExitCodes: [9] };

    const { stdout } = await createTestRunner().run(spec, neverAborted());

    expect(stdout).toBe('got typed\n');
  });
});
