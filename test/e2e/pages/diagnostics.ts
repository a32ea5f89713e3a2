import type { Locator, Page } from 'playwright';
import type { Translate } from '../../../src-main/locales/translate.ts';
import { goTo } from '../support/trial.ts';

/** The page on which this computer is checked and tried. */
export interface DiagnosticsPageObject {
  readonly open: () => Promise<void>;
  readonly tryButton: (hypervisor: string) => Locator;
  readonly dialog: Locator;
  readonly badge: (count: number) => Locator;
}

export function diagnosticsPage(page: Page, t: Translate): DiagnosticsPageObject {
  return {
    open: () => goTo(page, '/diagnostics'),
    tryButton: (hypervisor) =>
      page.getByRole('button', {
        name: new RegExp(`^(?:${t('diagnostics.try')}|${t('diagnostics.try-again')}): ${hypervisor}$`),
      }),
    dialog: page.getByRole('dialog'),
    badge: (count) => page.getByRole('navigation').getByText(t('diagnostics.badge', { count })),
  };
}
