import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeElectron, type FakeElectron } from '../../fakes/fake-electron.ts';
import { fakeEvent } from '../../fakes/fake-electron-objects.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { click } from './menus.ts';
import { createElectronTrial, usePreload, type ElectronTrial } from './set-up.ts';

usePreload();

describe('a second start', () => {
  it('ends at once', async () => {
    const electron = createFakeElectron();
    electron.app.isFirst = false;

    await expect(createElectronTrial({ electron })).rejects.toThrow();

    expect(electron.app.exitCode).toBe(0);
    expect(electron.windows).toEqual([]);
  });

  it('brings the window of the first one to the front', async () => {
    const { electron, window } = await createElectronTrial();
    window.minimized = true;
    window.visible = false;

    electron.app.emit('second-instance', {}, ['bdl'], '/');

    expect({ visible: window.visible, minimized: window.minimized }).toEqual({ visible: true, minimized: false });
  });

  it('has one window a data folder', async () => {
    const { electron, paths } = await createElectronTrial();

    expect(electron.app.paths.get('userData')).toBe(paths.windowProfileDir);
  });
});

async function waitForExit(electron: FakeElectron): Promise<void> {
  await expect.poll(() => electron.app.exitCode).toBe(0);
}

describe('closing the window', () => {
  it('ends the program where nothing goes on, and keeps how the window stood', async () => {
    const { window, electron, paths, hear } = await createElectronTrial();
    const heard = hear();
    window.bounds = { x: 10, y: 20, width: 900, height: 700 };
    const event = fakeEvent({});

    window.emit('close', event);
    await waitForExit(electron);

    expect(electron.boxes).toEqual([]);
    expect(heard.at(-1)).toEqual({ type: 'goodbye' });
    expect(JSON.parse(await readFile(paths.windowFile, 'utf8'))).toEqual({
      schemaVersion: 1,
      place: { bounds: window.bounds, isMaximized: false },
    });
  });

  it('on macOS only hides it', async () => {
    const { window, electron } = await createElectronTrial({ platformId: 'macos' });
    const event = fakeEvent({});

    window.emit('close', event);
    expect({ prevented: event.defaultPrevented, visible: window.visible }).toEqual({ prevented: true, visible: false });
    electron.app.emit('activate');

    expect(window.visible).toBe(true);
    expect(electron.app.exitCode).toBeNull();
  });
});

describe('a computer that wakes up', () => {
  it('tells the core at once, as the system says so', async () => {
    const { electron, wakeTimes } = await createElectronTrial();

    electron.powerMonitor.emit('resume');

    expect(wakeTimes).toHaveLength(1);
  });
});

describe('quitting while something goes on', () => {
  async function busyTrial(): Promise<ElectronTrial> {
    const trial = await createElectronTrial({ guests: { bootMs: 600_000 } });
    await trial.call('lab.create', { name: 'Labor 1', nodes: 1, hypervisor: 'qemu', image: 'ubuntu-24.04' });
    return trial;
  }

  it('asks, names it, and stays when the user thinks better of it', async () => {
    const { electron, window } = await busyTrial();
    const event = fakeEvent({});

    electron.app.emit('before-quit', event);
    await expect.poll(() => electron.boxes.length).toBe(1);

    expect(event.defaultPrevented).toBe(true);
    expect(electron.boxes[0]).toMatchObject({
      message: 'Something is still going on:',
      buttons: ['Go on in the background', 'Quit now', 'Cancel'],
      cancelId: 2,
    });
    expect(electron.boxes[0]?.detail).toContain('labor-1: it is being made');
    expect({ visible: window.visible, exitCode: electron.app.exitCode }).toEqual({ visible: true, exitCode: null });
  });

  it('goes on in the background', async () => {
    const { electron, window, core } = await busyTrial();
    electron.answers.push(0);

    window.emit('close', fakeEvent({}));

    await expect.poll(() => window.visible).toBe(false);
    expect(electron.app.exitCode).toBeNull();
    expect(core.operations.list()[0]?.endedAt).toBeNull();
  });

  it('ends, without cancelling it, when the user says so', async () => {
    const { electron, core } = await busyTrial();
    electron.answers.push(1);

    click(electron.menu(), 'Quit (labs keep running)');
    await waitForExit(electron);

    expect(core.operations.list()[0]?.state).toBe('running');
    expect(electron.trays[0]?.isDestroyed).toBe(true);
    const event = fakeEvent({});
    electron.app.emit('before-quit', event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('asks once, however often it is asked for', async () => {
    const { electron, window } = await busyTrial();

    window.emit('close', fakeEvent({}));
    window.emit('close', fakeEvent({}));
    electron.app.emit('before-quit', fakeEvent({}));
    await expect.poll(() => electron.boxes.length).toBe(1);

    expect(electron.boxes).toHaveLength(1);
  });
});

describe('a page that crashed', () => {
  it('is loaded again after the user has read so', async () => {
    const { window, electron } = await createElectronTrial();

    window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 9 });

    await expect.poll(() => window.webContents.reloads).toBe(1);
    expect(electron.boxes[0]?.detail).toContain('oom');
  });

  it('ends the program when the user wants that', async () => {
    const { window, electron } = await createElectronTrial();
    electron.answers.push(1);

    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 9 });

    await waitForExit(electron);
    expect(window.webContents.reloads).toBe(0);
  });
});

describe('a start that fails', () => {
  it('is told by the system', async () => {
    const electron = createFakeElectron();
    const dir = await createTestDir();
    await mkdir(join(dir, 'renderer'));
    await writeFile(join(dir, 'data'), 'not a folder');

    await expect(createElectronTrial({ electron, dir })).rejects.toThrow();

    expect(electron.app.exitCode).toBe(1);
    expect(electron.errorBoxes).toHaveLength(1);
    expect(electron.errorBoxes[0]?.title).toBe('Big Data Lab cannot start.');
    expect(electron.errorBoxes[0]?.content).toContain(join(dir, 'data'));
  });
});

describe('the next start', () => {
  it('opens the window where it was', async () => {
    const dir = await createTestDir();
    const place = { bounds: { x: 100, y: 50, width: 1000, height: 700 }, isMaximized: true };
    await mkdir(join(dir, 'data'));
    await writeFile(join(dir, 'data', 'window.json'), JSON.stringify({ schemaVersion: 1, place }));

    const { window } = await createElectronTrial({ dir });

    expect(window.options).toMatchObject(place.bounds);
    expect(window.maximized).toBe(true);
  });

  it.each(['{', '{"schemaVersion":1,"place":{"bounds":"all"}}'])('opens it anew where that is %s', async (content) => {
    const dir = await createTestDir();
    await mkdir(join(dir, 'data'));
    await writeFile(join(dir, 'data', 'window.json'), content);

    const { window } = await createElectronTrial({ dir });

    expect(window.options).toMatchObject({ x: 320, y: 90, width: 1280, height: 860 });
  });
});
