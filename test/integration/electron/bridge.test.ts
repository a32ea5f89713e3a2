import { describe, expect, it, vi } from 'vitest';
import { desktopChannels, type DesktopFrame } from '../../../src-main/contract/desktop-bridge.ts';
import { terminalInfoSchema } from '../../../src-main/contract/terminal-views.ts';
import { FakeContents, type FakeFrame } from '../../fakes/fake-electron-objects.ts';
import { createLocalTerminals } from '../terminals/set-up.ts';
import { createElectronTrial, runPreload, usePreload } from './set-up.ts';

usePreload();

const ownUrl = 'bdl://app/#/labs';

describe('the preload script', () => {
  it('gives the page one object with five functions, and asks Electron for nothing else', async () => {
    const { page } = await createElectronTrial();

    expect(page.exposed).toEqual(['bigDataLab']);
    expect(Object.keys(page.bridge).sort()).toEqual(['abort', 'listen', 'openLine', 'request', 'sendFilePart']);
  });
});

describe('a request of our page', () => {
  it('is answered as in browser mode', async () => {
    const { call } = await createElectronTrial();

    expect(await call('app.info')).toMatchObject({ mode: 'electron', version: '0.0.0', language: 'en' });
  });

  it('that nobody waits for any more is told so', async () => {
    const trial = await createElectronTrial();
    const { resolve, promise } = Promise.withResolvers<string>();
    vi.spyOn(trial.core, 'dispatch').mockImplementation(({ signal }) => {
      signal.addEventListener('abort', () => resolve('aborted'));
      return new Promise(() => undefined);
    });
    trial.page.bridge.request({ callId: 7, method: 'host.check', body: '{}' }).catch(() => undefined);

    trial.page.bridge.abort(7);

    expect(await promise).toBe('aborted');
  });

  it.each([
    ['no JSON', '{', 'malformed-request'],
    ['too much', JSON.stringify({ lab: 'x'.repeat(256 * 1024) }), 'request-too-large'],
    ['another shape', '{"lab":7}', 'invalid-input'],
  ])('with %s is refused without effect', async (_, body, code) => {
    const { codeOf, effects } = await createElectronTrial();

    expect(await codeOf({ callId: 1, method: 'lab.start', body })).toBe(code);
    expect(effects).toEqual([]);
  });

  it('for a method that is none is refused', async () => {
    const { codeOf } = await createElectronTrial();

    expect(await codeOf({ callId: 1, method: 'constructor', body: '{}' })).toBe('unknown-method');
  });
});

describe('a message of anybody else', () => {
  const frames: readonly (readonly [string, FakeFrame | null])[] = [
    ['a frame within our page', { url: ownUrl, parent: { url: ownUrl, parent: null } }],
    ['a page of the web', { url: 'https://app/', parent: null }],
    ['a file', { url: 'file:///app/', parent: null }],
    ['our scheme under another name', { url: 'bdl://app.evil/', parent: null }],
    ['our name behind a user', { url: 'bdl://app@evil/', parent: null }],
    ['a page that is gone', null],
    ['an empty page', { url: 'about:blank', parent: null }],
  ];

  it.each(frames)('is refused: %s', async (_, frame) => {
    const trial = await createElectronTrial();
    const other = runPreload(trial.electron.ipc, trial.window.webContents, () => frame);

    const answer = await other.bridge.request({ callId: 1, method: 'lab.list', body: '{}' });

    expect(answer).toMatchObject({ ok: false, error: { code: 'foreign-request' } });
    expect(trial.effects).toEqual([]);
    expect(trial.logged.join()).toContain('foreign page');
  });

  it('is refused also when it says that it is our page, but is in no window of ours', async () => {
    const trial = await createElectronTrial();
    const stranger = new FakeContents();
    stranger.url = ownUrl;
    const other = runPreload(trial.electron.ipc, stranger);
    const heard: unknown[] = [];

    other.bridge.listen((event) => heard.push(event));
    const answer = await other.bridge.request({ callId: 1, method: 'lab.list', body: '{}' });

    expect(answer).toMatchObject({ ok: false, error: { code: 'foreign-request' } });
    expect(heard).toEqual([]);
    expect(trial.effects).toEqual([]);
  });
});

describe('events', () => {
  it('begin with a welcome and go on until the page does not listen any more', async () => {
    const { page, call } = await createElectronTrial();
    const heard: unknown[] = [];
    const stop = page.bridge.listen((event) => heard.push(event));

    await call('settings.set', { theme: 'dark' });
    stop();
    await call('settings.set', { theme: 'light' });

    expect(heard).toMatchObject([
      { type: 'welcome', screens: 1 },
      { type: 'settings-changed', settings: { theme: 'dark' } },
    ]);
  });

  it('do not count the icon beside the clock as a screen, nor a page that was loaded anew twice', async () => {
    const { hear, window } = await createElectronTrial();
    hear();

    await window.loadURL('bdl://app/?visit=1');
    const heard = hear();

    expect(heard[0]).toMatchObject({ type: 'welcome', screens: 1 });
  });

  it('end with a goodbye', async () => {
    const { hear, core } = await createElectronTrial();
    const heard = hear();

    await core.close();

    expect(heard.at(-1)).toEqual({ type: 'goodbye' });
  });
});

