import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { DiskRoom } from '../../../src-main/contract/data-views.ts';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { reclaimText } from '../../../src-main/locales/room-words.ts';
import { useApiMutation, useApiQuery } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { routeHref } from '../../lib/route.ts';

const refetchMs = 15_000;

/** Says that the disk is getting full while nodes may still fill it, and what may go; nodes that it halted go on from here. */
export function RoomNotice({ lab, isBusy }: { readonly lab: LabView; readonly isBusy: boolean }): ReactNode {
  const { data } = useApiQuery('data.room', {}, { refetchMs });
  const halted = lab.nodes.filter(({ isPausedByDisk }) => isPausedByDisk === true).map(({ name }) => name);
  const isOn = lab.nodes.some(({ state }) => state !== 'stopped' && state !== 'suspended');
  return (
    <>
      {halted.length > 0 && <Halted lab={lab} names={halted} isBusy={isBusy} />}
      {data !== undefined && (data.level === 'short' || (data.level === 'low' && isOn)) && <Room room={data} />}
    </>
  );
}

function Halted(props: {
  readonly lab: LabView;
  readonly names: readonly string[];
  readonly isBusy: boolean;
}): ReactNode {
  const { lab, names, isBusy } = props;
  const { t } = useWords();
  const { mutate, isPending, error } = useApiMutation('lab.start');
  return (
    <Notice
      title={t('room.halted-title')}
      text={t('room.halted-text', { nodes: names.join(', ') })}
      action={
        <Button
          variant="contained"
          disabled={isBusy || isPending}
          onClick={() => {
            mutate({ lab: lab.labId });
          }}
        >
          {t('room.halted-go-on')}
        </Button>
      }
    >
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Notice>
  );
}

function Room({ room }: { readonly room: DiskRoom }): ReactNode {
  const { t, language } = useWords();
  const size = (bytes: number): string => formatBytes(bytes, language);
  return (
    <Notice
      title={t(`room.${room.level}`, { free: size(room.freeBytes) })}
      text={reclaimText(room, t, size)}
      action={
        <Button variant="outlined" href={routeHref({ page: 'storage' })}>
          {t('room.to-storage')}
        </Button>
      }
    />
  );
}

interface NoticeProps {
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
  readonly children?: ReactNode;
}

function Notice({ title, text, action, children }: NoticeProps): ReactNode {
  return (
    <Box role="status" sx={{ mt: 2 }}>
      <Card isTinted>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
          <Box sx={{ color: 'warning.main' }}>
            <Icon name="warning" size="1.5rem" />
          </Box>
          <Box sx={{ flex: '1 1 16rem', minWidth: 0 }}>
            <Typography sx={{ fontWeight: 650 }}>{title}</Typography>
            <Typography variant="body2">{text}</Typography>
          </Box>
          {action}
        </Box>
        {children}
      </Card>
    </Box>
  );
}
