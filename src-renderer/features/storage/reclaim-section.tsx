import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { ReclaimItem } from '../../../src-main/contract/reclaim-views.ts';
import { withNeeds } from '../../../src-main/domain/reclaim.ts';
import { isRunning, useApiMutation, useApiQuery, useOperations } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Card, Section } from '../../components/page.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { OperationPanel } from '../operations/index.ts';

/** What can give room back and how much, to be chosen, and what the last time gave. */
export function ReclaimSection(): ReactNode {
  const { t } = useWords();
  const { data } = useApiQuery('reclaim.preview', {});
  const last = useOperations().find(({ kind }) => kind === 'reclaim');
  const isBusy = last !== undefined && isRunning(last);
  if (data === undefined) return null;
  return (
    <Section title={t('reclaim.title')}>
      <Card>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
          {t('reclaim.lead')}
        </Typography>
        {data.items.length === 0 && (
          <Typography sx={{ color: 'text.secondary', fontStyle: 'italic' }}>{t('reclaim.nothing')}</Typography>
        )}
        {data.items.length > 0 && <Choice items={data.items} isBusy={isBusy} />}
        {last !== undefined && (
          <Box role="status" sx={{ mt: 2 }}>
            {(isBusy || last.state === 'failed') && <OperationPanel operation={last} />}
            {(last.notes ?? []).map(({ key, params }) => (
              <Typography key={`${key} ${String(params.name)}`} variant="body2">
                {t(key, params)}
              </Typography>
            ))}
          </Box>
        )}
      </Card>
    </Section>
  );
}

interface ChoiceProps {
  readonly items: readonly ReclaimItem[];
  readonly isBusy: boolean;
}

function Choice({ items, isBusy }: ChoiceProps): ReactNode {
  const { t } = useWords();
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isTicked = ({ id, byDefault }: ReclaimItem): boolean => changed.get(id) ?? byDefault;
  const chosen = withNeeds(
    items,
    items.filter(isTicked).map(({ id }) => id),
  );
  return (
    <>
      <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, display: 'grid' }}>
        <Typography component="legend" sx={{ fontWeight: 650, p: 0 }}>
          {t('reclaim.choose')}
        </Typography>
        {items.map((item) => (
          <ItemLine
            key={item.id}
            item={item}
            isTicked={chosen.includes(item)}
            onTick={(ticked) => {
              setChanged((before) => withTick(before, { items, item, ticked }));
            }}
          />
        ))}
      </Box>
      <RunButton chosen={chosen} isBusy={isBusy} />
    </>
  );
}

/** Without a tick at what it needs, a thing loses its own. */
function withTick(
  before: ReadonlyMap<string, boolean>,
  {
    items,
    item,
    ticked,
  }: { readonly items: readonly ReclaimItem[]; readonly item: ReclaimItem; readonly ticked: boolean },
): ReadonlyMap<string, boolean> {
  const above = ticked ? [] : items.filter(({ needs }) => needs.includes(item.id));
  return new Map([...before, [item.id, ticked], ...above.map(({ id }) => [id, false] as const)]);
}

interface ItemLineProps {
  readonly item: ReclaimItem;
  readonly isTicked: boolean;
  readonly onTick: (ticked: boolean) => void;
}

function ItemLine({ item, isTicked, onTick }: ItemLineProps): ReactNode {
  const { t, language } = useWords();
  const { kind, name, lab, bytes, isAtMost, needs } = item;
  const size = formatBytes(bytes, language);
  return (
    <FormControlLabel
      sx={{ alignItems: 'flex-start', my: 0.25 }}
      control={
        <Checkbox
          checked={isTicked}
          sx={{ py: 0.5 }}
          onChange={(_event, ticked) => {
            onTick(ticked);
          }}
        />
      }
      label={
        <Box sx={{ py: 0.5, overflowWrap: 'anywhere' }}>
          <Typography>{t(`reclaim.kind-${kind}`, { name, lab: lab ?? '' })}</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {[isAtMost ? t('reclaim.at-most', { size }) : size, needs.length > 0 ? t('reclaim.with-trash') : '']
              .filter((fact) => fact !== '')
              .join(' · ')}
          </Typography>
        </Box>
      }
    />
  );
}

function RunButton({
  chosen,
  isBusy,
}: {
  readonly chosen: readonly ReclaimItem[];
  readonly isBusy: boolean;
}): ReactNode {
  const { t, language } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { mutate, isPending, error } = useApiMutation('reclaim.run');
  const trash = chosen.find(({ kind }) => kind === 'trash');
  const size = formatBytes(
    chosen.reduce((sum, { bytes }) => sum + bytes, 0),
    language,
  );
  return (
    <>
      <Button
        variant="contained"
        sx={{ mt: 1.5 }}
        disabled={chosen.length === 0 || isBusy || isPending}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('reclaim.run')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous={trash !== undefined}
        isBusy={isPending}
        title={t('reclaim.confirm-title')}
        confirmLabel={t('reclaim.run')}
        onConfirm={() => {
          mutate({ ids: chosen.map(({ id }) => id) }, { onSuccess: () => setIsOpen(false) });
        }}
        onClose={() => {
          setIsOpen(false);
        }}
      >
        <Typography>
          {trash === undefined
            ? t('reclaim.confirm-text', { size })
            : t('reclaim.confirm-text-trash', { size, labs: trash.name })}
        </Typography>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
