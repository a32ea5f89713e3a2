import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { fixActionOf, type FixAction } from '../../src-main/domain/fix-action.ts';
import type { FailureInfo } from '../../src-main/domain/operation.ts';
import { screenFailureWords } from '../../src-main/locales/failure-words.ts';
import type { Translate } from '../../src-main/locales/translate.ts';
import { ApiFailure, ConnectionLostError, RefusedError } from '../api/index.ts';
import { useT } from '../lib/i18n.tsx';
import { useHash } from '../lib/place.ts';
import { routeHref, type Route } from '../lib/route.ts';
import { Disclosure } from './disclosure.tsx';
import { Icon } from './icon.tsx';

/** A failure in words: what happened and why, the next step, and lines for experts. */
export interface ShownFailure {
  readonly what: string;
  readonly next: string;
  readonly details: readonly string[];
  /** Where the next step can be taken. */
  readonly fix?: FixAction | null;
}

/** The words of whatever was thrown while asking the core. */
export function failureOf(error: unknown, t: Translate): ShownFailure {
  if (error instanceof ApiFailure) {
    const { message, hint, detail, fix, problems = [] } = error.view;
    const [, ...others] = problems;
    const details = [...others.map((problem) => problem.message), ...detail];
    return { what: message, next: hint, details, fix: fix ?? null };
  }
  if (error instanceof ConnectionLostError) {
    return { what: t('ui.no-answer'), next: t('ui.no-answer-next'), details: [] };
  }
  if (error instanceof RefusedError) return { what: t('ui.refused'), next: t('ui.refused-next'), details: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { what: t('ui.page-failed'), next: t('ui.page-failed-next'), details: [message] };
}

/** The words of a failed operation. */
export function operationFailure(failure: FailureInfo, t: Translate): ShownFailure {
  return { ...screenFailureWords(failure, t), details: failure.evidence, fix: fixActionOf(failure.code) };
}

interface FailureNoticeProps {
  readonly failure: ShownFailure;
  /** Buttons that lead on. */
  readonly children?: ReactNode;
}

/** Fixes that have a page of their own; the others are reached from where the failure is shown, or outside of the app. */
const placesOfFixes: Partial<Record<FixAction, { readonly route: Route; readonly label: string }>> = {
  'free-space': { route: { page: 'storage' }, label: 'ui.fix-free-space' },
  'open-diagnostics': { route: { page: 'diagnostics' }, label: 'ui.fix-open-diagnostics' },
  'open-firmware-guide': { route: { page: 'diagnostics' }, label: 'ui.fix-open-diagnostics' },
  'install-hypervisor': { route: { page: 'diagnostics' }, label: 'ui.fix-open-diagnostics' },
};

/** Says what happened, why, and what to do next; read out by screen readers as soon as it appears. */
export function FailureNotice({ failure, children }: FailureNoticeProps): ReactNode {
  const t = useT();
  const { what, next, details, fix = null } = failure;
  const hash = useHash();
  const leadsTo = fix === null ? undefined : placesOfFixes[fix];
  // Not where one is already.
  const place = leadsTo !== undefined && routeHref(leadsTo.route) !== hash ? leadsTo : undefined;
  return (
    <Box
      role="alert"
      sx={(theme) => ({
        border: `1px solid ${theme.palette.divider}`,
        borderLeft: `4px solid ${theme.palette.error.main}`,
        borderRadius: '0.75rem',
        backgroundColor: theme.palette.background.paper,
        padding: 2,
      })}
    >
      <Box sx={{ display: 'flex', gap: 1.5 }}>
        <Box sx={{ color: 'error.main' }}>
          <Icon name="error" size="1.5rem" />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600 }}>{what}</Typography>
          {next !== '' && <Typography sx={{ mt: 0.5 }}>{next}</Typography>}
          {details.length > 0 && (
            <Disclosure label={t('ui.details')}>
              <CodeLines lines={details} />
            </Disclosure>
          )}
          {(children !== undefined || place !== undefined) && (
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
              {children}
              {place !== undefined && (
                <Button variant="outlined" href={routeHref(place.route)}>
                  {t(place.label)}
                </Button>
              )}
            </Box>
          )}
        </Box>
      </Box>
    </Box>
  );
}

interface CodeLinesProps {
  readonly lines: readonly string[];
  /** All of them at once, however many; else they scroll in a space of their own. */
  readonly isWhole?: boolean;
}

/** Output of programs, or commands, word for word. */
export function CodeLines({ lines, isWhole = false }: CodeLinesProps): ReactNode {
  return (
    <Box
      component="pre"
      tabIndex={0}
      sx={(theme) => ({
        m: 0,
        p: 1.5,
        ...(isWhole ? {} : { maxHeight: '16rem', overflow: 'auto' }),
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        fontSize: '0.82rem',
        lineHeight: 1.6,
        borderRadius: '0.5rem',
        backgroundColor: theme.lab.well,
        border: theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : 0,
      })}
    >
      {lines.join('\n')}
    </Box>
  );
}