interface HeardLine {
  readonly frames: DesktopFrame[];
  readonly text: () => string;
  readonly line: ReturnType<Awaited<ReturnType<typeof createElectronTrial>>['page']['bridge']['openLine']>;
}

async function createTerminalTrial(): Promise<{
  readonly trial: Awaited<ReturnType<typeof createElectronTrial>>;
  readonly terminalId: string;
  readonly open: (terminalId: string) => HeardLine;
}> {
  const terminals = createLocalTerminals('echo ready; while read line; do echo "you said $line"; done');
  const trial = await createElectronTrial({ terminals });
  const request = { lab: 'labor', node: 'pi-200', kind: 'ssh', cols: 80, rows: 24 };
  const { terminalId } = terminalInfoSchema.parse(await trial.call('terminals.open', request));
  const open = (id: string): HeardLine => {
    const frames: DesktopFrame[] = [];
    const line = trial.page.bridge.openLine(id, (frame) => frames.push(frame));
    const text = (): string =>
      Buffer.concat(frames.flatMap((frame) => (frame.kind === 'bytes' ? [frame.bytes] : []))).toString('utf8');
    return { frames, line, text };
  };
  return { trial, terminalId, open };
}

describe.skipIf(process.platform === 'win32')('a terminal through the bridge', () => {
  it('carries bytes both ways', async () => {
    const { terminalId, open } = await createTerminalTrial();
    const { line, frames, text } = open(terminalId);

    line.send(JSON.stringify({ type: 'hello', received: 0 }));
    await expect.poll(text).toContain('ready');
    line.send(new TextEncoder().encode('grüße\r'));

    await expect.poll(text).toContain('you said grüße');
    expect(frames.slice(0, 2)).toEqual([{ kind: 'open' }, { kind: 'text', text: '{"type":"replay","from":0}' }]);
  });

  it.each(['no json', '{}', '{"type":"run","command":"reboot"}', '{"type":"resize","cols":-1,"rows":1}'])(
    'cuts off a page that says %s',
    async (frame) => {
      const { terminalId, open } = await createTerminalTrial();
      const { line, frames } = open(terminalId);

      line.send(frame);

      expect(frames.at(-1)).toEqual({ kind: 'closed', code: 1008 });
    },
  );

  it('cuts off a page that pastes more than a person would', async () => {
    const { terminalId, open } = await createTerminalTrial();
    const { line, frames } = open(terminalId);

    line.send(new Uint8Array(4 * 1024 * 1024 + 1));

    expect(frames.at(-1)).toEqual({ kind: 'closed', code: 1008 });
  });

  it('that is none is told apart', async () => {
    const { open } = await createTerminalTrial();

    expect(open(crypto.randomUUID()).frames).toEqual([{ kind: 'closed', code: 4404 }]);
  });

  it('is free for the next page when this one is loaded anew or crashes, and its program goes on', async () => {
    const { trial, terminalId, open } = await createTerminalTrial();
    open(terminalId).line.send(JSON.stringify({ type: 'hello', received: 0 }));

    trial.window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    const next = open(terminalId);
    next.line.send(JSON.stringify({ type: 'hello', received: 0 }));

    await expect.poll(next.text).toContain('ready');
  });

  it('goes on when only the place in the app changes', async () => {
    const { trial, terminalId, open } = await createTerminalTrial();
    const { frames } = open(terminalId);

    await trial.window.loadURL('bdl://app/#/settings');

    expect(frames).toEqual([{ kind: 'open' }]);
  });

  it('sends no more memory than its own bytes', async () => {
    const { trial, terminalId, open } = await createTerminalTrial();
    const sent: unknown[] = [];
    trial.window.webContents.toPage.on(desktopChannels.line, (_, frame: unknown) => sent.push(frame));
    const { line, text } = open(terminalId);
    line.send(JSON.stringify({ type: 'hello', received: 0 }));
    await expect.poll(text).toContain('ready');

    const sizes = sent.flatMap((frame) =>
      typeof frame === 'object' && frame !== null && 'bytes' in frame && frame.bytes instanceof Uint8Array
        ? [[frame.bytes.byteLength, frame.bytes.buffer.byteLength]]
        : [],
    );
    expect(sizes.length).toBeGreaterThan(0);
    for (const [own, all] of sizes) expect(all).toBe(own);
  });
});
