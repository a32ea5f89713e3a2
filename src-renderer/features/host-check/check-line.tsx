import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckView } from '../../../src-main/contract/host-views.ts';
import { checkWords } from '../../../src-main/locales/check-words.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { visuallyHidden } from '../../lib/visually-hidden.ts';
import { CheckFixes, type RenderAction } from './check-fixes.tsx';

const looks = {
  ok: { icon: 'check', color: 'success.main' },
  warning: { icon: 'warning', color: 'warning.main' },
  problem: { icon: 'error', color: 'error.main' },
  unknown: { icon: 'question', color: 'text.secondary' },
} as const;

interface CheckLineProps {
  readonly check: CheckView;
  /** Buttons for what the app can do about it. */
  readonly renderAction?: RenderAction;
  /** What can be done about it here besides. */
  readonly children?: ReactNode;
}

/** One check: what was found, what to do, and for those who want it what this is, why it counts, and the evidence. */
export function CheckLine({ check, renderAction, children }: CheckLineProps): ReactNode {
  const t = useT();
  const { title, what, why, finding, fixes } = checkWords(check, t, 'screen');
  const { icon, color } = looks[check.status];
  return (
    <Box component="li">
      <Card>
        <Box sx={{ display: 'flex', gap: 2 }}>
          <Box sx={{ color, pt: 0.2 }}>
            <Icon name={icon} size="1.6rem" />
            <span style={visuallyHidden}>{t(`checks.status-${check.status}`)}</span>
          </Box>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Typography variant="h3" component="h2">
              {title}
            </Typography>
            <Typography sx={{ overflowWrap: 'anywhere' }}>{finding}</Typography>
            <CheckFixes fixes={fixes} renderAction={renderAction} />
            <Disclosure label={t('wizard.check-why')}>
              <Typography variant="body2" sx={{ mb: 1 }}>
                {what}
              </Typography>
              <Typography variant="body2" sx={{ mb: 1 }}>
                {why}
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
