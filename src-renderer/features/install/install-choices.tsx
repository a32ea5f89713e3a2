import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type ReactNode } from 'react';
import type { HypervisorId } from '../../../src-main/domain/ids.ts';
import { useT } from '../../lib/i18n.tsx';
import { InstallDialog } from './install-dialog.tsx';

interface InstallChoicesProps {
  /** What is not there yet; none: nothing is shown. */
  readonly missing: readonly HypervisorId[];
  /** Something may have been installed: what was known of this computer is old. */
  readonly onDone: () => void;
}

/** Leads to the installation of hypervisors; nothing happens before the user has read what will be run. */
export function InstallChoices({ missing, onDone }: InstallChoicesProps): ReactNode {
  const t = useT();
  // Outlives its button, which goes away as soon as the hypervisor is there.
  const [chosen, setChosen] = useState<HypervisorId | null>(null);
  return (
    <>
      {missing.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {missing.map((id) => (
            <Button key={id} variant="outlined" onClick={() => setChosen(id)}>
              {t('install.button-of', { hypervisor: t(`words.hypervisor.${id}`) })}
            </Button>
          ))}
        </Box>
      )}
      {chosen !== null && (
        <InstallDialog
          hypervisor={chosen}
          onClose={() => {
            setChosen(null);
            onDone();
          }}
        />
      )}
    </>
  );
}
