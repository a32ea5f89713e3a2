import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { saveTextFile, toFileName } from '../../lib/save-file.ts';

/** The lab as a file from which others make the same one. */
export function SaveLabFile({ lab }: { readonly lab: LabView }): ReactNode {
  const t = useT();
  const { mutate, isPending, error } = useApiMutation('lab.file');
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        {t('labs.file-text')}
      </Typography>
      <Button
        variant="outlined"
        size="small"
        startIcon={<Icon name="download" />}
        disabled={isPending}
        onClick={() => {
          mutate(
            { lab: lab.labId },
            {
              onSuccess: ({ name, text }) => {
                saveTextFile(`${toFileName(name)}.bdlab`, text, 'application/yaml');
              },
            },
          );
        }}
      >
        {t('labs.file-save')}
      </Button>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}
