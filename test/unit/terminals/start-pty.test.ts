import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createStartPty } from '../../../src-main/terminals/start-pty.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

vi.mock('node-pty', () => {
  throw new Error('built for another computer');
});

describe('a terminal', () => {
  it('says how to do without where its compiled part is missing', async () => {
    const startPty = createStartPty({ platformId: 'linux', clock: createFakeClock(), logger: silentLogger });
    const command = { program: '/usr/bin/ssh', args: ['-F', '/my labs/config', 'pi-200'], env: {}, cwd: '/' };

    await expect(startPty(command, { cols: 80, rows: 24 })).rejects.toMatchObject({
      code: 'terminals-missing',
      params: { command: "/usr/bin/ssh -F '/my labs/config' pi-200" },
    });
  });
});
