import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../src-main/domain/failure.ts';
import { toLabError, toStartFailure } from '../../../../src-main/hypervisors/parallels/failures.ts';
import { createParallelsTools } from '../../../../src-main/hypervisors/parallels/tools.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { createFakeClock } from '../../../fakes/fake-clock.ts';

const subject = { name: 'pi-200', path: '/data/labs/l/nodes/pi-200' };
const call = { tool: 'prlctl', args: ['list'] } as const;
const paths = { prlctl: 'prlctl', prlsrvctl: 'prlsrvctl', prl_disk_tool: 'prl_disk_tool' };

function failed(stderr: string, reason: CommandError['reason'] = 'exit-code'): CommandError {
  const command = { program: 'prlctl', args: ['start', 'x'] };
  return new CommandError(reason, { command, exitCode: reason === 'exit-code' ? 255 : null, stdout: '', stderr });
}

function codeOf(error: unknown): string {
  return error instanceof LabError ? error.code : 'not a LabError';
}

/** Texts as other programs' sources and their users' reports tell them; none was recorded here. */
const texts: readonly (readonly [string, string])[] = [
  ['Failed to get VM config: The virtual machine could not be found.', 'vm-not-found'],
  ['Login failed: unable to connect to the server', 'parallels-starting'],
  ['Data synchronization is currently in progress. Please wait.', 'vm-busy'],
  ["To do this, you must enter the host OS administrator's credentials", 'parallels-password'],
  ['This product was activated for a limited period of time that has now expired', 'parallels-licence-expired'],
  ['PrlHandle_FromString: Invalid argument', 'parallels-licence-missing'],
  ['This feature is not available in this edition of Parallels Desktop. ', 'parallels-edition'],
  ['The shared network is not connected to the Mac', 'parallels-network-off'],
  ['Failed to find the snapshot {1}: the snapshot could not be found', 'snapshot-not-found'],
  ['There is not enough disk space', 'disk-full'],
  ['Operation failed. Unknown error (0x80000009)', 'command-failed'],
];

describe('error catalogue', () => {
  it.each(texts)('takes "%s" for %s', (text, code) => {
    expect(codeOf(toLabError(failed(text), subject))).toBe(code);
  });

  it.each(texts)('takes it cut and with other words around it: "%s"', (text, code) => {
    const wrapped = `prlctl (27.1.0): error\r\n  ${text}\r\nSee the log for details.`;

    expect(codeOf(toLabError(failed(wrapped), subject))).toBe(code);
  });

  it('keeps the evidence of what nobody knows, and claims no cause', () => {
    expect(toLabError(failed('Something new happened'), subject)).toMatchObject({
      code: 'command-failed',
      evidence: ['Something new happened', 'prlctl start x'],
    });
  });

  it('calls a start without a named cause just that', () => {
    expect(codeOf(toStartFailure(failed('Unable to start the virtual machine. Operation failed.'), subject))).toBe(
      'vm-start-failed',
    );
    expect(codeOf(toStartFailure(failed('Login failed'), subject))).toBe('parallels-starting');
  });

  it('tells a silent program from a missing one', () => {
    expect(codeOf(toLabError(failed('', 'timeout'), subject))).toBe('command-timeout');
    expect(codeOf(toLabError(failed('', 'missing'), subject))).toBe('hypervisor-missing');
  });
});

describe('what passes by itself', () => {
  it.each([
    ['Login failed', 5],
    ['Data synchronization is currently in progress', 2],
    ['Operation failed', 0],
  ])('"%s" is tried again %d times, 2 s apart', async (text, times) => {
    const clock = createFakeClock();
    let tries = 0;
    const runner = {
      run: () => {
        tries += 1;
        return Promise.reject(failed(text));
      },
    };
    const tools = createParallelsTools({ runner, paths, clock, logger: silentLogger });

    await expect(tools.run(call, new AbortController().signal)).rejects.toThrow(text);

    expect(tries).toBe(times + 1);
    expect(clock.sleeps).toEqual(Array.from({ length: times }, () => 2000));
  });
});
