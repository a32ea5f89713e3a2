import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { usePlan } from '../../../api/index.ts';
import { Disclosure } from '../../../components/disclosure.tsx';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Card } from '../../../components/page.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { TeachCard } from '../../teaching/index.ts';
import { AdvancedFields } from '../advanced-fields.tsx';
import { BudgetBars } from '../budget-bars.tsx';
import { KeyboardField } from '../keyboard-field.tsx';
import { defaultNodes, specOf } from '../model/draft.ts';
import { isUsablePassword } from '../model/password-hints.ts';
import { PasswordField } from '../password-field.tsx';
import { PlannedNodes } from '../planned-nodes.tsx';
import { TimezoneField } from '../timezone-field.tsx';
import { problemOf } from '../problem-of.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

const mostNodesOnSlider = 12;

/** The lab itself: how many nodes, what they are called, who works on them. */
export function LabScreen(): ReactNode {
  const t = useT();
  const { draft } = useWizard();
  const { data, error, isFetching } = usePlan(specOf(draft));
  const [password, setPassword] = useState('');
  const isRefused = error !== null;
  const isPasswordRefused = password !== '' && !isUsablePassword(password);
  return (
    <WizardFrame
      title={t('wizard.lab-title')}
      lead={t('wizard.lab-lead')}
      obstacle={isRefused || isPasswordRefused ? t('wizard.lab-obstacle') : null}
      isBusy={isFetching && data === undefined}
    >
      <NameField error={error} />
      <Card>
        <NodeSlider />
        {data !== undefined && <BudgetBars plan={data.plan} isCurrent={!isRefused} />}
        {isRefused && (
          <Box sx={{ mt: 2 }}>
            <FailureNotice failure={failureOf(error, t)} />
          </Box>
        )}
        {data !== undefined && !isRefused && <PlannedNodes plan={data.plan} />}
      </Card>
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, alignItems: 'start' }}>
        <UserField error={error} />
        <PasswordField typed={password} onType={setPassword} />
        <TimezoneField />
        <KeyboardField />
      </Box>
      <Disclosure label={t('wizard.advanced')}>
        <AdvancedFields plan={data?.plan} error={error} />
      </Disclosure>
      <TeachCard topic="linked-clone" />
    </WizardFrame>
  );
}

function NameField({ error }: { readonly error: unknown }): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const problem = problemOf(error, 'name');
  return (
    <TextField
      label={t('wizard.lab-name')}
      value={draft.spec.name ?? ''}
      error={problem !== null}
      helperText={problem ?? t('wizard.lab-name-help')}
      slotProps={{ htmlInput: { maxLength: 40 } }}
      sx={{ maxWidth: '30rem' }}
      onChange={(event) => {
        changeSpec({ name: event.target.value });
      }}
    />
  );
}

function UserField({ error }: { readonly error: unknown }): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const problem = problemOf(error, 'user');
  return (
    <TextField
      label={t('wizard.lab-user')}
      value={draft.spec.user ?? ''}
      error={problem !== null}
      helperText={problem ?? t('wizard.lab-user-help')}
      onChange={(event) => {
        changeSpec({ user: event.target.value });
      }}
    />
  );
}

function NodeSlider(): ReactNode {
  const t = useT();
  const { draft, changeSpec } = useWizard();
  const nodes = draft.spec.nodes ?? defaultNodes;
  const most = Math.max(mostNodesOnSlider, nodes);
  return (
    <Box>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1.5 }}>
        <Typography variant="h2" id="node-count" sx={{ flex: 1 }}>
          {t('wizard.lab-nodes')}
        </Typography>
        <Typography sx={{ fontSize: '1.7rem', fontWeight: 700, color: 'primary.main' }} aria-hidden>
          {nodes}
        </Typography>
      </Box>
      <Box sx={{ px: 1.5 }}>
        <Slider
          aria-labelledby="node-count"
          min={1}
          max={most}
          step={1}
          marks={Array.from({ length: most }, (_, index) => ({
            value: index + 1,
            label: index === 0 || (index + 1) % 3 === 0 ? String(index + 1) : undefined,
          }))}
          value={nodes}
          onChange={(_event, value) => {
            changeSpec({ nodes: typeof value === 'number' ? value : value[0] });
          }}
        />
      </Box>
    </Box>
  );
}
