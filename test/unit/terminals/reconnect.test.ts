import { describe, expect, it, vi } from 'vitest';
import { labIdSchema } from '../../../src-main/domain/ids.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { createTerminalService } from '../../../src-main/terminals/create-terminal-service.ts';
import type { PtyEnd } from '../../../src-main/terminals/pty.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakePty, type FakePty } from '../../fakes/fake-pty.ts';

const lost = { exitCode: 255, signal: null };

interface OtherEnd {
  readonly end?: PtyEnd;
  readonly sleptLaterMs?: number;
  readonly lab?: string;
}

/** One terminal on a node, on a screen that notes what it is told. */
async function openOne() {
  const clock = createFakeClock();
  const programs: FakePty[] = [];
  const service = createTerminalService({
    findTarget: (lab, node) =>
      Promise.resolve({
        labId: labIdSchema.parse(lab),
        node,
        command: { program: 'ssh', args: [node], env: {}, cwd: '/' },
      }),
    startPty: () => {
      const program = createFakePty();
      programs.push(program);
      return Promise.resolve(program);
    },
    openConsole: () => Promise.reject(new Error('no consoles here')),
    random: systemRandom,
    clock,
    logger: silentLogger,
  });
  const { terminalId } = await service.open({ kind: 'ssh', lab: 'bigdata', node: 'pi-200', cols: 80, rows: 24 });
  const heard: string[] = [];
  let text = '';
  const attachment = service.attach(terminalId, {
    bytes: (bytes) => (text += Buffer.from(bytes).toString('utf8')),
    notice: ({ type }) => heard.push(type),
    close: () => undefined,
  });
  attachment?.request({ type: 'hello', received: 0 });
  const last = (): FakePty => {
    const program = programs.at(-1);
    if (program === undefined) throw new Error('nothing was started');
    return program;
  };
  return { clock, service, terminalId, attachment, programs, heard, text: () => text, last };
}

describe('a terminal after a sleep', () => {
  it('is connected again below its old text, and can be typed into', async () => {
    const one = await openOne();
    one.last().say('old words');
    one.last().finish(lost);

    await one.service.reconnect('bigdata', one.clock.now());
    one.last().say('pi-200:~$ ');
    await vi.waitFor(() => expect(one.text()).toContain('pi-200:~$'));
    one.attachment?.write(Buffer.from('ls'));

    expect(one.programs).toHaveLength(2);
    expect(one.text()).toMatch(/^old words\r\n─+\r\npi-200:~\$ $/);
    expect(one.heard).toEqual(['replay', 'exit', 'again']);
    expect(one.last().calls).toContain('typed ls');
    expect(one.service.list()).toMatchObject([{ terminalId: one.terminalId, state: 'running', exitCode: null }]);
  });

  it('is connected again also when its connection breaks a while later', async () => {
    const one = await openOne();
    let looks = 0;
    one.clock.onSleep(() => {
      if ((looks += 1) === 15) one.last().finish(lost);
    });

    await one.service.reconnect('bigdata', one.clock.now());

    expect(one.programs).toHaveLength(2);
  });

  it('is tried three times, and then left to the user', async () => {
    const one = await openOne();
    one.clock.onSleep(() => one.last().finish(lost));
    one.last().finish(lost);

    await one.service.reconnect('bigdata', one.clock.now());

    expect(one.programs).toHaveLength(4);
    expect(one.service.list()).toMatchObject([{ state: 'ended', exitCode: 255 }]);
  });

  const otherEnds: readonly (readonly [string, OtherEnd])[] = [
    ['by its user', { end: { exitCode: 0, signal: null } }],
    ['by a command', { end: { exitCode: 1, signal: null } }],
    ['by a signal', { end: { exitCode: 255, signal: 9 } }],
    ['before the sleep', { sleptLaterMs: 60_000 }],
    ['in another lab', { lab: 'other' }],
  ];
  it.each(otherEnds)('is left alone when it was ended %s', async (_name, { end, sleptLaterMs, lab }) => {
    const one = await openOne();
    one.last().finish(end ?? lost);

    await one.service.reconnect(lab ?? 'bigdata', one.clock.now() + (sleptLaterMs ?? 0));

    expect(one.programs).toHaveLength(1);
  });

  it('that was closed stays closed', async () => {
    const one = await openOne();
    one.last().finish(lost);
    one.service.close(one.terminalId);

    await one.service.reconnect('bigdata', one.clock.now());

    expect(one.programs).toHaveLength(1);
  });

  it('keeps nobody from ending the app', async () => {
    const one = await openOne();
    let looks = 0;
    let closing = Promise.resolve();
    one.clock.onSleep(() => {
      looks += 1;
      if (looks === 3) {
        one.last().finish(lost);
        closing = one.service.closeAll();
      }
    });

    await one.service.reconnect('bigdata', one.clock.now());

    await closing;

    expect(looks).toBeLessThan(10);
    expect(one.programs).toHaveLength(1);
  });
});
