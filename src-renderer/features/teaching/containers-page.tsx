import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Card, Page, Section } from '../../components/page.tsx';
import { CopyLine } from '../../components/copy-line.tsx';
import { useT } from '../../lib/i18n.tsx';
import { Picture } from '../../components/picture.tsx';
import { Arrow, Disk, Vm } from './pieces.tsx';

/** Before, stopped, and started again: what is left of each. */
function StopPicture({ kind }: { readonly kind: 'container' | 'vm' }): ReactNode {
  const t = useT();
  const isVm = kind === 'vm';
  return (
    <Picture width={360} height={170} label={t(`teach.stop-${kind}-alt`)}>
      <Vm x={52} y={48} size={58} color={isVm ? 'main' : 'warm'} />
      <Disk x={52} y={92} width={54} height={22} color={isVm ? 'main' : 'warm'} />
      <Arrow d="M96 70h36" head={{ x: 134, y: 70 }} />
      {isVm ? (
        <>
          <rect x={153} y={27} width={54} height={42} rx={8} strokeDasharray="3 6" />
          <Disk x={180} y={92} width={54} height={22} />
        </>
      ) : (
        <g stroke="var(--bad)">
          <rect x={153} y={27} width={54} height={42} rx={8} strokeDasharray="3 6" />
          <path d="M153 92v22a27 8 0 0 0 54 0v-22" strokeDasharray="3 6" />
          <path d="M166 84l28 28M194 84l-28 28" />
        </g>
      )}
      <Arrow d="M224 70h36" head={{ x: 262, y: 70 }} />
      <Vm x={308} y={48} size={58} color={isVm ? 'main' : 'warm'} />
      {isVm ? <Disk x={308} y={92} width={54} height={22} /> : <ellipse cx={308} cy={100} rx={27} ry={8} />}
      {(['runs', 'stopped', 'again'] as const).map((moment, index) => (
        <text key={moment} x={52 + index * 128} y={158} textAnchor="middle" fontSize={15}>
          {t(`teach.moment-${moment}`)}
        </text>
      ))}
    </Picture>
  );
}

const reasons = ['kernel', 'identity', 'failure', 'honest'] as const;

/** Why this product makes virtual machines, with a picture and an experiment. */
export function ContainersPage(): ReactNode {
  const t = useT();
  return (
    <Page title={t('teach.containers-title')} lead={t('teach.containers-lead')}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
        {(['container', 'vm'] as const).map((kind) => (
          <Card key={kind}>
            <Typography variant="h2">{t(`teach.stop-${kind}-title`)}</Typography>
            <Box sx={{ my: 2 }}>
              <StopPicture kind={kind} />
            </Box>
            <Typography>{t(`teach.stop-${kind}-text`)}</Typography>
          </Card>
        ))}
      </Box>
      <Section title={t('teach.reasons-title')}>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          {reasons.map((reason) => (
            <Box key={reason}>
              <Typography variant="h3">{t(`teach.reason-${reason}-title`)}</Typography>
              <Typography sx={{ color: 'text.secondary' }}>{t(`teach.reason-${reason}-text`)}</Typography>
            </Box>
          ))}
        </Box>
      </Section>
      <Section title={t('teach.experiment-title')}>
        <Card>
          <Typography sx={{ mb: 2 }}>{t('teach.experiment-text')}</Typography>
          <CopyLine label={t('teach.experiment-write')} text="echo hello > ~/note; ip -brief address" />
          <CopyLine label={t('teach.experiment-read')} text="cat ~/note; ip -brief address" />
          <Typography sx={{ color: 'text.secondary' }}>{t('teach.experiment-result')}</Typography>
        </Card>
      </Section>
    </Page>
  );
}
