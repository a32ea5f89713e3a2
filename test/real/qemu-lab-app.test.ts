import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { wizardPage } from '../e2e/pages/wizard.ts';
import { openPage, useBrowser } from '../e2e/support/trial.ts';
import {
  buildInWizard,
  deleteLab,
  meetNodes,
  openLab,
  pullCable,
  startUrlIn,
  typeInTerminals,
  wholeLab,
  type Journey,
} from './support/app-journey.ts';
import { createBdl, ensureBuilt, type Bdl, type RunningBdl } from './support/bdl.ts';
import { keepImages, mountsBelow, processesNaming, takeCachedImages } from './support/host.ts';

const minuteMs = 60_000;
const home = join(mkdtempSync(join(tmpdir(), 'bdl-app-')), 'Žofie Novák (Gäste)');
const dataDir = join(home, 'Big Data Lab');
const labName = 'Übungslabor';
const t = createTranslator('de');

let bdl: Bdl;
let app: RunningBdl | null = null;

/** Starts the app as a user does, on the same port again after it was gone. */
async function startApp(...options: readonly string[]): Promise<string> {
  app = bdl.start('serve', '--json', ...options);
  return startUrlIn(await app.seen('"url"'));
}

async function endApp(signal: NodeJS.Signals): Promise<void> {
  app?.signal(signal);
  await app?.ended;
}

useBrowser();

beforeAll(async () => {
  ensureBuilt();
  await mkdir(dataDir, { recursive: true });
  await takeCachedImages(dataDir);
  bdl = createBdl(dataDir, { HOME: home, BDL_LANG: 'de' });
});

afterAll(async () => {
  await endApp('SIGKILL');
  await bdl.run('delete', labName, '--purge', '--yes');
  expect(processesNaming(home)).toEqual([]);
  expect(mountsBelow(home)).toEqual([]);
  await rm(join(home, '..'), { recursive: true, force: true });
});

describe('the app on real QEMU VMs', () => {
  it(
    'leads from the first screen to ready nodes and their terminals, stops, starts and deletes',
    async () => {
      const url = await startApp();
      const { page, complaints } = await openPage({ url }, { language: 'de' });
      const journey: Journey = {
        page,
        t,
        labName,
        nodes: ['pi-200', 'pi-201', 'pi-202'],
        buildMinutes: 20,
        bootMinutes: 8,
        canTypeOnConsole: true,
      };

      await buildInWizard(journey, {
        memoryMiB: 512,
        chooseImage: (wizard) => wizard.choose(t('wizard.image-debian-packages')),
        meanwhile: async () => {
          // The program dies in the middle of the build; opened again, it goes on where it was.
          await page
            .getByText(t('steps.base'))
            .first()
            .waitFor({ timeout: 10 * minuteMs });
          await endApp('SIGKILL');
          await page.getByText(t('ui.connection-lost')).waitFor();
          complaints.length = 0;
          await page.goto(await startApp('--port', new URL(url).port));
          await wizardPage(page, t).open();
          await page.getByRole('heading', { name: t('wizard.build-interrupted') }).waitFor();
          await page.getByRole('button', { name: t('wizard.build-retry') }).click();
        },
      });
      await keepImages(dataDir);
      await typeInTerminals(journey);
      await meetNodes(journey);
      await pullCable(journey);
      await wholeLab(journey, 'labs.stop');
      await wholeLab(journey, 'labs.start');
      const lab = await openLab(journey);
      await lab.nodeIs('pi-201', 'running');
      await deleteLab(journey);

      expect(complaints).toEqual([]);
      expect(processesNaming(join(dataDir, 'labs'))).toEqual([]);
      await endApp('SIGTERM');
    },
    45 * minuteMs,
  );
});
