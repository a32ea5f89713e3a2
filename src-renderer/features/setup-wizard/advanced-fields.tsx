import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState, type ReactNode } from 'react';
import type { LabPlan } from '../../../src-main/domain/plan-types.ts';
import { useT } from '../../lib/i18n.tsx';
import { problemOf } from './problem-of.ts';
import { useWizard } from './wizard-context.ts';

type NumberField = 'memoryMiB' | 'cpus' | 'diskGiB' | 'firstNumber' | 'firstSshPort';
type TextFieldName = 'namePrefix' | 'network' | 'subnet';

interface AdvancedFieldsProps {
  readonly plan: LabPlan | undefined;
  readonly error: unknown;
}

/** What hardly anybody changes: each field shows what is chosen when it is left empty. */
export function AdvancedFields({ plan, error }: AdvancedFieldsProps): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const [first] = plan?.nodes ?? [];
  const numbers: readonly (readonly [NumberField, number | undefined])[] = [
    ['memoryMiB', first?.memoryMiB],
    ['cpus', first?.cpus],
    ['diskGiB', plan?.diskGiB],
    ['firstNumber', first?.number],
    ['firstSshPort', first?.sshPort],
  ];
  const texts: readonly (readonly [TextFieldName, string | undefined])[] = [
    ['namePrefix', 'pi-'],
    ['network', plan?.network.name],
    ['subnet', plan?.network.subnet],
  ];
  return (
    <Box
      sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', md: '1fr 1fr 1fr' }, pt: 1 }}
    >
      {numbers.map(([field, chosen]) => (
        <NumberInput key={field} field={field} chosen={chosen} problem={problemOf(error, field)} />
      ))}
      {texts.map(([field, chosen]) => (
        <TextField
          key={field}
          label={t(`wizard.field-${field}`)}
          value={draft.spec[field] ?? ''}
          placeholder={chosen ?? ''}
          error={problemOf(error, field) !== null}
          helperText={problemOf(error, field) ?? t(`wizard.field-${field}-help`)}
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={(event) => {
            changeSpec({ [field]: event.target.value });
          }}
        />
      ))}
      <FormControlLabel
        sx={{ gridColumn: '1 / -1' }}
        label={t('wizard.field-upgrade')}
        control={
          <Switch
            checked={draft.spec.upgrade ?? true}
            onChange={(event) => {
              changeSpec({ upgrade: event.target.checked });
            }}
          />
        }
      />
    </Box>
  );
}

interface NumberInputProps {
  readonly field: NumberField;
  readonly chosen: number | undefined;
  readonly problem: string | null;
}

/** Keeps what is typed as it is, and hands on what is a number. */
function NumberInput({ field, chosen, problem }: NumberInputProps): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const value = draft.spec[field];
  const [typed, setTyped] = useState(value === undefined ? '' : String(value));
  return (
    <TextField
      type="number"
      label={t(`wizard.field-${field}`)}
      value={typed}
      placeholder={chosen === undefined ? '' : String(chosen)}
      error={problem !== null}
      helperText={problem ?? t(`wizard.field-${field}-help`)}
      slotProps={{ inputLabel: { shrink: true } }}
      onChange={(event) => {
        setTyped(event.target.value);
        changeSpec({ [field]: event.target.value === '' ? undefined : Number(event.target.value) });
      }}
    />
  );
}
