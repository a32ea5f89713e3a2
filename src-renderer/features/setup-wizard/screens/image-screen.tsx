import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { ImageProbe } from '../../../../src-main/contract/lab-views.ts';
import { hasText, type Language, type Translate } from '../../../../src-main/locales/translate.ts';
import { useApiQuery } from '../../../api/index.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { formatBytes } from '../../../lib/format.ts';
import { useT, useWords } from '../../../lib/i18n.tsx';
import { OperationPanel } from '../../operations/index.ts';
import { BrowseDialog } from '../browse/browse-dialog.tsx';
import { defaultImage } from '../model/draft.ts';
import { OptionCard } from '../option-card.tsx';
import { useEarlyFetch } from '../use-early-fetch.ts';
import { useReachableImage } from '../use-reachable-image.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

const filePrefix = 'file:';

/** What the nodes start from: one of the catalogue, or a file of the user. */
export function ImageScreen(): ReactNode {
  const t = useT();
  const { data, error } = useApiQuery('images.list', {});
  const { draft, changeSpec } = useWizard();
  const image = draft.spec.image ?? '';
  const isFile = image.startsWith(filePrefix);
  const offered = [...new Set((data?.images ?? []).map(({ imageId }) => imageId))].filter(
    (imageId) => !imageId.startsWith(filePrefix),
  );
  const isReady = image !== '' && image !== filePrefix;
  const isReplaced = useReachableImage();
  const { isProbing, fetchEarly } = useEarlyFetch(isFile || image === '' ? null : image);
  return (
    <WizardFrame
      title={t('wizard.image-title')}
      lead={t('wizard.image-lead')}
      obstacle={isReady ? null : t('wizard.image-needed')}
      isBusy={isProbing}
      onNext={() => {
        fetchEarly();
        return false;
      }}
    >
      <Box role="status">
        {isReplaced && (
          <Typography>{t('wizard.image-replaced', { image: imageWords(defaultImage, t).title })}</Typography>
        )}
      </Box>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={220} />}
      <Box role="radiogroup" aria-label={t('wizard.image-title')} sx={{ display: 'grid', gap: 1.5 }}>
        {offered.map((imageId) => (
          <OfferedImage key={imageId} imageId={imageId} />
        ))}
        {data !== undefined && (
          <OptionCard
            name="image"
            value="file"
            title={t('wizard.image-file')}
            text={t('wizard.image-file-text')}
            isChosen={isFile}
            onChoose={() => {
              changeSpec({ image: filePrefix });
            }}
          >
            <OwnFile
              path={image.slice(filePrefix.length)}
              onPath={(path) => {
                changeSpec({ image: `${filePrefix}${path}` });
              }}
            />
          </OptionCard>
        )}
      </Box>
    </WizardFrame>
  );
}

interface OwnFileProps {
  readonly path: string;
  readonly onPath: (path: string) => void;
}

/** Where the file lies: written, or chosen from the folders of this computer. */
function OwnFile({ path, onPath }: OwnFileProps): ReactNode {
  const { t, language } = useWords();
  const [isBrowsing, setIsBrowsing] = useState(false);
  // A file is looked at once its path is whole, not at every letter of it.
  const [wholePath, setWholePath] = useState(path);
  const isWhole = path !== '' && path === wholePath;
  const { data: probe, error } = useApiQuery('images.probe', { image: `${filePrefix}${path}` }, { isEnabled: isWhole });
  const verdict = isWhole && probe !== undefined ? fileWords(probe, t, language) : null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'flex-start' }}>
      <TextField
        sx={{ flex: '1 1 20rem' }}
        label={t('wizard.image-path')}
        helperText={verdict ?? t('wizard.image-path-help')}
        slotProps={{ formHelperText: { role: 'status' } }}
        value={path}
        onChange={(event) => {
          onPath(event.target.value);
        }}
        onBlur={() => {
          setWholePath(path);
        }}
      />
      <Button
        variant="outlined"
        sx={{ minHeight: '3.5rem' }}
        startIcon={<Icon name="disk" />}
        onClick={() => {
          setIsBrowsing(true);
        }}
      >
        {t('wizard.browse-button')}
      </Button>
      {isBrowsing && (
        <BrowseDialog
          onChoose={(chosen) => {
            onPath(chosen);
            setWholePath(chosen);
            setIsBrowsing(false);
          }}
          onClose={() => {
            setIsBrowsing(false);
          }}
        />
      )}
      {isWhole && error !== null && (
        <Box sx={{ flexBasis: '100%' }}>
          <FailureNotice failure={failureOf(error, t)} />
        </Box>
      )}
    </Box>
  );
}

function fileWords(probe: ImageProbe, t: Translate, language: Language): string {
  const { installs } = probe;
  return installs === undefined ? probeWords(probe, t, language) : t('wizard.image-installs', { release: installs });
}

/** Name and reason of an image; one the texts do not know is shown by its id. */
export function imageWords(imageId: string, t: Translate): { readonly title: string; readonly text: string } {
  const key = `wizard.image-${imageId}`;
  if (!hasText(key)) return { title: imageId, text: '' };
  return { title: t(key), text: t(`${key}-text`) };
}

function probeWords(probe: ImageProbe, t: Translate, language: Language): string {
  const size = probe.sizeBytes === null ? '' : ` (${formatBytes(probe.sizeBytes, language)})`;
  return `${t(`wizard.image-status-${probe.status}`)}${size}.`;
}

function OfferedImage({ imageId }: { readonly imageId: string }): ReactNode {
  const { t, language } = useWords();
  const { draft, changeSpec } = useWizard();
  const { data: probe, error } = useApiQuery('images.probe', { image: imageId });
  const { title, text } = imageWords(imageId, t);
  const status =
    probe !== undefined
      ? probeWords(probe, t, language)
      : error === null
        ? t('wizard.image-probing')
        : failureOf(error, t).what;
  return (
    <OptionCard
      name="image"
      value={imageId}
      title={title}
      text={`${text} ${status}`.trim()}
      {...(imageId === defaultImage ? { badge: t('wizard.recommended') } : {})}
      isChosen={draft.spec.image === imageId}
      onChoose={() => {
        changeSpec({ image: imageId });
      }}
    >
      {probe?.status === 'reachable' ? (
        <EarlyDownload image={imageId} />
      ) : probe?.status === 'unreachable' ? (
        <Unreachable fallback={probe.fallback} />
      ) : undefined}
    </OptionCard>
  );
}

function Unreachable({ fallback }: { readonly fallback: string | null }): ReactNode {
  const t = useT();
  const { changeSpec } = useWizard();
  return (
    <FailureNotice failure={{ what: t('wizard.image-offline'), next: t('wizard.image-offline-next'), details: [] }}>
      {fallback !== null && (
        <Button
          variant="outlined"
          onClick={() => {
            changeSpec({ image: fallback });
          }}
        >
          {t('wizard.image-fallback', { image: imageWords(fallback, t).title })}
        </Button>
      )}
    </FailureNotice>
  );
}

/** The download begins while the user goes on: when the next screen is asked for, or before. */
function EarlyDownload({ image }: { readonly image: string }): ReactNode {
  const t = useT();
  const { fetchEarly, shown, error } = useEarlyFetch(image);
  if (shown !== undefined) return <OperationPanel operation={shown} />;
  return (
    <Box>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {t('wizard.image-early-note')}
      </Typography>
      <Button variant="outlined" startIcon={<Icon name="cloud" />} onClick={fetchEarly}>
        {t('wizard.image-early')}
      </Button>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}
