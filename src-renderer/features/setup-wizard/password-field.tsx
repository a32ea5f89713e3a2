import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { longestPassword } from '../../../src-main/domain/chosen-password.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { isUsablePassword, keyHintsOf } from './model/password-hints.ts';
import { usePassword, useStrength } from './use-password.ts';
import { useWizard } from './wizard-context.ts';

interface PasswordFieldProps {
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** The password for the consoles: typed here and kept by the core, which never gives it back, or made by the app. */
export function PasswordField({ typed, onType }: PasswordFieldProps): ReactNode {
  const t = useT();
  const { isSet, keep, error } = usePassword();
  const [isRevealed, setIsRevealed] = useState(false);
  const isRefused = typed !== '' && !isUsablePassword(typed);
  const isKept = typed === '' && isSet === true;
  const help = isRefused ? 'wizard.password-refused' : isKept ? 'wizard.password-set' : 'wizard.password-help';
  function type(password: string): void {
    onType(password);
    keep(isUsablePassword(password) ? password : null);
  }
  return (
    <Box>
      <TextField
        fullWidth
        type={isRevealed ? 'text' : 'password'}
        label={t('wizard.password')}
        value={typed}
        error={isRefused}
        helperText={t(help)}
        slotProps={{
          htmlInput: {
            maxLength: longestPassword,
            autoComplete: 'new-password',
            autoCapitalize: 'none',
            autoCorrect: 'off',
            spellCheck: false,
          },
          input: {
            endAdornment: (
              <InputAdornment position="end">
                <IconButton
                  edge="end"
                  aria-label={t(isRevealed ? 'wizard.password-hide' : 'wizard.password-reveal')}
                  title={t(isRevealed ? 'wizard.password-hide' : 'wizard.password-reveal')}
                  onClick={() => {
                    setIsRevealed(!isRevealed);
                  }}
                >
                  <Icon name={isRevealed ? 'unseen' : 'eye'} />
                </IconButton>
              </InputAdornment>
            ),
          },
        }}
        onChange={(event) => {
          type(event.target.value);
        }}
      />
      {isKept && (
        <Button
          size="small"
          sx={{ mt: 0.5 }}
          onClick={() => {
            keep(null);
          }}
        >
          {t('wizard.password-forget')}
        </Button>
      )}
      <Judgement password={isRefused ? '' : typed} isRevealed={isRevealed} />
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}

/** How strong it is, and what is typed differently at the console; names characters only while they can be seen anyway. */
function Judgement({ password, isRevealed }: { readonly password: string; readonly isRevealed: boolean }): ReactNode {
  const t = useT();
  const { user = '', name = '', keyboard = 'de' } = useWizard().draft.spec;
  const strength = useStrength(password, [user, name]);
  const hints = keyHintsOf(password, keyboard);
  return (
    <Box role="status" sx={{ px: 1.75, display: 'grid', gap: 0.5, mt: password === '' ? 0 : 0.75 }}>
      {strength !== null && (
        <Typography
          variant="body2"
          sx={{ fontWeight: 600, color: strength === 'weak' ? 'warning.dark' : 'text.primary' }}
        >
          {t(`wizard.password-${strength}`)}
        </Typography>
      )}
      {(['missing', 'moving'] as const)
        .filter((kind) => hints[kind].length > 0)
        .map((kind) => (
          <Typography key={kind} variant="body2" sx={{ color: 'text.secondary' }}>
            <Icon name="keyboard" />{' '}
            {t(`wizard.password-${kind}`, {
              characters: isRevealed ? hints[kind].join(' ') : t('wizard.password-some'),
              layout: keyboard,
            })}
          </Typography>
        ))}
    </Box>
  );
}
