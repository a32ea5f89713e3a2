import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type ReactNode } from 'react';
import { useT } from '../lib/i18n.tsx';
import { Icon } from './icon.tsx';

/** Puts a text on the clipboard and says so. */
export function CopyButton(props: { readonly text: string; readonly label?: string }): ReactNode {
  const t = useT();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(props.text);
      setState('copied');
    } catch {
      // Without a secure address or the permission there is no clipboard; the text can still be selected.
      setState('failed');
    }
  }
  const words = { idle: props.label ?? t('ui.copy'), copied: t('ui.copied'), failed: t('ui.copy-failed') };
  return (
    <Button
      size="small"
      startIcon={<Icon name={state === 'copied' ? 'check' : 'copy'} size="1.1em" />}
      onClick={() => {
        copy().catch(() => undefined);
      }}
    >
      <span aria-live="polite">{words[state]}</span>
    </Button>
  );
}

/** A line to be used elsewhere: a command, a path. */
export function CopyLine(props: { readonly label: string; readonly text: string }): ReactNode {
  const { label, text } = props;
  return (
    <Box sx={{ mb: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Box sx={{ flex: 1, fontWeight: 600, fontSize: '0.9rem' }}>{label}</Box>
        <CopyButton text={text} />
      </Box>
      <Box
        component="code"
        sx={(theme) => ({
          display: 'block',
          px: 1.5,
          py: 1,
          borderRadius: '0.5rem',
          fontSize: '0.85rem',
          overflowWrap: 'anywhere',
          backgroundColor: theme.lab.well,
          border: theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : 0,
        })}
      >
        {text}
      </Box>
    </Box>
  );
}
