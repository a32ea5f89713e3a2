import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { CopyLine } from '../../components/copy-line.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Card, Section } from '../../components/page.tsx';
import { formatCommandLine } from '../../lib/format.ts';
import { useT } from '../../lib/i18n.tsx';
import { SaveLabFile } from './save-lab-file.tsx';

/** Lines for other programs: ssh, VS Code, Ansible. */
export function ConnectionHelp({ lab }: { readonly lab: LabView }): ReactNode {
  const t = useT();
  const node = lab.nodes[0]?.name ?? '';
  return (
    <Section title={t('labs.connect-title')}>
      <Card>
        <Typography sx={{ mb: 2 }}>{t('labs.connect-text')}</Typography>
        <CopyLine
          label={t('labs.connect-ssh', { node })}
          text={formatCommandLine('ssh', ['-F', lab.sshConfigPath, node])}
        />
        <CopyLine label={t('labs.connect-vscode')} text={lab.sshConfigPath} />
        <CopyLine
          label={t('labs.connect-inventory')}
          text={formatCommandLine('ansible', ['all', '-i', lab.inventoryPath, '-m', 'ping'])}
        />
        <CopyLine label={t('labs.connect-folder')} text={lab.labDir} />
        <Password lab={lab} />
        <SaveLabFile lab={lab} />
      </Card>
    </Section>
  );
}

/** The password for the console, which the core hands out once. */
function Password({ lab }: { readonly lab: LabView }): ReactNode {
  const t = useT();
  const { mutate, data, error, isPending } = useApiMutation('lab.password');
  if (data !== undefined) {
    return data.password === null ? (
      <Typography role="status">{t('labs.password-gone', { user: data.user })}</Typography>
    ) : (
      <Box role="status">
        <CopyLine label={t('labs.password-is', { user: data.user })} text={data.password} />
      </Box>
    );
  }
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        {t('labs.password-text')}
      </Typography>
      <Button
        variant="outlined"
        size="small"
        disabled={isPending}
        onClick={() => {
          mutate({ lab: lab.labId });
        }}
      >
        {t('labs.password-show')}
      </Button>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}
