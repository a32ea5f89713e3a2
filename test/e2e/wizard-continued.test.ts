import { expect, it } from 'vitest';
import { wizardPage } from './pages/wizard.ts';
import { ordinaryChecks, unhurried } from './support/scenarios.ts';
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

it('the wizard stays with its build also when the lab is known to be ready before the end of the operation', async () => {
  const { page, t } = await openTrial({ scenario: { checks: ordinaryChecks, delaysMs: unhurried } });
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/events$/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      const text = String(message);
      if (text.includes('"kind":"create"') && text.includes('"state":"succeeded"'))
        held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  // As if the page had gone away before it was answered: it finds the build by itself.
  await page.route('**/api/lab.create', async (route) => {
    await route.fetch();
    await route.abort();
  });
  const wizard = wizardPage(page, t);
  await page.reload();
  await wizard.open();
  await wizard.walkTo('review');
  await wizard.build();
  await wizard.at('build');

  await expect.poll(() => held.length, { timeout: 60_000 }).toBeGreaterThan(0);
  await page.waitForLoadState('networkidle');
  await wizard.at('build');
  for (const release of held) release();

  await wizard.atDone('Big Data Lab');
});
