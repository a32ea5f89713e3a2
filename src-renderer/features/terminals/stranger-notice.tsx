import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { FailureNotice, operationFailure } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';

/**
 * Asks, once SSH has given up, whether somebody else answers in place of the node, and says what that means: ssh itself says it in
 * English, and advises to forget the key that the node was given.
 */
export function StrangerNotice({ labId, node }: { readonly labId: string; readonly node: string }): ReactNode {
  const t = useT();
  const { data } = useApiQuery('lab.recognise', { lab: labId, node }, { isKept: false });
  if (data === undefined || data.stranger === null) return null;
  return (
    <Box sx={{ px: 1, pb: 0.5, maxHeight: '60%', overflow: 'auto' }}>
      <FailureNotice failure={operationFailure(data.stranger, t)} />
    </Box>
  );
}
