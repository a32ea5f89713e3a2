import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

interface SleepNoticeProps {
  readonly lab: LabView;
  /** Newest first. */
  readonly operations: readonly OperationRecord[];
}

/** Says what a sleep of this computer did to the lab and what was done about it, until something else is done with the lab. */
export function SleepNotice({ lab, operations }: SleepNoticeProps): ReactNode {
  const t = useT();
  const [seenId, setSeenId] = useState<string | null>(null);
  const { mutate, isPending, error } = useApiMutation('lab.start');
  const [last] = operations;
  if (last?.kind !== 'wake' || last.endedAt === null || last.state === 'cancelled' || last.id === seenId) return null;
  const notes = (last.notes ?? []).toSorted((a, b) => String(a.params.node).localeCompare(String(b.params.node)));
  // How it failed is told below it; what went well is told here.
  if (notes.length === 0 && last.state === 'failed') return null;
  const isHalted = lab.nodes.some(({ state, isPausedByDisk }) => state === 'paused' && isPausedByDisk !== true);
  return (
    <Box role="status" sx={{ mt: 2 }}>
      <Card isTinted>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
          <Box sx={{ color: isHalted ? 'warning.main' : 'info.main' }}>
            <Icon name={isHalted ? 'warning' : 'info'} size="1.5rem" />
          </Box>
          <Box sx={{ flex: '1 1 16rem', minWidth: 0 }}>
            <Typography sx={{ fontWeight: 650 }}>{t('wake.title')}</Typography>
            {notes.length === 0 && <Typography variant="body2">{t('wake.all-well')}</Typography>}
            {notes.map(({ key, params }) => (
              <Typography key={`${key} ${JSON.stringify(params)}`} variant="body2">
                {t(key, params)}
              </Typography>
            ))}
          </Box>
          {isHalted && (
            <Button
              variant="contained"
              disabled={isPending}
              onClick={() => {
                mutate({ lab: lab.labId });
              }}
            >
              {t('wake.go-on')}
            </Button>
          )}
          <Button
            variant="outlined"
            onClick={() => {
              setSeenId(last.id);
            }}
          >
            {t('wake.dismiss')}
          </Button>
        </Box>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </Card>
    </Box>
  );
}
