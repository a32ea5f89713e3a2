import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { FileSender, SentFile } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Files that are on their way to nodes, and where those lie that have arrived. */
export function SentFiles({ sender }: { readonly sender: FileSender }): ReactNode {
  if (sender.sent.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, mt: 2 }}>
      {sender.sent.map((file) => (
        <Sent key={file.key} file={file} onDismiss={() => sender.dismiss(file.key)} />
      ))}
    </Box>
  );
}

function Sent({ file, onDismiss }: { readonly file: SentFile; readonly onDismiss: () => void }): ReactNode {
  const t = useT();
  const { name, state, receipt, error } = file;
  const isWhole = receipt?.operation.state === 'succeeded';
  const title = state === 'sending' ? 'sending' : isWhole ? 'done' : 'partly';
  return (
    <Card isTinted={isWhole}>
      <Box role="status" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
        <Box sx={{ flex: '1 1 16rem', minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
            {t(`nodes.copy-${title}`, { name })}
          </Typography>
          {receipt?.places.map(({ node, path }) => (
            <Typography key={node} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {node}: {path}
            </Typography>
          ))}
        </Box>
        {state !== 'sending' && (
          <Button size="small" onClick={onDismiss}>
            {t('nodes.copy-dismiss')}
          </Button>
        )}
      </Box>
      {state === 'failed' && <FailureNotice failure={failureOf(error, t)} />}
    </Card>
  );
}
