import type { Locator, Page } from 'playwright';
import type { NodeState } from '../../../src-main/domain/states.ts';
import type { Translate } from '../../../src-main/locales/translate.ts';

/** The view of one lab as a user sees it. */
export interface LabScreen {
  readonly open: (labId: string) => Promise<void>;
  readonly button: (key: string, params?: Readonly<Record<string, string>>) => Locator;
  readonly node: (name: string) => Locator;
  /** Waits until the card of a node shows this state; real VMs need more than the usual time. */
  readonly nodeIs: (name: string, state: NodeState, timeoutMs?: number) => Promise<void>;
  /** Opens the menu of a node and chooses. */
  readonly choose: (node: string, key: string) => Promise<void>;
  readonly dialog: Locator;
  /** Presses the button of the open dialog that does it. */
  readonly confirm: (key: string) => Promise<void>;
  readonly alert: Locator;
}

/** Drives the view of a lab by roles and words. */
export function labScreen(page: Page, t: Translate): LabScreen {
  const node = (name: string): Locator =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
  const dialog = page.getByRole('dialog');
  return {
    open: async (labId) => {
      await page.goto(`${new URL(page.url()).origin}/#/labs/${labId}`);
      await page.getByRole('tab', { name: t('labs.part-overview') }).waitFor();
    },
    button: (key, params = {}) => page.getByRole('button', { name: t(key, params), exact: true }),
    node,
    nodeIs: (name, state, timeoutMs) =>
      node(name)
        .getByText(t(`states.${state}`), { exact: true })
        .waitFor(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    choose: async (name, key) => {
      await page.getByRole('button', { name: t('labs.node-actions', { node: name }) }).click();
      await page.getByRole('menuitem', { name: t(key) }).click();
    },
    dialog,
    confirm: (key) => dialog.getByRole('button', { name: t(key), exact: true }).click(),
    alert: page.getByRole('alert'),
  };
}
