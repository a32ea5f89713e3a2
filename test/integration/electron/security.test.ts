import { describe, expect, it } from 'vitest';
import { fakeEvent } from '../../fakes/fake-electron-objects.ts';
import { builtPage, createElectronTrial, usePreload } from './set-up.ts';

usePreload();

const permissions = ['media', 'geolocation', 'notifications', 'clipboard-read', 'fileSystem', 'usb', 'openExternal'];

describe('the window', () => {
  it('has a sandboxed, isolated page without Node and without webviews', async () => {
    const { window, electron } = await createElectronTrial();

    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      devTools: false,
      preload: '/preload.cjs',
    });
    expect(electron.app.isSandboxed).toBe(true);
    expect(window.loaded).toEqual(['bdl://app/']);
  });

  it('has a scheme of its own that is secure and reaches nothing else', async () => {
    const { electron } = await createElectronTrial();

    expect(electron.schemes).toEqual([
      {
        scheme: 'bdl',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
  });
});

describe('our scheme', () => {
  it('serves the page with a new nonce and a policy that lets it connect to nothing', async () => {
    const { electron } = await createElectronTrial();
    const first = await electron.load('bdl://app/');
    const second = await electron.load('bdl://app/?visit=2');
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy)?.[1] ?? '';

    expect(nonce).not.toBe('');
    expect(await first.text()).toBe(builtPage.replace('content=""', `content="${nonce}"`));
    expect(policy).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves built files by exact name', async () => {
    const { electron } = await createElectronTrial();
    const file = await electron.load('bdl://app/assets/main-1a2b.js');

    expect(await file.text()).toBe('export {};\n');
    expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    'bdl://app/../../etc/passwd',
    'bdl://app/%2e%2e/%2e%2e/etc/passwd',
    'bdl://app/assets',
    'bdl://app/index.html',
    'bdl://other/',
    'bdl://user@app/',
  ])('has nothing at %s', async (url) => {
    const { electron, logged } = await createElectronTrial();
    const answer = await electron.load(url);

    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 404, body: '' });
    expect(logged.join()).toContain('not there');
  });

  it('takes nothing', async () => {
    const { electron } = await createElectronTrial();

    expect((await electron.load('bdl://app/', 'POST')).status).toBe(405);
  });
});

describe('a page', () => {
  it.each(['https://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'bdl://other/', 'data:text/html,x'])(
    'cannot go to %s, nor can a frame in it, nor be redirected there',
    async (url) => {
      const { window, logged } = await createElectronTrial();

      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        const event = fakeEvent({ url });
        window.webContents.emit(name, event);
        expect(event.defaultPrevented).toBe(true);
      }
      expect(logged.filter((line) => line.includes('another page'))).toHaveLength(3);
    },
  );

  it('may be loaded again', async () => {
    const { window } = await createElectronTrial();
    const event = fakeEvent({ url: 'bdl://app/#/labs' });

    window.webContents.emit('will-navigate', event);

    expect(event.defaultPrevented).toBe(false);
  });

  it('holds no webview', async () => {
    const { window } = await createElectronTrial();
    const event = fakeEvent({});

    window.webContents.emit('will-attach-webview', event);

    expect(event.defaultPrevented).toBe(true);
  });

  it.each([...permissions, 'clipboard-sanitized-write'])('is granted %s only for copying', async (permission) => {
    const { electron, window } = await createElectronTrial();
    const expected = permission === 'clipboard-sanitized-write';
    const answers: boolean[] = [];

    electron.session.permissionRequest?.(window.webContents, permission, (granted) => answers.push(granted));
    answers.push(electron.session.permissionCheck?.(null, permission, 'bdl://app/') ?? true);

    expect(answers).toEqual([expected, expected]);
  });

  it('of somebody else may not even copy', async () => {
    const { electron, window } = await createElectronTrial();
    const answers: boolean[] = [];
    const { url } = window.webContents;
    window.webContents.url = 'https://example.org/';
    electron.session.permissionRequest?.(window.webContents, 'clipboard-sanitized-write', (granted) =>
      answers.push(granted),
    );
    window.webContents.url = url;

    expect(answers).toEqual([false]);
    expect(electron.session.permissionCheck?.(null, 'clipboard-sanitized-write', 'https://example.org')).toBe(false);
  });

  it('gets no device, no picture of the screen and no download', async () => {
    const { electron } = await createElectronTrial();
    const streams: object[] = [];
    const event = fakeEvent({});
    electron.session.displayMedia?.({}, (given) => streams.push(given));
    electron.session.emit('will-download', event, { getURL: () => 'https://example.org/x.exe' });

    expect(electron.session.device?.()).toBe(false);
    expect(streams).toEqual([{}]);
    expect(event.defaultPrevented).toBe(true);
  });

  it.each([
    ['blob:bdl://app/0b0e3c1e-1b5c-4d3e-9c1d-0a1b2c3d4e5f', false],
    ['blob:https://example.org/0b0e3c1e', true],
    ['blob:null/0b0e3c1e', true],
    ['bdl://app/assets/main.js', true],
    ['data:text/plain,x', true],
  ])('may keep a text it made itself, and no other download: %s', async (url, isRefused) => {
    const { electron } = await createElectronTrial();
    const event = fakeEvent({});

    electron.session.emit('will-download', event, { getURL: () => url });

    expect(event.defaultPrevented).toBe(isRefused);
  });

  it.each([
    ['bdl://app/assets/main.js', false],
    ['data:image/png;base64,xx', false],
    ['https://example.org/pixel.png', true],
    ['http://127.0.0.1:8080/', true],
    ['ws://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
  ])('that asks for %s: refused is %s', async (url, cancel) => {
    const { electron } = await createElectronTrial();
    const answers: object[] = [];
    electron.session.beforeRequest?.({ url }, (answer) => answers.push(answer));

    expect(answers).toEqual([{ cancel }]);
  });
});

describe('a link', () => {
  it('that the app offers opens in the browser of the system, and no window of ours', async () => {
    const { window, electron } = await createElectronTrial();

    expect(window.webContents.openHandler?.({ url: 'https://www.virtualbox.org/wiki/Downloads' })).toEqual({
      action: 'deny',
    });
    expect(electron.openedOutside).toEqual(['https://www.virtualbox.org/wiki/Downloads']);
    expect(electron.windows).toHaveLength(1);
  });

  it.each([
    [1, []],
    [0, ['http://10.77.0.200:8088/cluster']],
  ])('that a node printed opens only when the user agrees (button %i)', async (button, opened) => {
    const { window, electron } = await createElectronTrial();
    electron.answers.push(button);

    expect(window.webContents.openHandler?.({ url: 'http://10.77.0.200:8088/cluster' })).toEqual({ action: 'deny' });
    await expect.poll(() => electron.boxes.length).toBe(1);

    expect(electron.boxes[0]).toMatchObject({ defaultId: 1, cancelId: 1 });
    expect(electron.boxes[0]?.detail).toContain('http://10.77.0.200:8088/cluster');
    await expect.poll(() => electron.openedOutside).toEqual(opened);
  });

  it.each(['file:///etc/passwd', 'smb://server/share', 'javascript:alert(1)', 'https://www.qemu.org@evil.example/'])(
    'to %s does nothing',
    async (url) => {
      const { window, electron } = await createElectronTrial();

      expect(window.webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
      expect([electron.openedOutside, electron.boxes]).toEqual([[], []]);
    },
  );
});
