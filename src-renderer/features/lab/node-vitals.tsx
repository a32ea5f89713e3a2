import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { NodeMetrics, NodeVitals } from '../../../src-main/contract/node-views.ts';
import type { Language } from '../../../src-main/locales/translate.ts';
import { Sparkline } from '../../components/sparkline.tsx';
import { formatMiB, formatPercent } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { traceLines, type TracePoint } from './model/trace.ts';

const spanMs = 5 * 60_000;
/** Samples come every 5 s; one that is late is no hole. */
const holeMs = 16_000;

/** How a running node is, measured inside it: the work of its cores and its memory over the last minutes. */
export function NodeVitalsView({ metrics }: { readonly metrics: NodeMetrics | undefined }): ReactNode {
  const { t } = useWords();
  const { measured = null, gap = 'connecting', history = [] } = metrics ?? {};
  return (
    <Box sx={{ display: 'grid', gap: 1, fontSize: '0.9rem' }}>
      {measured === null && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t(`nodes.gap-${gap ?? 'connecting'}`)}
        </Typography>
      )}
      {history.length > 0 && (
        <Box sx={{ display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr) auto', gap: 1, alignItems: 'center' }}>
          <Trace kind="cpu" measured={measured} history={history} />
          <Trace kind="memory" measured={measured} history={history} />
        </Box>
      )}
    </Box>
  );
}

interface TraceProps {
  readonly kind: 'cpu' | 'memory';
  readonly measured: NodeVitals | null;
  readonly history: NodeMetrics['history'];
}

function Trace({ kind, measured, history }: TraceProps): ReactNode {
  const { t, language } = useWords();
  const points = history.map((one): TracePoint => ({
    atMs: Date.parse(one.at),
    value: kind === 'cpu' ? one.cpuFraction : one.memoryFraction,
  }));
  const endMs = points.at(-1)?.atMs ?? 0;
  const highest = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const now = measured === null ? null : nowOf(kind, measured, language);
  return (
    <>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {t(`nodes.${kind}`)}
      </Box>
      <Sparkline
        label={t(`nodes.${kind}-label`, {
          now: now ?? t('nodes.not-measured'),
          highest: formatPercent(highest, language),
        })}
        lines={traceLines(points, { endMs, spanMs, holeMs })}
        color={kind === 'cpu' ? 'primary' : 'secondary'}
      />
      <Box component="span" sx={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
        {now ?? '–'}
      </Box>
    </>
  );
}

function nowOf(kind: TraceProps['kind'], measured: NodeVitals, language: Language): string | null {
  if (kind === 'memory') return formatMiB(measured.memoryUsedMiB, language);
  return measured.cpuFraction === null ? null : formatPercent(measured.cpuFraction, language);
}
