import { describe, expect, it } from 'vitest';
import { click, flatten, labelsOf, type Item } from './menus.ts';
import { createElectronTrial, usePreload, type ElectronTrial } from './set-up.ts';

usePreload();

async function createLab({ call, core }: ElectronTrial): Promise<void> {
  await call('lab.create', { name: 'Labor 1', nodes: 1, hypervisor: 'qemu', image: 'ubuntu-24.04' });
  await expect.poll(() => core.operations.list()[0]?.state, { timeout: 30_000 }).toBe('succeeded');
}

describe('the menu', () => {
  it('speaks the language of the user, also when that changes while it runs', async () => {
    const { electron, call } = await createElectronTrial();
    const english = labelsOf(electron.menu());

    await call('settings.set', { language: 'de' });

    expect(english).toContain('Quit (labs keep running)');
    expect(labelsOf(electron.menu())).toContain('Beenden (Labore laufen weiter)');
    expect(labelsOf(electron.menu())).not.toContain('Copy');
    await expect.poll(() => labelsOf(electron.trays[0]?.menu ?? [])).toContain('Noch kein Labor');
  });

  it('says the words of every entry itself', async () => {
    for (const platformId of ['linux', 'macos', 'windows'] as const) {
      const { electron } = await createElectronTrial({ platformId });
      const wordless = flatten(electron.menu()).filter(
        ({ type, label }) => type !== 'separator' && label === undefined,
      );

      expect(wordless).toEqual([]);
    }
  });

  it('leaves to terminals the keys that are theirs', async () => {
    const { electron } = await createElectronTrial();
    const taken = flatten(electron.menu()).filter(
      ({ role, registerAccelerator }) =>
        ['copy', 'paste', 'reload', 'close', 'minimize', 'undo'].includes(role ?? '') && registerAccelerator !== false,
    );

    expect(taken).toEqual([]);
    expect(labelsOf(electron.menu())).not.toContain('Developer tools');
  });

  it('leads to the places of the app', async () => {
    const { electron, window } = await createElectronTrial();

    click(electron.menu(), 'New lab');
    click(electron.menu(), 'Settings');

    expect(window.loaded.slice(1)).toEqual(['bdl://app/#/new', 'bdl://app/#/settings']);
  });
});

describe('the icon beside the clock', () => {
  it('shows each lab with what can be done with it now, and does it', async () => {
    const trial = await createElectronTrial();
    const menu = (): readonly Item[] => trial.electron.trays[0]?.menu ?? [];
    const enabled = (): readonly unknown[] =>
      flatten(menu()).flatMap(({ label, enabled: isEnabled }) => (isEnabled === true ? [label] : []));
    expect(labelsOf(menu())).toContain('No lab yet');

    await createLab(trial);
    await expect.poll(() => labelsOf(menu())).toContain('Labor 1: running');
    expect(enabled()).toEqual(['Stop', 'Put to sleep']);
    click(menu(), 'Stop');

    await expect.poll(() => labelsOf(menu()), { timeout: 30_000 }).toContain('Labor 1: off');
    await expect.poll(enabled).toEqual(['Start']);
    click(menu(), 'Open');
    expect(trial.window.loaded.at(-1)).toMatch(/^bdl:\/\/app\/#\/labs\/.+/);
  });

  it('says why a click came to nothing', async () => {
    const trial = await createElectronTrial();
    await createLab(trial);
    const stop = (): readonly Item[] => trial.electron.trays[0]?.menu ?? [];
    await expect.poll(() => labelsOf(stop())).toContain('Labor 1: running');
    const old = stop();
    const { labId } = await labOf(trial);
    await trial.call('lab.delete', { lab: labId, purge: true });
    await expect.poll(() => labelsOf(stop()), { timeout: 30_000 }).toContain('No lab yet');

    click(old, 'Stop');

    await expect.poll(() => trial.electron.boxes.length).toBe(1);
    expect(trial.electron.boxes[0]?.message).not.toBe('');
  });
});

async function labOf({ call }: ElectronTrial): Promise<{ readonly labId: string }> {
  const { labs } = (await call('lab.list')) as { labs: readonly { labId: string }[] };
  const [found] = labs;
  if (found === undefined) throw new Error('there is no lab');
  return found;
}
