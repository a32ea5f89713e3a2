import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { HypervisorChoice } from '../../../src-main/domain/choose-hypervisor.ts';
import { choiceWords } from '../../../src-main/locales/trial-words.ts';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Which hypervisor a lab takes by itself, and why. */
export function ChoiceReason({ choice }: { readonly choice: HypervisorChoice }): ReactNode {
  const t = useT();
  const [first, ...others] = choiceWords(choice, t);
  const { hypervisor } = choice;
  return (
    <Card isTinted>
      <Box sx={{ display: 'flex', gap: 1.5 }}>
        <Box sx={{ color: hypervisor === null ? 'warning.main' : 'primary.main', pt: 0.2 }}>
          <Icon name={hypervisor === null ? 'warning' : 'spark'} size="1.5rem" />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          {hypervisor !== null && (
            <Typography sx={{ fontWeight: 600 }}>
              {t('diagnostics.chosen', { hypervisor: t(`words.hypervisor.${hypervisor}`) })}
            </Typography>
          )}
          <Typography>{first}</Typography>
          {others.map((sentence) => (
            <Typography key={sentence} variant="body2" sx={{ mt: 0.5 }}>
              {sentence}
            </Typography>
          ))}
        </Box>
      </Box>
    </Card>
  );
}
