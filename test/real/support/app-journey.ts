import type { Page } from 'playwright';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Translate } from '../../../src-main/locales/translate.ts';
import { labScreen } from '../../e2e/pages/lab.ts';
import { terminalsScreen } from '../../e2e/pages/terminals.ts';
import { wizardPage, type WizardPage } from '../../e2e/pages/wizard.ts';

const minuteMs = 60_000;

/** What a user of the app has before them, and how long things may take on this computer. */
export interface Journey {
  readonly page: Page;
  readonly t: Translate;
  readonly labName: string;
  readonly nodes: readonly string[];
  readonly buildMinutes: number;
  readonly bootMinutes: number;
  /** Where the hypervisor takes what is typed on the serial port. */
  readonly canTypeOnConsole?: true;
}

const startedSchema = z.object({ ok: z.literal(true), value: z.object({ url: z.url() }) });

/** The start address in what `bdl serve --json` prints. */
export function startUrlIn(stdout: string): string {
  return startedSchema.parse(JSON.parse(stdout)).value.url;
}

export interface Wishes {
  readonly memoryMiB: number;
  readonly chooseImage: (wizard: WizardPage) => Promise<void>;
  /** False: the system of the base stays as it comes, which an image without a way to its packages needs. */
  readonly upgrade?: boolean;
  /** What else happens while the lab is built. */
  readonly meanwhile?: () => Promise<void>;
}

/** From the first screen to the terminals of ready nodes, with all that a user has to decide here: image and memory. */
export async function buildInWizard(journey: Journey, wishes: Wishes): Promise<void> {
  const { page, t, labName, nodes } = journey;
  const wizard = wizardPage(page, t);
  await page.getByRole('link', { name: t('labs.new-lab') }).click();
  await wizard.walkTo('image');
  await wishes.chooseImage(wizard);
  await wizard.next();
  await wizard.at('lab');
  await wizard.nameField.fill(labName);
  await wizard.countNodes(nodes.length);
  await wizard.fillAdvanced('memoryMiB', String(wishes.memoryMiB));
  await wizard.fillAdvanced('diskGiB', '8');
  if (wishes.upgrade === false) await page.getByRole('switch', { name: t('wizard.field-upgrade') }).uncheck();
  await page
    .getByText(nodes.at(-1) ?? labName)
    .first()
    .waitFor();
  await wizard.next();
  await wizard.at('network');
  await wizard.next();
  await wizard.at('review');
  await wizard.build();
  await wizard.at('build');
  await wishes.meanwhile?.();
  await wizard.atDone(labName, journey.buildMinutes * minuteMs);
  await page.getByRole('button', { name: t('wizard.done-terminals') }).click();
}

/** A command typed on one node shows its output; typed to all, it shows the name of each on each. */
export async function typeInTerminals({ page, t, nodes }: Journey): Promise<void> {
  const terminals = terminalsScreen(page, t);
  const [first = '', ...others] = nodes;
  await page.getByRole('toolbar').waitFor();
  await terminals.openOn(first);
  await terminals.type(first, 'echo "I am $(hostname), $((6 * 7000))"');
  await terminals.shows(first, `I am ${first}, 42000`);
  await terminals.openAll(nodes);
  await terminals.button('terminals.type-to-all').click();
  await terminals.type(others[0] ?? first, 'echo "Here is $(hostname), $((8 * 7000))"');
  for (const node of nodes) await terminals.shows(node, `Here is ${node}, 56000`);
  await terminals.button('terminals.to-all-end').click();
}

