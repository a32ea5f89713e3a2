import { describe, expect, it } from 'vitest';
import type { CheckView } from '../../../src-main/contract/host-views.ts';
import { checkWords } from '../../../src-main/locales/check-words.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';

const failed: CheckView = {
  id: 'trial',
  status: 'problem',
  finding: 'failed',
  params: { hypervisor: 'virtualbox', code: 'vm-driver-missing', driverFix: 'linux' },
  evidence: [],
  fixes: [],
};

describe('a trial that failed', () => {
  it.each(['de', 'en'] as const)('is told with its cause and what to do about it (%s)', (language) => {
    const t = createTranslator(language);

    const { finding } = checkWords(failed, t, 'terminal');

    expect(finding).toContain(t('errors.vm-driver-missing.what', { hypervisor: 'VirtualBox' }));
    expect(finding).toContain('modprobe vboxdrv');
  });

  it('is told without a cause where its code is not known', () => {
    const t = createTranslator('en');

    const { finding } = checkWords(
      { ...failed, params: { hypervisor: 'virtualbox', code: 'from-later' } },
      t,
      'terminal',
    );

    expect(finding).toBe(t('checks.trial.failed', { hypervisor: 'VirtualBox' }));
  });
});
