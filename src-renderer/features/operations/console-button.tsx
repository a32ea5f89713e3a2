import Button from '@mui/material/Button';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Terminals are loaded with the first console. */
const ConsoleDialog = lazy(async () => {
  const { ConsoleDialog: component } = await import('../terminals/index.ts');
  return { default: component };
});

interface ConsoleButtonProps {
  readonly labId: string;
  /** Null: the base of the lab. */
  readonly node: string | null;
}

/** Leads to what a node, or the base, says while it boots. */
export function ConsoleButton({ labId, node }: ConsoleButtonProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        startIcon={<Icon name="terminal" size="1em" />}
        aria-label={node === null ? t('terminals.console-base') : t('terminals.console', { node })}
        aria-haspopup="dialog"
        onClick={() => {
          setIsOpen(true);
        }}
        sx={{ py: 0, flexShrink: 0, alignSelf: 'flex-start' }}
      >
        {t('terminals.open-console')}
      </Button>
      {isOpen && (
        <Suspense>
          <ConsoleDialog
            labId={labId}
            node={node}
            onClose={() => {
              setIsOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