/** How busy a node is, measured inside it; what its console says; and a file that is copied to all of them. */
export async function meetNodes(journey: Journey): Promise<void> {
  const { page, t, nodes } = journey;
  const [first = ''] = nodes;
  const lab = await openLab(journey);
  const [measured = ''] = t('nodes.cpu-label', { now: '|', highest: '|' }).split('|');
  for (const node of nodes) await lab.node(node).getByRole('img', { name: measured }).waitFor();
  const chooser = page.waitForEvent('filechooser');
  await lab.button('nodes.copy-to-all').click();
  const text = 'Grüße an alle Knoten\n';
  await (await chooser).setFiles({ name: 'Übung 1.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByText(t('nodes.copy-done', { name: 'Übung 1.txt' })).waitFor();

  const terminals = await openTerminals(journey);
  await terminals.type(first, 'cat ~/"Übung 1.txt"');
  await terminals.shows(first, 'Grüße an alle Knoten');
  await page.getByRole('button', { name: t('terminals.new'), exact: true }).click();
  await page.getByRole('menuitem', { name: t('terminals.console', { node: first }) }).click();
  await terminals.consoleShows(first, `${first} login:`);
  // QEMU takes what is typed on the serial port: the name is asked for, then the password.
  if (journey.canTypeOnConsole === true) {
    await terminals.console(first).locator('.xterm-screen').click();
    await page.keyboard.type('nobody\n');
    await terminals.consoleShows(first, 'Passwor');
  }
}

/** A pulled cable cuts a node off from the others, and plugged in again they reach it. */
export async function pullCable(journey: Journey): Promise<void> {
  const [first = '', second = ''] = journey.nodes;
  const { page, t } = journey;
  const ask = async (unlike: string): Promise<void> => {
    const terminals = await openTerminals(journey);
    await page
      .getByRole('tab', { name: t('terminals.all-nodes') })
      .first()
      .click();
    await terminals.type(first, `ping -c 1 -W 5 ${second} > /dev/null; echo "ping ended with $?, ${unlike}"`);
  };
  let lab = await openLab(journey);
  await lab.choose(second, 'nodes.drill-unplug-internal');
  await lab.confirm('nodes.unplug-confirm');
  await lab.node(second).getByText(t('nodes.pulled-internal')).waitFor();
  await ask('pulled');
  await terminalsScreen(page, t).shows(first, 'ping ended with 1, pulled');
  lab = await openLab(journey);
  await lab.button('nodes.plug-internal-name', { node: second }).click();
  await lab.node(second).getByText(t('nodes.pulled-internal')).waitFor({ state: 'detached' });
  await ask('plugged');
  await terminalsScreen(page, t).shows(first, 'ping ended with 0, plugged');
}

async function openTerminals(journey: Journey): Promise<ReturnType<typeof terminalsScreen>> {
  const { page, t } = journey;
  await openLab(journey);
  await page.getByRole('tab', { name: t('labs.part-terminals') }).click();
  await page.getByRole('toolbar').waitFor();
  return terminalsScreen(page, t);
}

/** Goes to the view of the lab by its navigation, and answers its page object. */
export async function openLab({ page, t, labName }: Journey): Promise<ReturnType<typeof labScreen>> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: t('ui.nav-labs') })
    .first()
    .click();
  await page
    .getByRole('link', { name: new RegExp(labName) })
    .first()
    .click();
  await page.getByRole('tab', { name: t('labs.part-overview') }).waitFor();
  return labScreen(page, t);
}

/** Presses a button of the whole lab, and waits until every node is in the state. */
export async function wholeLab(
  journey: Journey,
  button: 'labs.start' | 'labs.stop',
  nodes = journey.nodes,
): Promise<void> {
  const lab = await openLab(journey);
  await lab.button(button).click();
  for (const node of nodes) {
    const state = button === 'labs.start' ? 'running' : 'stopped';
    await lab.nodeIs(node, state, journey.bootMinutes * minuteMs);
  }
  // The opposite can be asked for as soon as the whole operation is over.
  const opposite = lab.button(button === 'labs.start' ? 'labs.stop' : 'labs.start');
  await expect.poll(() => opposite.isEnabled(), { timeout: journey.bootMinutes * minuteMs }).toBe(true);
}

/** Deletes the lab for good. */
export async function deleteLab(journey: Journey): Promise<void> {
  const { page, t, labName } = journey;
  const lab = await openLab(journey);
  await lab.button('labs.delete-lab').click();
  await lab.dialog.getByLabel(t('labs.delete-purge')).check();
  await lab.confirm('labs.delete-lab');
  await page
    .getByRole('heading', { level: 1, name: t('labs.not-found-title') })
    .waitFor({ timeout: journey.bootMinutes * minuteMs });
  await page
    .getByRole('navigation')
    .getByRole('link', { name: t('ui.nav-labs') })
    .first()
    .click();
  expect(await page.getByRole('link', { name: new RegExp(labName) }).count()).toBe(0);
}
