import TextField from '@mui/material/TextField';
import { useId, useMemo, type ReactNode } from 'react';
import { useT } from '../../lib/i18n.tsx';
import { offeredTimezones } from './model/offers.ts';
import { useWizard } from './wizard-context.ts';

/** The time zone of the nodes: that of this computer unless another is chosen. */
export function TimezoneField(): ReactNode {
  const t = useT();
  const id = useId();
  const { draft, changeSpec } = useWizard();
  const zones = useMemo(offeredTimezones, []);
  return (
    <>
      <TextField
        label={t('wizard.timezone')}
        value={draft.spec.timezone ?? ''}
        helperText={t('wizard.timezone-help')}
        slotProps={{ htmlInput: { list: id } }}
        onChange={(event) => {
          changeSpec({ timezone: event.target.value });
        }}
      />
      <datalist id={id}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
