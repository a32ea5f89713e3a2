import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView, NodeView } from '../../../src-main/contract/lab-views.ts';
import type { NodeMetrics } from '../../../src-main/contract/node-views.ts';
import type { NodeProof } from '../../../src-main/domain/node-proof.ts';
import type { Language, Translate } from '../../../src-main/locales/translate.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Icon } from '../../components/icon.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { navigate } from '../../lib/place.ts';
import { PulledCables } from './drills.tsx';
import { NodeFacts } from './node-facts.tsx';
import { NodeMenu } from './node-menu.tsx';
import { NodeVitalsView } from './node-vitals.tsx';

interface NodeCardProps {
  readonly lab: LabView;
  readonly node: NodeView;
  /** Undefined until it was asked. */
  readonly metrics: NodeMetrics | undefined;
  readonly isBusy: boolean;
  /** Files for this node. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** One node: what its hypervisor says of it, and what it has shown of itself. */
export function NodeCard({ lab, node, metrics, isBusy, onFiles }: NodeCardProps): ReactNode {
  const { t } = useWords();
  const canCopy = node.state === 'running' && !isBusy;
  return (
    <Box component="li" sx={{ display: 'grid' }}>
      <FileDrop label={t('nodes.copy-drop', { node: node.name })} isOff={!canCopy} onFiles={onFiles}>
        <Box
          sx={(theme) => ({
            display: 'flex',
            flexDirection: 'column',
            gap: 1.25,
            p: 2,
            borderRadius: '1rem',
            border: `1px solid ${theme.palette.divider}`,
            backgroundColor: theme.palette.background.paper,
          })}
        >
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Typography variant="h3" sx={{ flex: 1, overflowWrap: 'anywhere' }}>
              {node.name}
            </Typography>
            <StateChip state={node.state} />
          </Box>
          <NodeFacts node={node} measured={node.state === 'running' ? (metrics?.measured ?? null) : null} />
          {node.state === 'running' && <NodeVitalsView metrics={metrics} />}
          {node.reasons.map((reason) => (
            <Typography key={reason} variant="body2" sx={{ color: 'warning.main' }}>
              {reason}
            </Typography>
          ))}
          {(node.handled ?? []).map((done) => (
            <Typography key={done.kind} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {t(`nodes.handled-${done.kind}`, done)}
            </Typography>
          ))}
          <PulledCables lab={lab} node={node} isBusy={isBusy} />
          <Proof node={node} />
          <Box sx={{ display: 'flex', gap: 1, mt: 'auto' }}>
            <Button
              size="small"
              variant="outlined"
              startIcon={<Icon name="terminal" />}
              disabled={node.state !== 'running'}
              aria-label={t('labs.node-terminal-name', { node: node.name })}
              onClick={() => {
                navigate({ page: 'lab', labId: lab.labId, part: 'terminals', node: node.name });
              }}
            >
              {t('labs.node-terminal')}
            </Button>
            <FileButton
              isCompact
              label={t('nodes.copy-to', { node: node.name })}
              isDisabled={!canCopy}
              onFiles={onFiles}
            />
            <Box sx={{ flex: 1 }} />
            <NodeMenu lab={lab} node={node} isBusy={isBusy} />
          </Box>
        </Box>
      </FileDrop>
    </Box>
  );
}

function proofSentence({ proof, state }: NodeView, t: Translate, language: Language): string {
  if (proof === null) return t('labs.proof-none');
  // What was shown in an earlier run says nothing about now.
  if (state !== 'running') return t('labs.proof-old', { moment: formatMoment(proof.provenAt, language) });
  if (proof.peers.length === 0) return t('labs.proof-alone');
  const reached = proof.peers.filter(({ reachable }) => reachable).length;
  return t('labs.proof-fresh', { reached, peers: proof.peers.length });
}

function Proof({ node }: { readonly node: NodeView }): ReactNode {
  const { t, language } = useWords();
  const { proof } = node;
  const isFresh = proof !== null && node.state === 'running';
  return (
    <Box>
      <Typography variant="body2" sx={{ display: 'flex', gap: 1, color: isFresh ? 'success.main' : 'text.secondary' }}>
        <Icon name={isFresh ? 'check' : 'clock'} />
        <span>{proofSentence(node, t, language)}</span>
      </Typography>
      {proof !== null && (
        <Disclosure label={t('labs.proof-details')}>
          <ProofDetails proof={proof} />
        </Disclosure>
      )}
    </Box>
  );
}

function ProofDetails({ proof }: { readonly proof: NodeProof }): ReactNode {
  const { t, language } = useWords();
  const lines = [
    formatMoment(proof.provenAt, language),
    t('labs.proof-hostname', { hostname: proof.hostname }),
    t('labs.proof-addresses', { addresses: proof.addresses.join(', ') }),
    t('labs.proof-cloud-init', { cloudInit: proof.cloudInit }),
    ...proof.peers.map(({ name, reachable, roundTripMs }) => {
      if (!reachable) return t('labs.proof-peer-no', { name });
      if (roundTripMs === null) return t('labs.proof-peer-yes', { name });
      return t('labs.proof-peer-time', { name, ms: Math.round(roundTripMs * 10) / 10 });
    }),
  ];
  return lines.map((line) => (
    <Typography key={line} variant="body2">
      {line}
    </Typography>
  ));
}
