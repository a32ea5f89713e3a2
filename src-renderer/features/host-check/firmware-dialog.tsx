import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import type { FirmwareGuide } from '../../../src-main/contract/firmware-views.ts';
import type { Translate } from '../../../src-main/locales/translate.ts';
import { useApiQuery } from '../../api/index.ts';
import { CopyButton } from '../../components/copy-line.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines, FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';
import { FirmwareMenuDrawing, KeyboardDrawing } from './firmware-drawing.tsx';
import { RestartToFirmware } from './restart-to-firmware.tsx';

/** How to switch virtualization on in the firmware of this very computer, with the way there. */
export function FirmwareDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { isOpen, onClose } = props;
  const t = useT();
  const id = useId();
  const { data, error } = useApiQuery('host.firmwareGuide', {}, { isEnabled: isOpen });
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={id} maxWidth="md" fullWidth>
      <DialogTitle id={id} variant="h2">
        {t('diagnostics.firmware-title')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2.5, alignContent: 'start' }}>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
        {data === undefined && error === null && <Skeleton variant="rounded" height={220} />}
        {data !== undefined && <Guide guide={data} />}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        {data !== undefined && <CopyButton label={t('diagnostics.copy-for-it')} text={textForIt(data, t)} />}
        <Box sx={{ flex: 1 }} />
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Guide({ guide }: { readonly guide: FirmwareGuide }): ReactNode {
  const t = useT();
  const name = [guide.maker, guide.model].filter((part) => part !== null).join(' ');
  if (guide.switch !== 'usual') return <Typography>{t(`diagnostics.switch-${guide.switch}`)}</Typography>;
  return (
    <>
      <Typography>{name === '' ? t('diagnostics.computer-not-known') : t('diagnostics.computer', { name })}</Typography>
      <Drawings guide={guide} />
      <Steps guide={guide} />
      {guide.notes.map((note) => (
        <Typography key={note} variant="body2" color="text.secondary">
          {t(`firmware.note-${note}`)}
        </Typography>
      ))}
      <RestartToFirmware restart={guide.restart} />
      {guide.evidence.length > 0 && (
        <Disclosure label={t('ui.details')}>
          <CodeLines lines={guide.evidence} />
        </Disclosure>
      )}
    </>
  );
}

function Drawings({ guide }: { readonly guide: FirmwareGuide }): ReactNode {
  const t = useT();
  const [path] = guide.menus;
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'start',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 19rem), 1fr))',
      }}
    >
      <KeyboardDrawing
        keys={guide.keys.flat()}
        label={t('diagnostics.keyboard-drawing', { keys: keysText(guide, t) })}
      />
      {path !== undefined && (
        <FirmwareMenuDrawing path={path} label={t('diagnostics.menu-drawing', { path: path.join(' → ') })} />
      )}
    </Box>
  );
}

function keysText({ keys }: Pick<FirmwareGuide, 'keys'>, t: Translate): string {
  return keys.map((one) => one.join(` ${t('diagnostics.then')} `)).join(` ${t('diagnostics.or')} `);
}

function menusText({ menus }: Pick<FirmwareGuide, 'menus'>): readonly string[] {
  return menus.map((path) => path.join(' → '));
}

/** What to do, one after another; used for the eye and for the text for others alike. */
function stepsText(guide: FirmwareGuide, t: Translate): readonly string[] {
  return [
    t('diagnostics.step-photo'),
    t('diagnostics.step-key', { keys: keysText(guide, t) }),
    t('diagnostics.step-menu', { menus: menusText(guide).join('; ') }),
    t('diagnostics.step-words', { words: guide.words.join(', ') }),
    ...(guide.needsColdStart ? [t('firmware.cold-start')] : []),
    t('diagnostics.step-check'),
  ];
}

function Steps({ guide }: { readonly guide: FirmwareGuide }): ReactNode {
  const t = useT();
  return (
    <Box component="ol" sx={{ m: 0, pl: 3, display: 'grid', gap: 1 }}>
      {stepsText(guide, t).map((line) => (
        <Typography component="li" key={line} sx={{ overflowWrap: 'anywhere' }}>
          {line}
        </Typography>
      ))}
    </Box>
  );
}

/** What somebody who looks after the computer needs to know, without anything that tells who the user is. */
function textForIt(guide: FirmwareGuide, t: Translate): string {
  const name = [guide.maker, guide.model].filter((part) => part !== null).join(' ');
  const steps =
    guide.switch === 'usual'
      ? stepsText(guide, t)
          .slice(1)
          .map((line) => `- ${line}`)
      : [t(`diagnostics.switch-${guide.switch}`)];
  return [t('diagnostics.it-head'), ...(name === '' ? [] : [t('diagnostics.computer', { name })]), ...steps].join('\n');
}
