import { describe, expect, it } from 'vitest';
import { labIdSchema } from '../../../src-main/domain/ids.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createTerminalService } from '../../../src-main/terminals/create-terminal-service.ts';
import type { TerminalService } from '../../../src-main/terminals/terminal-service.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakePty, type FakePty } from '../../fakes/fake-pty.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { createFakeScreen, type FakeScreen } from '../../fakes/fake-screen.ts';

interface Setting {
  readonly service: TerminalService;
  readonly ptys: readonly FakePty[];
  readonly pty: (index: number) => FakePty;
}

function setUp(): Setting {
  const ptys: FakePty[] = [];
  const service = createTerminalService({
    findTarget: async (lab, node) => ({
      labId: labIdSchema.parse(lab),
      node,
      command: { program: '/usr/bin/ssh', args: [node], env: {}, cwd: '/' },
    }),
    startPty: async () => {
      const pty = createFakePty();
      ptys.push(pty);
      return pty;
    },
    openConsole: () => Promise.reject(new Error('no consoles here')),
    random: createFakeRandom(),
    clock: createFakeClock(),
    logger: silentLogger,
  });
  const pty = (index: number): FakePty => {
    const found = ptys[index];
    if (found === undefined) throw new Error(`no pty ${String(index)}`);
    return found;
  };
  return { service, ptys, pty };
}

const request = { kind: 'ssh' as const, lab: 'bigdata', node: 'pi-200', cols: 80, rows: 24 };

/** A terminal with a screen that was greeted. */
async function openOn(screen: FakeScreen, setting: Setting) {
  const { terminalId } = await setting.service.open(request);
  const attachment = setting.service.attach(terminalId, screen);
  if (attachment === null) throw new Error('no such terminal');
  attachment.request({ type: 'hello', received: 0 });
  return { terminalId, attachment };
}

describe('the terminals', () => {
  it('are several for one node', async () => {
    const { service } = setUp();

    const [first, second] = [await service.open(request), await service.open(request)];

    expect(first.terminalId).not.toBe(second.terminalId);
    expect(service.list()).toEqual([first, second]);
    expect(first).toMatchObject({
      labId: 'bigdata',
      node: 'pi-200',
      cols: 80,
      rows: 24,
      state: 'running',
      exitCode: null,
    });
  });

  it('stay in the list with their exit code until they are closed', async () => {
    const { service, pty } = setUp();
    const { terminalId } = await service.open(request);

    pty(0).finish({ exitCode: 255, signal: null });

    expect(service.list()).toMatchObject([{ state: 'ended', exitCode: 255 }]);
    service.close(terminalId);
    expect(service.list()).toEqual([]);
  });

  it('pass on what is typed', async () => {
    const setting = setUp();
    const { attachment } = await openOn(createFakeScreen(), setting);

    attachment.write(Buffer.from('ls\r'));

    expect(setting.pty(0).calls).toEqual(['typed ls\r']);
  });

  it('take another size once', async () => {
    const setting = setUp();
    const { attachment } = await openOn(createFakeScreen(), setting);

    for (const cols of [80, 100, 100]) attachment.request({ type: 'resize', cols, rows: 24 });

    expect(setting.pty(0).calls).toEqual(['100x24']);
    expect(setting.service.list()).toMatchObject([{ cols: 100, rows: 24 }]);
  });

  it.each([
    null,
    'hello',
    {},
    { type: 'exec', command: 'rm' },
    { type: 'resize', cols: -1, rows: 24 },
    { type: 'ack', bytes: 0 },
  ])('refuse %j as a request', async (frame) => {
    const setting = setUp();
    const { attachment } = await openOn(createFakeScreen(), setting);

    expect(attachment.request(frame)).toBe(false);
    expect(setting.pty(0).calls).toEqual([]);
  });

  it('have one screen: a second one takes over', async () => {
    const setting = setUp();
    const [first, second] = [createFakeScreen(), createFakeScreen()];
    const { terminalId, attachment } = await openOn(first, setting);

    const later = setting.service.attach(terminalId, second);
    attachment.write(Buffer.from('from the first'));
    attachment.detach();
    later?.write(Buffer.from('from the second'));

    expect(first.got.slice(-2)).toEqual([{ type: 'taken-over' }, { type: 'closed' }]);
    expect(setting.pty(0).calls).toEqual(['typed from the second']);
  });

  it('hang up when they are closed, and force what does not mind', async () => {
    const setting = setUp();
    const screen = createFakeScreen();
    const { terminalId } = await openOn(screen, setting);

    setting.service.close(terminalId);
    setting.service.close(terminalId);

    expect(screen.got.at(-1)).toEqual({ type: 'closed' });
    await expect.poll(() => setting.pty(0).calls).toEqual(['hang up', 'force']);
  });

  it('are not shown when there is no such terminal', () => {
    expect(setUp().service.attach('3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7d1', createFakeScreen())).toBeNull();
  });

  it('tell of each change', async () => {
    const { service, pty } = setUp();
    const states: (readonly string[])[] = [];
    const stop = service.onChange(() => states.push(service.list().map(({ state }) => state)));

    const { terminalId } = await service.open(request);
    pty(0).finish();
    service.close(terminalId);
    stop();
    await service.open(request);

    expect(states).toEqual([['running'], ['ended'], []]);
  });

  it('are all ended at shutdown, and none opens afterwards', async () => {
    const { service, pty, ptys } = setUp();
    await service.open(request);
    await service.open(request);
    const closing = service.closeAll();
    expect(service.list()).toEqual([]);
    pty(0).finish();
    pty(1).finish();
    await closing;

    const late = service.open(request);
    await expect.poll(() => ptys.length).toBe(3);
    pty(2).finish();

    await expect(late).rejects.toThrow('cancelled');
    expect(pty(0).calls).toEqual(['hang up']);
  });
});
