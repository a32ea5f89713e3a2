import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useCoreStatus, useIsLate } from '../api/index.ts';
import { Icon } from '../components/icon.tsx';
import { useT } from '../lib/i18n.tsx';

/** Says how this page stands to its core whenever that is not as it should be. */
export function ConnectionBanner(): ReactNode {
  const t = useT();
  const { connection, screens } = useCoreStatus();
  const isLate = useIsLate();
  if (connection === 'connecting') return null;
  if (connection === 'open' && isLate) {
    return (
      <Banner
        sign={<CircularProgress size="1.1rem" color="inherit" aria-hidden />}
        title={t('ui.answer-late')}
        text={t('ui.answer-late-more')}
      />
    );
  }
  if (connection === 'open') {
    return screens > 1 ? <Banner text={t('ui.other-screens', { count: screens - 1 })} /> : null;
  }
  const isRetrying = connection === 'lost';
  return (
    <Banner
      isGrave
      sign={isRetrying ? <CircularProgress size="1.3rem" color="inherit" aria-hidden /> : <Icon name="warning" />}
      title={t(connection === 'refused' ? 'ui.refused' : `ui.connection-${connection}`)}
      text={t(connection === 'refused' ? 'ui.refused-next' : `ui.connection-${connection}-more`)}
    >
      {!isRetrying && (
        <Button
          color="inherit"
          variant="outlined"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t('ui.reload-page')}
        </Button>
      )}
    </Banner>
  );
}

interface BannerProps {
  readonly text: string;
  readonly title?: string;
  readonly sign?: ReactNode;
  readonly isGrave?: boolean;
  readonly children?: ReactNode;
}

function Banner({ text, title, sign, isGrave = false, children }: BannerProps): ReactNode {
  return (
    <Box
      role={isGrave ? 'alert' : 'status'}
      sx={(theme) => ({
        display: 'flex',
        flexWrap: 'wrap',
        gap: 2,
        alignItems: 'center',
        px: 3,
        py: isGrave ? 1.5 : 0.75,
        position: 'sticky',
        top: 0,
        zIndex: 5,
        color: isGrave ? theme.palette.warning.main : theme.palette.text.secondary,
        backgroundColor: isGrave ? theme.lab.warmTint : theme.lab.well,
        borderBottom: `1px solid ${theme.palette.divider}`,
      })}
    >
      {sign ?? <Icon name="info" />}
      <Box sx={{ flex: '1 1 16rem' }}>
        {title !== undefined && <Typography sx={{ fontWeight: 650 }}>{title}</Typography>}
        <Typography variant="body2" sx={{ color: 'text.primary' }}>
          {text}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}
