import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState, type ReactNode } from 'react';
import { useT } from '../../lib/i18n.tsx';
import { offeredKeyboards } from './model/offers.ts';
import { useWizard } from './wizard-context.ts';

/** The layout of the nodes' consoles, with a place to see what this keyboard types. */
export function KeyboardField(): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const chosen = draft.spec.keyboard ?? 'de';
  const [tried, setTried] = useState('');
  const offered = offeredKeyboards.includes(chosen) ? offeredKeyboards : [chosen, ...offeredKeyboards];
  return (
    <Box sx={{ display: 'grid', gap: 2, gridColumn: '1 / -1', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      <TextField
        select
        label={t('wizard.keyboard')}
        value={chosen}
        helperText={t('wizard.keyboard-help')}
        onChange={(event) => {
          changeSpec({ keyboard: event.target.value });
        }}
      >
        {offered.map((layout) => (
          <MenuItem key={layout} value={layout}>
            {layout}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={t('wizard.keyboard-try')}
        value={tried}
        helperText={t('wizard.keyboard-try-help')}
        slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
        onChange={(event) => {
          setTried(event.target.value);
        }}
      />
    </Box>
  );
}
