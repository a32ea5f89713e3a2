import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Children, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { Card } from '../../components/page.tsx';

interface RowsProps {
  readonly lead?: string;
  readonly empty: string;
  readonly children: ReactNode;
}

/** Things that lie somewhere, one a line, or a sentence when there is none. */
export function Rows({ lead, empty, children }: RowsProps): ReactNode {
  return (
    <Card>
      {lead !== undefined && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
          {lead}
        </Typography>
      )}
      {Children.count(children) === 0 ? (
        <Typography sx={{ color: 'text.secondary', fontStyle: 'italic' }}>{empty}</Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {children}
        </Box>
      )}
    </Card>
  );
}

interface RowProps {
  readonly icon: IconName;
  readonly title: string;
  readonly facts: readonly string[];
  readonly action?: ReactNode;
}

/** One thing with what is to be known about it; empty facts are left out. */
export function Row({ icon, title, facts, action }: RowProps): ReactNode {
  return (
    <Box component="li" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, py: 1.25 }}>
      <Icon name={icon} size="1.6rem" />
      <Box sx={{ flex: '1 1 14rem', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{title}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {facts.filter((fact) => fact !== '').join(' · ')}
        </Typography>
      </Box>
      <Box sx={{ display: 'flex', gap: 1 }}>{action}</Box>
    </Box>
  );
}
