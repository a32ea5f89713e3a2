import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import type { Translate } from '../../../src-main/locales/translate.ts';

/** The terminals of a lab as a user sees them. */
export interface TerminalsScreen {
  readonly open: (labId: string) => Promise<void>;
  readonly button: (key: string, params?: Parameters<Translate>[1]) => Locator;
  /** Opens a terminal on a node, and waits until it can be typed into. */
  readonly openOn: (node: string) => Promise<void>;
  /** Opens one on each node side by side. */
  readonly openAll: (nodes: readonly string[]) => Promise<void>;
  readonly tab: (name: string) => Locator;
  /** The pane of a node that is seen; the only one, or the first. */
  readonly pane: (node: string) => Locator;
  /** Waits until a terminal shows a text; joined lines of its window. */
  readonly shows: (node: string, text: string) => Promise<void>;
  /** The console of a node that is seen. */
  readonly console: (node: string) => Locator;
  /** Waits until a console shows a text. */
  readonly consoleShows: (node: string, text: string) => Promise<void>;
  readonly showsNot: (node: string, text: string) => Promise<void>;
  /** Waits for the words of a state. */
  readonly isIn: (node: string, key: string, params?: Parameters<Translate>[1]) => Promise<void>;
  /** Types a line into a terminal. */
  readonly type: (node: string, line: string) => Promise<void>;
}

const patience = { timeout: 60_000 };

/** Drives terminals by roles, words and the keyboard. */
export function terminalsScreen(page: Page, t: Translate): TerminalsScreen {
  const pane = (node: string): Locator =>
    page.getByRole('region', { name: t('terminals.pane', { node }), exact: true }).first();
  const console = (node: string): Locator =>
    page.getByRole('region', { name: t('terminals.console', { node }), exact: true }).first();
  const textOf = async (place: Locator): Promise<string> =>
    (await place.locator('.xterm-rows > div').allTextContents()).join('').replaceAll('\u00a0', ' ');
  const text = (node: string): Promise<string> => textOf(pane(node));
  const button: TerminalsScreen['button'] = (key, params) =>
    page.getByRole('button', { name: t(key, params), exact: true });
  const isIn: TerminalsScreen['isIn'] = (node, key, params) =>
    pane(node).getByRole('status').getByText(t(key, params)).waitFor({ state: 'attached' });
  return {
    open: async (labId) => {
      await page.goto(`${new URL(page.url()).origin}/#/labs/${labId}/terminals`);
      await page.getByRole('toolbar').waitFor();
    },
    button,
    openOn: async (node) => {
      await button('terminals.new').click();
      await page.getByRole('menuitem', { name: new RegExp(`^${node}`) }).click();
      await isIn(node, 'terminals.state-open');
    },
    openAll: async (nodes) => {
      await page
        .getByRole('toolbar')
        .getByRole('button', { name: t('terminals.all-nodes') })
        .click();
      for (const node of nodes) await isIn(node, 'terminals.state-open');
    },
    tab: (name) => page.getByRole('tab', { name, exact: true }),
    pane,
    shows: (node, wanted) => expect.poll(() => text(node), patience).toContain(wanted),
    console,
    consoleShows: (node, wanted) => expect.poll(() => textOf(console(node)), patience).toContain(wanted),
    showsNot: async (node, unwanted) => expect(await text(node)).not.toContain(unwanted),
    isIn,
    type: async (node, line) => {
      await pane(node).locator('.xterm-screen').click();
      await page.keyboard.type(`${line}\n`);
    },
  };
}
