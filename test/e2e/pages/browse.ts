import type { Locator, Page } from 'playwright';
import type { Translate } from '../../../src-main/locales/translate.ts';

/** The dialog that chooses an image from the folders of the computer. */
export interface BrowsePage {
  readonly open: () => Promise<void>;
  /** Waits until this folder is shown. */
  readonly at: (path: string) => Promise<void>;
  readonly dialog: Locator;
  readonly list: Locator;
  readonly entry: (name: string) => Locator;
  readonly marked: Locator;
  readonly place: (name: string) => Locator;
  readonly up: Locator;
  readonly choose: Locator;
  /** The field that is filled in. */
  readonly pathField: Locator;
}

/** Drives it by roles and words. */
export function browsePage(page: Page, t: Translate): BrowsePage {
  const dialog = page.getByRole('dialog', { name: t('wizard.browse-title') });
  const button = (key: string): Locator => dialog.getByRole('button', { name: t(key), exact: true });
  return {
    open: async () => {
      await page.getByRole('button', { name: t('wizard.browse-button') }).click();
      await dialog.waitFor();
    },
    at: (path) => dialog.getByRole('listbox', { name: t('wizard.browse-list', { path }), exact: true }).waitFor(),
    dialog,
    list: dialog.getByRole('listbox'),
    entry: (name) => dialog.getByRole('option').filter({ hasText: name }),
    marked: dialog.getByRole('option', { selected: true }),
    place: (name) => dialog.getByRole('navigation').getByRole('button', { name, exact: true }),
    up: button('wizard.browse-up'),
    choose: button('wizard.browse-choose'),
    pathField: page.getByLabel(t('wizard.image-path')),
  };
}
