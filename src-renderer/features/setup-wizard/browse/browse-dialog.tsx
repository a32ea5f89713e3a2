import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId, useState, type ReactNode } from 'react';
import type { BrowseEntry, BrowsePlace } from '../../../../src-main/contract/browse-views.ts';
import type { Translate } from '../../../../src-main/locales/translate.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { EntryList } from './entry-list.tsx';
import { useFolder } from './use-folder.ts';

interface BrowseDialogProps {
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

/** Lets the user choose an image from the folders and sticks of the computer the app runs on. */
export function BrowseDialog({ onChoose, onClose }: BrowseDialogProps): ReactNode {
  const t = useT();
  const id = useId();
  const { folder, error, places, goTo } = useFolder();
  const [marked, setMarked] = useState<BrowseEntry | null>(null);
  const parent = folder?.parent ?? null;
  const canGoUp = parent !== null || error !== null;
  function open(entry: BrowseEntry): void {
    if (entry.kind === 'image') onChoose(entry.path);
    else goTo(entry.path);
  }
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="md" fullWidth>
      <DialogTitle id={id} variant="h2" sx={{ pb: 1 }}>
        {t('wizard.browse-title')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Places places={places} current={folder?.path ?? null} onGo={goTo} />
        <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
          <Button
            size="small"
            variant="outlined"
            startIcon={<Icon name="back" />}
            disabled={!canGoUp}
            sx={{ flexShrink: 0 }}
            onClick={() => {
              goTo(parent);
            }}
          >
            {t(error === null ? 'wizard.browse-up' : 'wizard.browse-start')}
          </Button>
          <Typography role="status" sx={{ minWidth: 0, overflowWrap: 'anywhere', fontWeight: 600 }}>
            {folder?.path ?? ''}
          </Typography>
        </Box>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
        <EntryList
          key={folder?.path ?? 'none'}
          folder={folder}
          isLoading={folder === undefined && error === null}
          onMark={setMarked}
          onOpen={open}
          onUp={() => {
            if (canGoUp) goTo(parent);
          }}
        />
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('wizard.browse-formats')} {t('wizard.browse-keys')}
        </Typography>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button
          variant="contained"
          disabled={marked?.kind !== 'image'}
          onClick={() => {
            if (marked !== null) onChoose(marked.path);
          }}
        >
          {t('wizard.browse-choose')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface PlacesProps {
  readonly places: readonly BrowsePlace[];
  readonly current: string | null;
  readonly onGo: (path: string) => void;
}

function Places({ places, current, onGo }: PlacesProps): ReactNode {
  const t = useT();
  return (
    <Box component="nav" aria-label={t('wizard.browse-places')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {places.map((place) => (
        <Button
          key={place.path}
          size="small"
          variant={place.path === current ? 'contained' : 'outlined'}
          aria-current={place.path === current ? 'location' : undefined}
          title={place.path}
          sx={{ overflowWrap: 'anywhere' }}
          onClick={() => {
            onGo(place.path);
          }}
        >
          {placeName(place, t)}
        </Button>
      ))}
    </Box>
  );
}

function placeName({ kind, label }: BrowsePlace, t: Translate): string {
  if (kind === 'home') return t('wizard.browse-home');
  if (kind === 'downloads') return t('wizard.browse-downloads');
  return kind === 'root' ? t('wizard.browse-root') : label;
}
