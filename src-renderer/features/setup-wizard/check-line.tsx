import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckView } from '../../../src-main/contract/host-views.ts';
import { hasScreenText, readableParams } from '../../../src-main/locales/failure-words.ts';
import { hasText, type Translate } from '../../../src-main/locales/translate.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { visuallyHidden } from '../../lib/visually-hidden.ts';

interface CheckWords {
  readonly title: string;
  readonly finding: string;
  /** What to do; empty when nothing is to be done. */
  readonly fix: string;
}

/** A check in words. */
export function checkWords({ id, finding, params }: CheckView, t: Translate): CheckWords {
  const filled = { count: Number(params.fits ?? 0), ...readableParams(params, t) };
  const fixKey = `checks.${id}.${finding}-fix`;
  const shownFixKey = hasScreenText(fixKey) ? `screen.${fixKey}` : fixKey;
  return {
    title: t(`checks.${id}.title`),
    finding: t(`checks.${id}.${finding}`, filled),
    fix: hasText(fixKey) ? t(shownFixKey, filled) : '',
  };
}

const looks = {
  ok: { icon: 'check', color: 'success.main' },
  warning: { icon: 'warning', color: 'warning.main' },
  problem: { icon: 'error', color: 'error.main' },
  unknown: { icon: 'question', color: 'text.secondary' },
} as const;

interface CheckLineProps {
  readonly check: CheckView;
  /** What can be done about it here. */
  readonly children?: ReactNode;
}

/** One check: what was found, what to do, and the evidence for those who want it. */
export function CheckLine({ check, children }: CheckLineProps): ReactNode {
  const t = useT();
  const { title, finding, fix } = checkWords(check, t);
  const { icon, color } = looks[check.status];
  return (
    <Box component="li">
      <Card>
        <Box sx={{ display: 'flex', gap: 2 }}>
          <Box sx={{ color, pt: 0.2 }}>
            <Icon name={icon} size="1.6rem" />
            <span style={visuallyHidden}>{t(`wizard.status-${check.status}`)}</span>
          </Box>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Typography variant="h3" component="h2">
              {title}
            </Typography>
            <Typography sx={{ overflowWrap: 'anywhere' }}>{finding}</Typography>
            {fix !== '' && (
              <Typography sx={{ mt: 1, display: 'flex', gap: 1 }}>
                <Icon name="next" size="1.2em" />
                <span>{fix}</span>
              </Typography>
            )}
            <Disclosure label={t('wizard.check-why')}>
              <Typography variant="body2" sx={{ mb: 1 }}>
                {t(`wizard.why-${check.id}`)}
              </Typography>
              {check.evidence.length > 0 && <CodeLines lines={check.evidence} />}
            </Disclosure>
            {children}
          </Box>
        </Box>
      </Card>
    </Box>
  );
}
