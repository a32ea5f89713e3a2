import { expect, it } from 'vitest';
import { wizardPage } from './pages/wizard.ts';
import { ordinaryChecks } from './support/scenarios.ts';
import { openPage, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

const steps = ['welcome', 'host-check', 'hypervisor', 'image', 'lab', 'network', 'review'] as const;

it.each(steps)(
  'the wizard goes on at %s after its tab was closed, and after the program was ended there',
  async (step) => {
    const scenario = { checks: ordinaryChecks };
    const { app, page, t } = await openTrial({ scenario });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo(step);
    if (step === 'lab') await wizard.nameField.fill('Übung 7');
    await page.waitForLoadState('networkidle');

    await page.close();
    const { page: second } = await openPage(app);
    await wizardPage(second, t).open();
    await wizardPage(second, t).at(step);
    const again = await app.restart();
    await second.goto(again.url);
    await wizardPage(second, t).open();

    await wizardPage(second, t).at(step);
    if (step === 'lab') expect(await wizardPage(second, t).nameField.inputValue()).toBe('Übung 7');
  },
);
