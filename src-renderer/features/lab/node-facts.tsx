import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { NodeView } from '../../../src-main/contract/lab-views.ts';
import type { NodeVitals } from '../../../src-main/contract/node-views.ts';
import type { Language, Translate } from '../../../src-main/locales/translate.ts';
import { formatBytes, formatMiB, formatUptime } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';

type Fact = readonly [label: string, value: string];

interface NodeFactsProps {
  readonly node: NodeView;
  /** Null while nothing is known from inside the node. */
  readonly measured: NodeVitals | null;
}

/** What a node is, as numbers: planned, told by the hypervisor, and measured inside it. */
export function NodeFacts({ node, measured }: NodeFactsProps): ReactNode {
  const { t, language } = useWords();
  const disk = node.diskUsedBytes === null ? t('labs.node-disk-unknown') : formatBytes(node.diskUsedBytes, language);
  const facts: readonly Fact[] = [
    [t('labs.node-address'), node.address],
    [t('labs.node-ssh'), `127.0.0.1:${String(node.sshPort)}`],
    [t('labs.node-memory'), formatMiB(node.memoryMiB, language)],
    [t('labs.node-cpus'), String(node.cpus)],
    ...(measured === null ? [] : measuredFacts(measured, t, language)),
    [t('labs.node-disk'), disk],
  ];
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 0.25, fontSize: '0.9rem' }}
    >
      {facts.map(([label, value]) => (
        <Box key={label} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function measuredFacts(measured: NodeVitals, t: Translate, language: Language): readonly Fact[] {
  const used = formatBytes(measured.diskUsedBytes, language);
  const total = formatBytes(measured.diskTotalBytes, language);
  return [
    [t('nodes.uptime'), formatUptime(measured.uptimeSeconds, language)],
    [t('nodes.disk-inside'), t('nodes.used-of', { used, total })],
  ];
}
