import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n.tsx';
import { TopicPicture, type Topic } from './pictures.tsx';

/** Explains one idea where it first appears: a small picture and two sentences. */
export function TeachCard({ topic }: { readonly topic: Topic }): ReactNode {
  const t = useT();
  return (
    <Box
      component="aside"
      aria-label={t(`teach.${topic}-title`)}
      sx={(theme) => ({
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        p: 2,
        borderRadius: '1rem',
        backgroundColor: theme.lab.well,
        border: theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : 0,
      })}
    >
      <Box sx={{ flex: '0 1 9.5rem', minWidth: '7rem' }}>
        <TopicPicture topic={topic} />
      </Box>
      <Box sx={{ flex: '1 1 14rem' }}>
        <Typography variant="h3" component="h2">
          {t(`teach.${topic}-title`)}
        </Typography>
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {t(`teach.${topic}-text`)}
        </Typography>
      </Box>
    </Box>
  );
}
