import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckFixAction } from '../../../src-main/contract/host-views.ts';
import type { FixWords } from '../../../src-main/locales/check-words.ts';
import { CopyButton } from '../../components/copy-line.tsx';
import { CodeLines } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';

/** A button for what the app can do about a finding; null where this screen offers none. */
export type RenderAction = (action: CheckFixAction) => ReactNode;

interface CheckFixesProps {
  readonly fixes: readonly FixWords[];
  readonly renderAction?: RenderAction | undefined;
}

/** The ways out of a finding, the best first. Commands are for reading and copying: nothing here runs them. */
export function CheckFixes({ fixes, renderAction }: CheckFixesProps): ReactNode {
  if (fixes.length === 0) return null;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, mt: 1, p: 0, display: 'grid', gap: 0.75 }}>
      {fixes.map((words) => (
        <Box component="li" key={words.fix.id} sx={{ display: 'flex', gap: 1 }}>
          <Box sx={{ pt: 0.25 }}>
            <Icon name="next" size="1.2em" />
          </Box>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Typography>{words.text}</Typography>
            <FixBody words={words} renderAction={renderAction} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function FixBody(props: { readonly words: FixWords; readonly renderAction: RenderAction | undefined }): ReactNode {
  const { fix } = props.words;
  switch (fix.kind) {
    case 'text':
      return null;
    case 'command':
      return <FixCommand command={fix.command} needsAdministrator={fix.needsAdministrator} />;
    case 'page':
      return (
        <Link href={fix.url} target="_blank" rel="noreferrer" sx={{ overflowWrap: 'anywhere' }}>
          {fix.url}
        </Link>
      );
    case 'action':
      return props.renderAction?.(fix.action) ?? null;
  }
}

function FixCommand(props: { readonly command: string; readonly needsAdministrator: boolean }): ReactNode {
  const { command, needsAdministrator } = props;
  const t = useT();
  return (
    <Box sx={{ my: 0.5 }}>
      <CodeLines lines={[command]} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <CopyButton text={command} />
        {needsAdministrator && (
          <Typography variant="body2" color="text.secondary">
            {t('fixes.as-administrator')}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
